import CivicModel

/// Reads rule files: `civic: 1`, then `rules:` (as the built-in files do) or `custom:` (as users do), a list either way.
public enum RuleFileReader {
    static let groupHelp = "rules over groups of records come with correlation; use the unit record, template or field"
    static let profiles = ["recommended", "strict", "ci", "gameday", "ecs", "otel"]
    /// Families of the built-in catalogue; users choose another prefix.
    static let reservedFamilies = ["LOG", "FMT", "MSG", "VOL", "COR", "EVT", "SEC", "HLT", "EXP", "CFG"]
    static let keys = [
        "id", "name", "rationale", "fix", "message", "links", "severity", "impact", "dimension", "unit", "select", "group",
        "assert", "measure", "parameters", "allow", "cap", "profiles", "examples", "yields",
    ]

    /// Reads the text of a rule file. `file` is its path for messages; lists (`in: {file: …}`) are looked for beside it.
    public static func read(
        bytes: some Collection<UInt8>, file: String
    ) throws(ConfigurationErrors) -> [RuleDeclaration] {
        let decoder = FileDecoder(file: file, directories: [])
        let root: YAMLNode
        do throws(ConfigurationError) {
            root = try Self.root(bytes, file: file)
        } catch {
            throw ConfigurationErrors([error])
        }
        let declarations = read(root, decoder)
        guard decoder.errors.isEmpty else { throw ConfigurationErrors(decoder.sortedErrors) }
        return declarations
    }

    /// Reads a rule file from disk.
    public static func read(path: String) throws(ConfigurationErrors) -> [RuleDeclaration] {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.read(path: path)
        } catch {
            throw ConfigurationErrors([ConfigurationError(file: path, line: 0, column: 0, message: error.message)])
        }
        return try read(bytes: bytes, file: path)
    }

    /// The root map of a file that is not empty.
    static func root(_ bytes: some Collection<UInt8>, file: String) throws(ConfigurationError) -> YAMLNode {
        if let root = try YAMLReader.read(bytes, file: file) { return root }
        throw ConfigurationError(
            file: file, line: 1, column: 1, message: "the file is empty", help: "it must start with \"civic: 1\"")
    }

    private static func read(_ root: YAMLNode, _ decoder: FileDecoder) -> [RuleDeclaration] {
        checkVersion(root, decoder)
        guard let fields = decoder.fields(root, of: "a rule file", known: ["civic", "rules", "custom"]) else { return [] }
        return rules(fields["rules"], custom: false, decoder) + rules(fields["custom"], custom: true, decoder)
    }

    /// `civic: 1` must be there.
    static func checkVersion(_ root: YAMLNode, _ decoder: FileDecoder) {
        guard root.entries != nil else { return }
        guard let version = root["civic"] else {
            decoder.report(root, "the format version is missing", help: "start the file with \"civic: 1\"")
            return
        }
        if version.text != "1" {
            decoder.report(version, "unknown format version \(version.kind)", help: "this program reads \"civic: 1\"")
        }
    }

    /// The rules of one list; a repeated id is reported.
    static func rules(_ node: YAMLNode?, custom: Bool, _ decoder: FileDecoder) -> [RuleDeclaration] {
        guard let node, !node.isNull, let items = decoder.list(node, custom ? "custom" : "rules") else { return [] }
        var lines: [String: Int] = [:]
        var declarations: [RuleDeclaration] = []
        for item in items {
            guard let declaration = rule(item, custom: custom, decoder) else { continue }
            if let line = lines[declaration.info.id] {
                decoder.report(
                    item, "the rule \(declaration.info.id) is there twice", help: "it is first declared on line \(line)")
            }
            lines[declaration.info.id] = item.line
            declarations.append(declaration)
        }
        return declarations
    }

    // MARK: - One rule

    private static func rule(_ node: YAMLNode, custom: Bool, _ decoder: FileDecoder) -> RuleDeclaration? {
        let before = decoder.errors.count
        guard let fields = decoder.fields(node, of: "a rule", known: keys) else { return nil }
        func missing(_ key: String, _ help: String) {
            let name = fields["id"]?.text.map { "the rule \($0)" } ?? "the rule"
            decoder.missing(key, in: node, "\(name) has no \(key)", help: help)
        }

        var id = ""
        if let idNode = fields["id"] {
            id = decoder.string(idNode, "id") ?? ""
            if !id.isEmpty { checkID(id, idNode, custom: custom, decoder) }
        } else {
            missing("id", "give it one such as SHOP-001")
        }
        var name = ""
        if let nameNode = fields["name"] {
            name = decoder.string(nameNode, "name") ?? ""
            if !name.isEmpty, !isKebab(name) {
                decoder.report(
                    nameNode, "the name \"\(name)\" is not in kebab case",
                    help: "use lower-case words joined by -, such as tenant-on-requests")
            }
        } else {
            missing("name", "name the good state, such as tenant-on-requests")
        }
        let family = id.prefix { $0 != "-" }
        let fix = fields["fix"].map { decoder.string($0, "fix") ?? "" }
        if fix == nil { missing("fix", "say in one sentence what to do") }
        let rationale = fields["rationale"].map { decoder.string($0, "rationale") ?? "" } ?? ""
        let unit = fields["unit"].map { decoder.choice($0, "unit", as: RuleUnit.self) } ?? .record
        let message =
            fields["message"].map { readMessage($0, decoder) ?? "" }
            ?? "{violations} of {n} \(noun(unit ?? .record)) break \(name)"
        let severity = fields["severity"].map { decoder.choice($0, "severity", as: Severity.self) } ?? .warn
        let impact = fields["impact"].map { decoder.choice($0, "impact", as: Impact.self) } ?? .normal
        let dimension =
            fields["dimension"].map { decoder.choice($0, "dimension", as: Dimension.self) } ?? defaultDimension(family)
        let links = fields["links"].map { decoder.strings($0, "links") ?? [] } ?? []
        let yields = fields["yields"].map { decoder.strings($0, "yields") ?? [] } ?? []
        if let node = fields["yields"], let wrong = yields.first(where: { !isRuleID($0) || $0 == id }) {
            decoder.report(node, "yields: \"\(wrong)\" is no other rule", help: "write ids such as [SHOP-001]")
        }
        let profiles =
            fields["profiles"].map { node in
                (node.items ?? [node]).compactMap { decoder.choice($0, "profile", among: Self.profiles) }
            } ?? ["recommended"]
        let selection = fields["select"].map { readSelect($0, decoder) } ?? Selection()
        let allowance = fields["allow"].map { readAllow($0, decoder) } ?? Allowance(ok: 0, bad: 0.1)
        let cap = fields["cap"].flatMap { readCap($0, decoder) }
        let parameters = fields["parameters"].map { readParameters($0, decoder) } ?? [:]

        let isGroup = unit == .group && fields["measure"] == nil
        if isGroup || fields["group"] != nil {
            decoder.report(
                fields["unit"].flatMap { $0.text == "group" ? $0 : nil } ?? fields["group"] ?? node,
                "the unit \"group\" is not yet supported by this version", help: groupHelp)
        }
        let body = isGroup || fields["group"] != nil ? nil : readBody(fields, unit: unit, node, decoder)
        let examples = fields["examples"].map { readExamples($0, decoder) }
        if examples == nil, fields["measure"] == nil {
            missing("examples", "add examples: { pass: [...], fail: [...] }; they are its tests")
        }
        guard decoder.errors.count == before, let body, let severity, let impact, let dimension, let unit else { return nil }
        var declaration = RuleDeclaration(
            info: RuleInfo(
                id: id, name: name, rationale: rationale, fix: fix ?? "", severity: severity, impact: impact,
                dimension: dimension, unit: unit, allowance: allowance, cap: cap, message: message, profiles: profiles),
            services: selection.services, sources: selection.sources, condition: selection.condition, body: body,
            parameters: parameters, passing: examples?.pass ?? [], failing: examples?.fail ?? [],
            location: "\(decoder.file):\(node.line)")
        declaration.links = links
        declaration.yields = yields
        return declaration
    }

    static func isRuleID(_ id: String) -> Bool {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, (2...10).contains(parts[0].count), parts[1].count == 3 else { return false }
        let family = parts[0].utf8
        return family.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
            && (family.first.map { $0 >= 0x41 } ?? false) && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func checkID(_ id: String, _ node: YAMLNode, custom: Bool, _ decoder: FileDecoder) {
        guard isRuleID(id) else {
            decoder.report(node, "the id \"\(id)\" is not of the form ABC-123", help: "2 to 10 capitals, -, three digits")
            return
        }
        let family = String(id.prefix { $0 != "-" })
        if custom, reservedFamilies.contains(family) {
            decoder.report(
                node, "the prefix \(family) belongs to the built-in rules", help: "choose another, such as the name of the team"
            )
        }
    }

    private static func isKebab(_ name: String) -> Bool {
        !name.hasPrefix("-") && !name.hasSuffix("-") && !name.contains("--")
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    static func defaultDimension(_ family: some StringProtocol) -> Dimension {
        switch family {
        case "LOG", "FMT": .format
        case "VOL": .volume
        case "COR", "EVT": .correlation
        case "SEC": .security
        case "HLT": .health
        case "EXP": .experiment
        default: .message
        }
    }

    private static func noun(_ unit: RuleUnit) -> String {
        switch unit {
        case .service, .record, .template, .field, .group, .concept, .snapshot, .window, .fault, .event, .hop:
            unit.rawValue + "s"
        }
    }

    private static func readMessage(_ node: YAMLNode, _ decoder: FileDecoder) -> String? {
        guard let text = decoder.string(node, "message") else { return nil }
        let known = ["service", "violations", "n", "ratio", "example"]
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}") else { break }
            let name = String(rest[..<close])
            guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "_" }), !known.contains(name) else { continue }
            let suggestion = Suggestion.phrase(for: name, in: known)
            decoder.report(
                node, "the message has an unknown placeholder {\(name)}\(suggestion)",
                help: suggestion.isEmpty ? "known are {service} {violations} {n} {ratio} {example}" : nil)
        }
        return text
    }

    private struct Selection {
        var services: [String] = []
        var sources: [String] = []
        var condition: Condition?
    }

    private static func readSelect(_ node: YAMLNode, _ decoder: FileDecoder) -> Selection {
        guard let fields = decoder.fields(node, of: "select", known: ["services", "sources", "where"]) else {
            return Selection()
        }
        return Selection(
            services: fields["services"].flatMap { decoder.globs($0, "services") } ?? [],
            sources: fields["sources"].flatMap { decoder.globs($0, "sources") } ?? [],
            condition: fields["where"].flatMap { ConditionReader(decoder: decoder).read($0) })
    }

    private static func readBody(
        _ fields: [String: YAMLNode], unit: RuleUnit?, _ node: YAMLNode, _ decoder: FileDecoder
    ) -> RuleDeclaration.Body? {
        if fields["assert"] != nil, let measure = fields["measure"] {
            decoder.report(measure, "a rule has assert or measure, not both")
            return nil
        }
        if let measure = fields["measure"] {
            guard let name = decoder.string(measure, "measure") else { return nil }
            guard isKebab(name) else {
                decoder.report(measure, "the measure \"\(name)\" is not in kebab case")
                return nil
            }
            return .measure(name)
        }
        guard let assertion = fields["assert"] else {
            decoder.missing(
                "assert", in: node, "a rule needs assert or measure", help: "add assert: { field: path, exists: true }")
            return nil
        }
        if let unit, ![.record, .template, .field].contains(unit) {
            decoder.report(
                fields["unit"] ?? node, "assert cannot judge the unit \"\(unit.rawValue)\"",
                help: "use the unit record, template or field, or a measure")
        }
        return ConditionReader(decoder: decoder).read(assertion).map(RuleDeclaration.Body.assert)
    }

    private static func readAllow(_ node: YAMLNode, _ decoder: FileDecoder) -> Allowance {
        let fields = decoder.fields(node, of: "allow", known: ["ok", "bad", "min", "ratio", "presence"]) ?? [:]
        let presence = fields["presence"].flatMap { decoder.boolean($0, "presence") } ?? false
        // Presence rules keep a ramp for what one finding leaves of the credit.
        var allowance =
            presence ? Allowance(ok: 1e-6, bad: 1e-3, minimum: 1, presence: true) : Allowance(ok: 0, bad: 0.1, minimum: 30)
        if let ok = fields["ok"] { allowance.ok = decoder.ratio(ok, "ok") ?? allowance.ok }
        if let bad = fields["bad"] { allowance.bad = decoder.ratio(bad, "bad") ?? allowance.bad }
        if let minimum = fields["min"] { allowance.minimum = decoder.integer(minimum, "min", in: 1...Int.max) ?? 30 }
        if let ratio = fields["ratio"] { allowance.ratio = decoder.choice(ratio, "ratio", as: RatioKind.self) ?? .records }
        if allowance.ok >= allowance.bad {
            let ok = ValueSyntax.spelled(ratio: allowance.ok)
            let bad = ValueSyntax.spelled(ratio: allowance.bad)
            decoder.report(
                fields["ok"] ?? fields["bad"] ?? node, "ok (\(ok)) must be below bad (\(bad))",
                help: "ok is the share of violations that still earns full credit, bad the share that earns none")
        }
        return allowance
    }

    static func readCap(_ node: YAMLNode, _ decoder: FileDecoder) -> ScoreCap? {
        guard let fields = decoder.fields(node, of: "cap", known: ["at", "from"]) else { return nil }
        guard let at = fields["at"] else {
            decoder.missing("at", in: node, "cap needs at", help: "write { at: 49 }, the highest score that is left")
            return nil
        }
        guard let height = decoder.number(at, "at", in: 0...100) else { return nil }
        guard let from = fields["from"] else { return ScoreCap(at: height) }
        return decoder.ratio(from, "from").map { ScoreCap(at: height, from: $0) }
    }

    /// Unquoted percentages, durations and sizes become numbers: shares, seconds, bytes.
    static func readParameters(_ node: YAMLNode, _ decoder: FileDecoder) -> [String: Scalar] {
        guard let entries = decoder.map(node, "parameters") else { return [:] }
        var parameters: [String: Scalar] = [:]
        for entry in entries {
            guard isKebab(entry.key) else {
                decoder.report(entry, "the parameter \"\(entry.key)\" is not in kebab case")
                continue
            }
            guard var value = decoder.scalar(entry.value, "the parameter \(entry.key)") else { continue }
            if case .string(let text) = value, case .scalar(_, plain: true) = entry.value.content,
                let number = ValueSyntax.ratio(text) ?? ValueSyntax.quantity(text)
            {
                value = .number(number)
            }
            parameters[entry.key] = value
        }
        return parameters
    }

    private static func readExamples(
        _ node: YAMLNode, _ decoder: FileDecoder
    ) -> (pass: [RuleDeclaration.Example], fail: [RuleDeclaration.Example]) {
        guard let fields = decoder.fields(node, of: "examples", known: ["pass", "fail"]) else { return ([], []) }
        let reader = ExampleReader(decoder: decoder)
        func side(_ key: String) -> [RuleDeclaration.Example] {
            guard let node = fields[key], let items = decoder.list(node, key) else {
                if fields[key] == nil {
                    decoder.report(
                        node, "the examples have no \"\(key)\"",
                        help: "a rule shows a record that keeps it and one that breaks it")
                }
                return []
            }
            if items.isEmpty { decoder.report(node, "\"\(key)\" has no examples") }
            return items.compactMap(reader.read)
        }
        return (side("pass"), side("fail"))
    }
}
