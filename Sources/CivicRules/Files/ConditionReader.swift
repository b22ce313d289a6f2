import CivicModel

/// Reads `where:` and `assert:`. Functions that return nil have reported why.
struct ConditionReader {
    let decoder: FileDecoder

    static let combinators = ["all", "any", "none", "not", "when", "then", "else", "field", "one_of_fields"]
    static let operators = [
        "exists", "absent", "empty", "type", "equals", "in", "not_in", "matches", "not_matches", "format", "range", "length",
        "compare", "level", "finds",
    ]
    /// Operators over the records of a group; they come with the correlation engine.
    static let groupOperators = [
        "count", "sum", "quantile", "distinct", "unique", "agree", "sequence", "followed_by", "preceded_by",
    ]

    func read(_ node: YAMLNode) -> Condition? {
        if let constant = node.text.flatMap(ValueSyntax.boolean) { return .constant(constant) }
        guard let entries = node.entries else {
            decoder.report(
                node, "a condition must be a map, not \(node.kind)",
                help: node.items == nil ? "write { field: path, exists: true }" : "put all: or any: before the list")
            return nil
        }
        let keys = entries.map(\.key)
        if let group = entries.first(where: { Self.groupOperators.contains($0.key) }) {
            decoder.report(
                group, "the operator \"\(group.key)\" is not yet supported by this version", help: RuleFileReader.groupHelp)
            return nil
        }
        if keys.contains("field") { return fieldCondition(entries) }
        if keys.contains("when") || keys.contains("then") || keys.contains("else") { return implication(node) }
        guard let first = entries.first else {
            decoder.report(node, "a condition is empty", help: "write { field: path, exists: true }")
            return nil
        }
        for entry in entries where !Self.combinators.contains(entry.key) {
            if Self.operators.contains(entry.key) {
                decoder.report(entry, "\"\(entry.key)\" needs a field", help: "write { field: path, \(entry.key): … }")
            } else {
                decoder.unknown(entry, of: "a condition", known: Self.combinators + Self.operators)
            }
            return nil
        }
        guard entries.count == 1 else {
            decoder.report(
                entries[1], "\"\(entries[1].key)\" stands beside \"\(first.key)\"",
                help: "one condition has one of them; put both into all: [...]")
            return nil
        }
        switch first.key {
        case "all": return list(first).map(Condition.all)
        case "any": return list(first).map(Condition.any)
        case "none": return list(first).map(Condition.none)
        case "not": return read(first.value).map(Condition.not)
        default: return oneOfFields(first)
        }
    }

    private func list(_ entry: YAMLNode.Entry) -> [Condition]? {
        guard let items = decoder.list(entry.value, "\"\(entry.key)\"") else { return nil }
        if items.isEmpty {
            decoder.report(entry, "\"\(entry.key)\" has no conditions")
            return nil
        }
        let conditions = items.compactMap(read)
        return conditions.count == items.count ? conditions : nil
    }

    private func implication(_ node: YAMLNode) -> Condition? {
        guard let fields = decoder.fields(node, of: "a when condition", known: ["when", "then", "else"]) else { return nil }
        let when = fields["when"].map(read)
        let then = fields["then"].map(read)
        let otherwise = fields["else"].map(read)
        guard let when, let then else {
            decoder.report(node, "\"when\" and \"then\" belong together; \(fields["when"] == nil ? "when" : "then") is missing")
            return nil
        }
        guard let when, let then else { return nil }
        guard let otherwise else { return .when(when, then: then, otherwise: nil) }
        return otherwise.map { .when(when, then: then, otherwise: $0) }
    }

    private func oneOfFields(_ entry: YAMLNode.Entry) -> Condition? {
        guard let items = decoder.list(entry.value, "one_of_fields") else { return nil }
        let references = items.compactMap { decoder.reference($0, "a field") }
        guard references.count == items.count else { return nil }
        guard references.count >= 2 else {
            decoder.report(
                entry, "one_of_fields needs two fields or more", help: "for one field write { field: path, exists: true }")
            return nil
        }
        return .oneOfFields(references)
    }

    // MARK: - One field

    private func fieldCondition(_ entries: [YAMLNode.Entry]) -> Condition? {
        var reference: FieldReference?
        var checks: [FieldCheck] = []
        var alternatives: [[FieldCheck]] = []
        var sound = true
        for entry in entries {
            if entry.key == "field" {
                reference = decoder.reference(entry.value, "field")
                continue
            }
            guard Self.operators.contains(entry.key) else {
                decoder.unknown(entry, of: "a condition on a field", known: ["field"] + Self.operators)
                sound = false
                continue
            }
            guard let read = self.checks(entry) else {
                sound = false
                continue
            }
            if read.anyOf { alternatives.append(read.checks) } else { checks += read.checks }
        }
        if entries.count == 1 {
            decoder.report(
                entries[0], "the field has no check", help: "add one, for instance exists: true")
            return nil
        }
        guard let reference, sound else { return nil }
        if alternatives.isEmpty { return .field(reference, checks) }
        let choices = alternatives.map { Condition.any($0.map { .field(reference, [$0]) }) }
        if checks.isEmpty, choices.count == 1 { return choices[0] }
        return .all((checks.isEmpty ? [] : [.field(reference, checks)]) + choices)
    }

    /// The checks of one operator; `anyOf`: one of them is enough.
    private func checks(_ entry: YAMLNode.Entry) -> (checks: [FieldCheck], anyOf: Bool)? {
        let node = entry.value
        func one(_ check: FieldCheck?) -> (checks: [FieldCheck], anyOf: Bool)? { check.map { ([$0], false) } }
        switch entry.key {
        case "exists": return one(decoder.boolean(node, "exists").map(FieldCheck.exists))
        case "absent": return one(decoder.boolean(node, "absent").map { .exists(!$0) })
        case "empty": return one(decoder.boolean(node, "empty").map(FieldCheck.empty))
        case "type": return alternatives(node, "type") { decoder.choice($0, "type", as: ValueType.self).map(FieldCheck.type) }
        case "format":
            return alternatives(node, "format") { decoder.choice($0, "format", as: ValueFormat.self).map(FieldCheck.format) }
        case "equals": return one(decoder.scalar(node, "equals").map { .isIn([$0]) })
        case "in": return one(values(node, "in").map(FieldCheck.isIn))
        case "not_in": return one(values(node, "not_in").map(FieldCheck.notIn))
        case "matches":
            return alternatives(node, "matches") { decoder.pattern($0, "the pattern").map(FieldCheck.matches) }
        case "not_matches":
            return alternatives(node, "not_matches") { decoder.pattern($0, "the pattern").map(FieldCheck.notMatches) }
                .map { ($0.checks, false) }
        case "range": return one(range(node, "range").map(FieldCheck.range))
        case "length": return one(range(node, "length").map(FieldCheck.length))
        case "compare": return one(comparison(node))
        case "level": return levels(node).map { ($0, false) }
        case "finds": return one(detectors(node).map(FieldCheck.finds))
        default: return nil
        }
    }

    private func alternatives(
        _ node: YAMLNode, _ what: String, _ read: (YAMLNode) -> FieldCheck?
    ) -> (checks: [FieldCheck], anyOf: Bool)? {
        guard let items = node.items else { return read(node).map { ([$0], false) } }
        let checks = items.compactMap(read)
        guard checks.count == items.count else { return nil }
        guard !items.isEmpty else {
            decoder.report(node, "\(what) has no values")
            return nil
        }
        return (checks, checks.count > 1)
    }

    private func values(_ node: YAMLNode, _ what: String) -> [Scalar]? {
        if node.entries != nil {
            guard let fields = decoder.fields(node, of: what, known: ["file"]) else { return nil }
            guard let path = fields["file"] else {
                decoder.report(node, "\(what) needs a list of values, or { file: path }")
                return nil
            }
            return decoder.listFile(path)
        }
        guard let items = decoder.list(node, what) else { return nil }
        let scalars = items.compactMap { decoder.scalar($0, "an item of \(what)") }
        guard scalars.count == items.count else { return nil }
        guard !scalars.isEmpty else {
            decoder.report(node, "\(what) has no values")
            return nil
        }
        return scalars
    }

    private func range(_ node: YAMLNode, _ what: String) -> NumericRange? {
        guard let fields = decoder.fields(node, of: what, known: ["gt", "gte", "lt", "lte"]) else { return nil }
        for (a, b) in [("gt", "gte"), ("lt", "lte")] where fields[a] != nil && fields[b] != nil {
            decoder.report(node, "\(what) has both \(a) and \(b)", help: "keep one of them")
            return nil
        }
        var bounds: [String: Double] = [:]
        for (key, value) in fields {
            guard let bound = decoder.quantity(value, "\(what).\(key)") else { return nil }
            bounds[key] = bound
        }
        let lower = bounds["gt"].map { (value: $0, inclusive: false) } ?? bounds["gte"].map { (value: $0, inclusive: true) }
        let upper = bounds["lt"].map { (value: $0, inclusive: false) } ?? bounds["lte"].map { (value: $0, inclusive: true) }
        if lower == nil, upper == nil {
            if fields.isEmpty { decoder.report(node, "\(what) has no bound", help: "write { gt: 0 }, with gt, gte, lt or lte") }
            return nil
        }
        if let lower, let upper,
            lower.value > upper.value || lower.value == upper.value && !(lower.inclusive && upper.inclusive)
        {
            decoder.report(node, "no value can be in this \(what)")
            return nil
        }
        return NumericRange(lower: lower, upper: upper)
    }

    private func comparison(_ node: YAMLNode) -> FieldCheck? {
        guard let fields = decoder.fields(node, of: "compare", known: ["op", "other", "tolerance"]) else { return nil }
        guard let op = fields["op"], let other = fields["other"] else {
            decoder.missing(
                fields["op"] == nil ? "op" : "other", in: node, "compare needs op and other",
                help: "write { op: lte, other: path }")
            return nil
        }
        let operation = decoder.choice(op, "op", as: Comparison.self)
        let reference = decoder.reference(other, "other")
        var tolerance: Double? = 0
        if let node = fields["tolerance"] { tolerance = decoder.quantity(node, "tolerance") }
        guard let operation, let reference, let tolerance else { return nil }
        return .compare(operation, reference, tolerance: tolerance)
    }

    private func levels(_ node: YAMLNode) -> [FieldCheck]? {
        let known = Comparison.allCases.map(\.rawValue)
        guard let entries = decoder.map(node, "level") else { return nil }
        var checks: [FieldCheck] = []
        for entry in entries {
            guard let comparison = Comparison(rawValue: entry.key) else {
                decoder.unknown(entry, of: "level", known: known)
                return nil
            }
            let names = Level.allCases.map(\.name)
            guard let level = decoder.choice(entry.value, "level", among: names).flatMap({ Level(name: $0) }) else {
                return nil
            }
            checks.append(.level(comparison, level))
        }
        if checks.isEmpty {
            decoder.report(node, "level has no bound", help: "write { gte: error }")
            return nil
        }
        return checks
    }

    private func detectors(_ node: YAMLNode) -> [Detector]? {
        let items = node.items ?? [node]
        let detectors = items.compactMap(detector)
        guard detectors.count == items.count else { return nil }
        guard !items.isEmpty else {
            decoder.report(node, "finds has no detectors")
            return nil
        }
        return detectors
    }

    private func detector(_ node: YAMLNode) -> Detector? {
        let known = ["name", "pattern", "check", "entropy", "allow"]
        guard let fields = decoder.fields(node, of: "a detector", known: known) else { return nil }
        guard let nameNode = fields["name"] else {
            decoder.missing("name", in: node, "a detector needs a name", help: "findings show it in place of what was found")
            return nil
        }
        guard fields["pattern"] != nil || fields["check"] != nil else {
            decoder.missing("pattern", in: node, "a detector needs a pattern or a check")
            return nil
        }
        let name = decoder.string(nameNode, "name")
        let pattern = fields["pattern"].map { decoder.pattern($0, "the pattern") }
        let check = fields["check"].map { decoder.choice($0, "check", as: Detector.Check.self) }
        let entropy = fields["entropy"].map { decoder.number($0, "entropy", in: 0...8) } ?? 0
        var allow: [Pattern]? = []
        if let node = fields["allow"] {
            let items = node.items ?? [node]
            let patterns = items.compactMap { decoder.pattern($0, "the pattern") }
            allow = patterns.count == items.count ? patterns : nil
        }
        guard let name, let entropy, let allow else { return nil }
        if let pattern, pattern == nil { return nil }
        if let check, check == nil { return nil }
        return Detector(name: name, pattern: pattern ?? nil, check: check ?? nil, entropy: entropy, allow: allow)
    }
}
