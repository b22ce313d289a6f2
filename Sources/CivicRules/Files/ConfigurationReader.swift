import CivicCorrelation
public import CivicModel

/// Reads `civic.yml` and everything that it extends.
public enum ConfigurationReader {
    /// `path` nil: the defaults. `builtIns` are the rules that the program knows. `today`, where given, holds `expires` to
    /// at most 180 days from then; expired suppressions are no error (`Configuration.expiredSuppressions`).
    public static func read(
        path: String?, builtIns: [RuleDeclaration], today: CalendarDate? = nil
    ) throws(ConfigurationErrors) -> Configuration {
        var reading = ConfigurationReading(builtIns: builtIns, today: today)
        if let path {
            let bytes: [UInt8]
            do {
                bytes = try TextFile.read(path: path)
            } catch {
                throw ConfigurationErrors([ConfigurationError(file: path, line: 0, column: 0, message: error.message)])
            }
            reading.load(bytes, path: path)
        }
        return try reading.finish(path: path)
    }

    /// Reads the text of a root file that is not, or not yet, on disk; `path` is where it would be.
    public static func read(
        bytes: [UInt8], path: String, builtIns: [RuleDeclaration], today: CalendarDate? = nil
    ) throws(ConfigurationErrors) -> Configuration {
        var reading = ConfigurationReading(builtIns: builtIns, today: today)
        reading.load(bytes, path: path)
        return try reading.finish(path: path)
    }
}

/// One reading: first all files, then, with all rules known, what they set.
private struct ConfigurationReading {
    static let keys = [
        "civic", "extends", "environment", "fields", "services", "rules", "overrides", "suppress", "gate", "expect", "contract",
        "consumers", "custom",
        "experiments", "ids",
    ]
    /// Longest life of a suppression, in days.
    static let maximumSuppression = 180

    struct File {
        var decoder: FileDecoder
        var fields: [String: YAMLNode]
    }

    enum Event {
        case profile(String)
        case file(Int)
    }

    let builtIns: [RuleDeclaration]
    let today: CalendarDate?
    /// In the order of reading, which is the order of messages.
    var decoders: [FileDecoder] = []
    var failures: [ConfigurationError] = []
    var files: [File] = []
    /// In the order of merging.
    var events: [Event] = []
    var open: [String] = []
    var finished: Set<String> = []
    var configuration = Configuration()
    var customText: [String: String] = [:]
    var knownIDs: [String] = []
    var parameterNames: [String: [String: Scalar]] = [:]

    init(builtIns: [RuleDeclaration], today: CalendarDate?) {
        (self.builtIns, self.today) = (builtIns, today)
    }

    // MARK: - Files

    mutating func load(_ bytes: [UInt8], path: String) {
        let root: YAMLNode
        do throws(ConfigurationError) {
            root = try RuleFileReader.root(bytes, file: path)
        } catch {
            failures.append(error)
            return
        }
        let isRoot = decoders.isEmpty
        let rootDirectory = decoders.first.map { TextFile.directory(of: $0.file) }
        let decoder = FileDecoder(file: path, directories: [rootDirectory].compactMap(\.self))
        decoders.append(decoder)
        RuleFileReader.checkVersion(root, decoder)
        guard let fields = decoder.fields(root, of: "a configuration", known: Self.keys) else { return }
        let identity = TextFile.normalized(path)
        open.append(identity)
        if let extends = fields["extends"], !extends.isNull { extend(extends, decoder, isRoot: isRoot) }
        open.removeLast()
        finished.insert(identity)

        var lists = [(fields["custom"], true)]
        if let rules = fields["rules"], rules.items != nil { lists.append((rules, true)) }
        for (node, custom) in lists {
            for declaration in RuleFileReader.rules(node, custom: custom, decoder) { declare(declaration, node, decoder) }
        }
        files.append(File(decoder: decoder, fields: fields))
        events.append(.file(files.count - 1))
    }

    private mutating func declare(_ declaration: RuleDeclaration, _ list: YAMLNode?, _ decoder: FileDecoder) {
        let id = declaration.info.id
        let node = list?.items?.first { $0["id"]?.text == id }
        if let other = (builtIns + configuration.customRules).first(where: { $0.info.id == id }), let node {
            // A list reports its own repetitions.
            if !other.location.hasPrefix(decoder.file + ":") {
                decoder.report(
                    node, "the rule \(id) is there already", help: "it is declared at \(other.location); choose another id")
            }
            return
        }
        configuration.customRules.append(declaration)
        customText[id] = node?.canonical ?? ""
    }

    private mutating func extend(_ node: YAMLNode, _ decoder: FileDecoder, isRoot: Bool) {
        for item in node.items ?? [node] {
            guard let name = decoder.string(item, "an item of extends") else { continue }
            if isRoot { configuration.extends.append(name) }
            if name.hasPrefix("civic:") {
                let profile = String(name.dropFirst(6))
                if RuleFileReader.profiles.contains(profile) {
                    events.append(.profile(profile))
                } else {
                    let known = RuleFileReader.profiles.map { "civic:" + $0 }
                    let suggestion = Suggestion.phrase(for: name, in: known)
                    decoder.report(
                        item, "unknown profile \"\(name)\"\(suggestion)",
                        help: suggestion.isEmpty ? "the profiles are \(known.joined(separator: ", "))" : nil)
                }
                continue
            }
            if RuleFileReader.profiles.contains(name) {
                decoder.report(item, "\"\(name)\" is no file; did you mean \"civic:\(name)\"?")
                continue
            }
            let path = TextFile.join(TextFile.directory(of: decoder.file), name)
            let identity = TextFile.normalized(path)
            if let start = open.firstIndex(of: identity) {
                let cycle = (open[start...] + [identity]).joined(separator: " extends ")
                decoder.report(item, "the files extend each other in a circle", help: cycle)
                continue
            }
            // A file that is reached twice counts where it is reached first.
            guard !finished.contains(identity) else { continue }
            do {
                load(try TextFile.read(path: path), path: path)
            } catch {
                decoder.report(
                    item, "cannot extend \"\(path)\": \(error.message)", help: "the path is relative to \(decoder.file)")
            }
        }
    }

    // MARK: - Contents

    mutating func finish(path: String?) throws(ConfigurationErrors) -> Configuration {
        configuration.path = path
        let rules = builtIns + configuration.customRules
        knownIDs = rules.map(\.info.id)
        for rule in rules { parameterNames[rule.info.id] = rule.parameters }
        for event in events {
            switch event {
            case .profile(let name):
                configuration.steps.append(.profile(name))
                if !configuration.profiles.contains(name) { configuration.profiles.append(name) }
            case .file(let index): apply(files[index])
            }
        }
        checkAllowances()
        for file in files { suppress(file) }
        let errors = failures + decoders.flatMap(\.sortedErrors)
        guard errors.isEmpty else { throw ConfigurationErrors(errors) }
        let lists = decoders.flatMap(\.readLists)
        configuration.isStandard = ConfigurationDigest.isStandard(configuration, builtIns: builtIns)
        configuration.digest = ConfigurationDigest.of(configuration, builtIns: builtIns, customText: customText, lists: lists)
        return configuration
    }

    private func place(_ node: YAMLNode, _ decoder: FileDecoder) -> Place { decoder.place(node) }

    private mutating func apply(_ file: File) {
        let decoder = file.decoder
        // A key with nothing after it is as good as absent: people comment out what stood there.
        let fields = file.fields.filter { !$0.value.isNull }
        if let node = fields["environment"] {
            configuration.environment = decoder.string(node, "environment") ?? configuration.environment
            configuration.origins["environment"] = place(node, decoder)
        }
        if let node = fields["fields"] { applyFields(node, decoder) }
        if let node = fields["services"] { applyServices(node, decoder) }
        if let node = fields["rules"], node.items == nil {
            configuration.steps.append(.settings(settings(node, decoder)))
        }
        if let node = fields["overrides"], let items = decoder.list(node, "overrides") {
            for item in items { applyOverride(item, decoder) }
        }
        let gates = GateReader(decoder: decoder)
        if let node = fields["gate"] { gates.gate(node, into: &configuration.gate, origins: &configuration.origins) }
        if let node = fields["expect"] {
            gates.expectations(node, into: &configuration.expectations, origins: &configuration.origins)
        }
        let readers = ConsumerReader(decoder: decoder)
        if let node = fields["contract"] {
            readers.contract(node, into: &configuration.contract, origins: &configuration.origins)
        }
        if let node = fields["consumers"] { readers.consumers(node, into: &configuration.contract) }
        if let node = fields["experiments"] { applyExperiments(node, decoder) }
        if let node = fields["ids"], let items = decoder.list(node, "ids") {
            for item in items { applyIDs(item, decoder) }
        }
    }

    private mutating func applyExperiments(_ node: YAMLNode, _ decoder: FileDecoder) {
        guard let fields = decoder.fields(node, of: "experiments", known: ["targets"]) else { return }
        guard let targets = fields["targets"], !targets.isNull, let entries = decoder.map(targets, "experiments.targets") else {
            return
        }
        for entry in entries {
            guard let service = decoder.string(entry.value, "experiments.targets.\(entry.key)") else { continue }
            configuration.experimentTargets[entry.key] = service
            configuration.origins["experiments.targets.\(entry.key)"] = place(entry.value, decoder)
        }
    }

    /// `{path: meta.ce-id, role: event}`; a later entry for a path wins.
    private mutating func applyIDs(_ node: YAMLNode, _ decoder: FileDecoder) {
        let names = IDRole.allCases.map(\.rawValue)
        guard let fields = decoder.fields(node, of: "an entry of ids", known: ["path", "role"]) else { return }
        guard let pathNode = fields["path"], let roleNode = fields["role"] else {
            decoder.report(node, "an entry of ids needs path and role", help: "write it like { path: meta.ce-id, role: event }")
            return
        }
        guard let path = decoder.string(pathNode, "path"), let name = decoder.string(roleNode, "role") else { return }
        guard let role = IDRole(rawValue: name) else {
            let suggestion = Suggestion.phrase(for: name, in: names)
            decoder.report(
                roleNode, "unknown role \"\(name)\"\(suggestion)",
                help: suggestion.isEmpty ? "the roles are \(names.joined(separator: ", "))" : nil)
            return
        }
        configuration.idColumns.removeAll { $0.path == path }
        configuration.idColumns.append((path, role))
        configuration.origins["ids.\(path)"] = place(node, decoder)
    }

    private mutating func applyFields(_ node: YAMLNode, _ decoder: FileDecoder) {
        let names = Role.allCases.map(\.name)
        for entry in decoder.map(node, "fields") ?? [] {
            guard let role = Role(name: entry.key) else {
                let suggestion = Suggestion.phrase(for: entry.key, in: names)
                decoder.report(
                    entry, "unknown role \"\(entry.key)\"\(suggestion)",
                    help: suggestion.isEmpty ? "the roles are \(names.joined(separator: ", "))" : nil)
                continue
            }
            guard let paths = decoder.strings(entry.value, "fields.\(entry.key)") else { continue }
            configuration.fields[role] = paths
            configuration.origins["fields.\(entry.key)"] = place(entry.value, decoder)
        }
    }

    private mutating func applyServices(_ node: YAMLNode, _ decoder: FileDecoder) {
        guard let fields = decoder.fields(node, of: "services", known: ["tiers", "external", "paths"]) else { return }
        if let tiers = fields["tiers"], let map = decoder.fields(tiers, of: "tiers", known: ["critical", "normal", "internal"])
        {
            func globs(_ key: String, _ target: WritableKeyPath<Configuration, [String]>) {
                guard let node = map[key], let globs = decoder.strings(node, "services.tiers.\(key)") else { return }
                configuration[keyPath: target] = globs
                configuration.origins["services.tiers.\(key)"] = place(node, decoder)
            }
            globs("critical", \.criticalServices)
            globs("normal", \.normalServices)
            globs("internal", \.internalServices)
        }
        if let node = fields["external"], let globs = decoder.strings(node, "services.external") {
            configuration.externalServices += globs.filter { !configuration.externalServices.contains($0) }
            configuration.origins["services.external"] = place(node, decoder)
        }
        if let node = fields["paths"], let entries = decoder.map(node, "services.paths") {
            let pairs = entries.compactMap { entry in
                decoder.string(entry.value, "the service of \"\(entry.key)\"").map {
                    Configuration.SourceService(glob: entry.key, service: $0)
                }
            }
            // Later files are asked first.
            configuration.sourceServices = pairs + configuration.sourceServices
            configuration.origins["services.paths"] = place(node, decoder)
        }
    }

    private mutating func applyOverride(_ node: YAMLNode, _ decoder: FileDecoder) {
        guard let fields = decoder.fields(node, of: "an override", known: ["services", "sources", "rules"]) else { return }
        let services = fields["services"].flatMap { decoder.strings($0, "services") } ?? []
        let sources = fields["sources"].flatMap { decoder.strings($0, "sources") } ?? []
        if fields["services"] == nil, fields["sources"] == nil {
            decoder.missing(
                "services", in: node, "the override names neither services nor sources",
                help: "settings for all belong under rules:")
        }
        guard let rules = fields["rules"] else {
            decoder.missing("rules", in: node, "the override has no rules", help: "add rules: { LOG-006: info }")
            return
        }
        configuration.overrides.append(
            SettingsOverride(services: services, sources: sources, settings: settings(rules, decoder)))
    }

    // MARK: - Settings of rules

    private func settings(_ node: YAMLNode, _ decoder: FileDecoder) -> [RuleSettings] {
        let families = Set(knownIDs.map { String($0.prefix { $0 != "-" }) }).sorted()
        return (decoder.map(node, "rules") ?? []).compactMap { entry in
            let isRule = knownIDs.contains(entry.key)
            guard isRule || families.contains(entry.key) else {
                unknownRule(entry.key, line: entry.line, column: entry.column, decoder, families: families)
                return nil
            }
            return setting(entry, isRule: isRule, decoder)
        }
    }

    private func unknownRule(_ id: String, line: Int, column: Int, _ decoder: FileDecoder, families: [String]) {
        let suggestion = Suggestion.phrase(for: id, in: knownIDs + families)
        decoder.report(
            line: line, column: column, "unknown rule \"\(id)\"\(suggestion)",
            help: suggestion.isEmpty ? "civic rules list shows them all" : nil)
    }

    private func setting(_ entry: YAMLNode.Entry, isRule: Bool, _ decoder: FileDecoder) -> RuleSettings? {
        var settings = RuleSettings(selector: entry.key)
        let node = entry.value
        if node.text != nil {
            severity(node, "the setting of \(entry.key)", &settings, decoder)
            return settings
        }
        let known = ["severity", "impact", "ok", "bad", "min", "ratio", "cap", "parameters"]
        guard node.entries != nil else {
            decoder.report(
                node, "the setting of \(entry.key) must be a severity, \"off\", or a map, not \(node.kind)",
                help: "write \(entry.key): warn, or \(entry.key): { ok: 1%, bad: 20% }")
            return nil
        }
        guard let fields = decoder.fields(node, of: "a setting", known: known, hints: ["enabled": "write severity: off"]) else {
            return nil
        }
        func placed<Value>(_ key: String, _ read: (YAMLNode) -> Value?) -> Placed<Value>? {
            fields[key].flatMap { node in read(node).map { Placed(value: $0, place: place(node, decoder)) } }
        }
        if let node = fields["severity"] { severity(node, "severity", &settings, decoder) }
        settings.impact = placed("impact") { decoder.choice($0, "impact", as: Impact.self) }
        settings.ok = placed("ok") { decoder.ratio($0, "ok") }
        settings.bad = placed("bad") { decoder.ratio($0, "bad") }
        settings.minimum = placed("min") { decoder.integer($0, "min", in: 1...Int.max) }
        settings.ratio = placed("ratio") { decoder.choice($0, "ratio", as: RatioKind.self) }
        settings.cap = placed("cap") { RuleFileReader.readCap($0, decoder) }
        if let node = fields["parameters"] {
            guard isRule else {
                decoder.report(node, "a family has no parameters", help: "set them at the rule that has them")
                return settings
            }
            parameters(node, of: entry.key, &settings, decoder)
        }
        return settings
    }

    /// A severity switches the rule on; `off` switches it off.
    private func severity(_ node: YAMLNode, _ what: String, _ settings: inout RuleSettings, _ decoder: FileDecoder) {
        guard let text = decoder.string(node, what) else { return }
        let place = place(node, decoder)
        if let switched = ValueSyntax.boolean(text) {
            settings.isOn = Placed(value: switched, place: place)
        } else if let severity = Severity(rawValue: text) {
            settings.severity = Placed(value: severity, place: place)
            settings.isOn = Placed(value: true, place: place)
        } else {
            let known = Severity.allCases.map(\.rawValue) + ["off"]
            let suggestion = Suggestion.phrase(for: text, in: known)
            decoder.report(
                node, "unknown severity \"\(text)\"\(suggestion)",
                help: suggestion.isEmpty ? "it is one of \(known.joined(separator: ", "))" : nil)
        }
    }

    private func parameters(_ node: YAMLNode, of id: String, _ settings: inout RuleSettings, _ decoder: FileDecoder) {
        let declared = parameterNames[id] ?? [:]
        let values = RuleFileReader.readParameters(node, decoder)
        for entry in node.entries ?? [] {
            guard let value = values[entry.key] else { continue }
            guard let standard = declared[entry.key] else {
                let known = declared.keys.sorted()
                let suggestion = Suggestion.phrase(for: entry.key, in: known)
                let help = known.isEmpty ? "\(id) has none" : "\(id) has \(known.joined(separator: ", "))"
                decoder.report(
                    entry, "unknown parameter \"\(entry.key)\"\(suggestion)", help: suggestion.isEmpty ? help : nil)
                continue
            }
            switch (standard, value) {
            case (.string, .string), (.number, .number), (.boolean, .boolean):
                settings.parameters[entry.key] = Placed(value: value, place: place(entry.value, decoder))
            default:
                decoder.report(
                    entry.value, "the parameter \(entry.key) must be \(Self.kind(standard)), not \(entry.value.kind)",
                    help: "the built-in value is \(standard.canonical)")
            }
        }
    }

    private static func kind(_ scalar: Scalar) -> String {
        switch scalar {
        case .string: "text"
        case .number: "a number, a duration or a size"
        case .boolean: "true or false"
        }
    }

    /// `ok` must stay below `bad` after merging, for everybody and inside each override.
    private func checkAllowances() {
        var reported: Set<Place> = []
        let variants = [[]] + configuration.overrides.map { [$0] }
        let rules = builtIns.map { ($0, false) } + configuration.customRules.map { ($0, true) }
        for overrides in variants {
            for (declaration, isCustom) in rules {
                let rule = configuration.effective(declaration, isCustom: isCustom, overrides)
                let allowance = rule.declaration.info.allowance
                guard allowance.ok >= allowance.bad, let place = rule.places["ok"] ?? rule.places["bad"],
                    reported.insert(place).inserted
                else { continue }
                let ok = "ok (\(ValueSyntax.spelled(ratio: allowance.ok)), \(rule.origins["ok"] ?? ""))"
                let bad = "bad (\(ValueSyntax.spelled(ratio: allowance.bad)), \(rule.origins["bad"] ?? ""))"
                decoders.first { $0.file == place.file }?.report(
                    line: place.line, column: place.column, "\(declaration.info.id): \(ok) must be below \(bad)",
                    help: "set both, as in { ok: 1%, bad: 20% }")
            }
        }
    }

    // MARK: - Suppressions

    private mutating func suppress(_ file: File) {
        guard let node = file.fields["suppress"], !node.isNull, let items = file.decoder.list(node, "suppress") else { return }
        for item in items { suppression(item, file.decoder) }
    }

    private mutating func suppression(_ node: YAMLNode, _ decoder: FileDecoder) {
        let known = ["rule", "services", "template", "reason", "owner", "expires"]
        guard let fields = decoder.fields(node, of: "a suppression", known: known) else { return }
        guard let ruleNode = fields["rule"] else {
            decoder.missing("rule", in: node, "the suppression names no rule", help: "add rule: SEC-007")
            return
        }
        guard let id = decoder.string(ruleNode, "rule") else { return }
        let rules = builtIns.map { ($0, false) } + configuration.customRules.map { ($0, true) }
        let suppressed = rules.first { $0.0.info.id == id }
        guard suppressed != nil || Suppressions.contractChanges.contains(id) else {
            unknownRule(id, line: ruleNode.line, column: ruleNode.column, decoder, families: Suppressions.contractChanges)
            return
        }
        let reason = fields["reason"].flatMap { decoder.string($0, "reason") }
        let help = "say why it is accepted, and where the work is tracked"
        if fields["reason"] == nil {
            decoder.missing("reason", in: node, "the suppression of \(id) has no reason", help: help)
        } else if let node = fields["reason"], reason?.allSatisfy(\.isWhitespace) ?? false {
            decoder.report(node, "reason is empty", help: help)
        }
        var expires: CalendarDate?
        if let date = fields["expires"] {
            expires = date.text.flatMap(CalendarDate.init)
            if expires == nil {
                decoder.report(date, "expires must be a day, not \(date.kind)", help: "write it as \"2026-03-31\"")
            } else if let today, let expires, expires.dayNumber > today.dayNumber + Self.maximumSuppression {
                decoder.report(
                    date,
                    "expires is \(expires.dayNumber - today.dayNumber) days away; \(Self.maximumSuppression) are the most",
                    help: "a suppression is a loan; renew it when it runs out")
            }
        } else {
            let rule = suppressed.map { configuration.effective($0.0, isCustom: $0.1, []).declaration.info }
            if rule.map({ $0.severity == .error || $0.cap != nil }) ?? false {
                decoder.missing(
                    "expires", in: node, "the suppression of \(id) has no expires",
                    help:
                        "rules of severity error, and those that cap the score, are suppressed for at most 180 days"
                )
            } else if rule == nil {
                decoder.missing(
                    "expires", in: node, "the suppression of \(id) has no expires",
                    help:
                        "changes of a contract are suppressed for at most 180 days; civic contract update accepts them for good"
                )
            }
        }
        configuration.suppressions.append(
            Configuration.Suppression(
                rule: id, services: fields["services"].flatMap { decoder.strings($0, "services") } ?? [],
                template: fields["template"].flatMap { decoder.string($0, "template") }, reason: reason ?? "",
                owner: fields["owner"].flatMap { decoder.string($0, "owner") }, expires: expires,
                location: "\(decoder.file):\(node.line)"))
    }
}
