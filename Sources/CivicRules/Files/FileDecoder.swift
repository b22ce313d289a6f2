import CivicModel

/// Turns the nodes of one file into values and collects what is wrong with them, so that one run reports every mistake.
/// Functions that return nil have reported why.
final class FileDecoder {
    /// Path as the user wrote it.
    let file: String
    /// Folder that `{file: …}` is relative to, then those that are tried next.
    let directories: [String]
    private(set) var errors: [ConfigurationError] = []
    /// Text of the lists that were read from other files, for the digest of the configuration.
    private(set) var readLists: [String] = []

    init(file: String, directories: [String]) {
        (self.file, self.directories) = (file, directories)
    }

    /// Sorted by place.
    var sortedErrors: [ConfigurationError] {
        errors.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }
        .map(\.element)
    }

    func report(line: Int, column: Int, _ message: String, help: String? = nil) {
        errors.append(ConfigurationError(file: file, line: line, column: column, message: message, help: help))
    }

    func report(_ node: YAMLNode, _ message: String, help: String? = nil) {
        report(line: node.line, column: node.column, message, help: help)
    }

    func report(_ entry: YAMLNode.Entry, _ message: String, help: String? = nil) {
        report(line: entry.line, column: entry.column, message, help: help)
    }

    func place(_ node: YAMLNode) -> Place { Place(file: file, line: node.line, column: node.column) }

    // MARK: - Shapes

    /// The entries of a map whose keys are among `known`; other keys are reported and left out.
    func fields(_ node: YAMLNode, of what: String, known: [String], hints: [String: String] = [:]) -> [String: YAMLNode]? {
        guard let entries = map(node, what) else { return nil }
        var fields: [String: YAMLNode] = [:]
        for entry in entries {
            if known.contains(entry.key) {
                fields[entry.key] = entry.value
            } else {
                unknown(entry, of: what, known: known, hints)
            }
        }
        return fields
    }

    func unknown(_ entry: YAMLNode.Entry, of what: String, known: [String], _ hints: [String: String] = [:]) {
        let suggestion = Suggestion.phrase(for: entry.key, in: known)
        let help = hints[entry.key] ?? (suggestion.isEmpty ? "\(what) has the keys \(known.joined(separator: ", "))" : nil)
        report(entry, "unknown key \"\(entry.key)\"\(hints[entry.key] == nil ? suggestion : "")", help: help)
    }

    /// Says that a key is missing, unless it is there in another spelling, which has been reported already.
    func missing(_ key: String, in node: YAMLNode, _ message: String, help: String? = nil) {
        let isMisspelt = (node.entries ?? []).contains { $0.key != key && Suggestion.nearest(to: $0.key, in: [key]) != nil }
        if !isMisspelt { report(node, message, help: help) }
    }

    func map(_ node: YAMLNode, _ what: String) -> [YAMLNode.Entry]? {
        if let entries = node.entries { return entries }
        report(node, "\(what) must be a map of keys and values, not \(node.kind)")
        return nil
    }

    func list(_ node: YAMLNode, _ what: String) -> [YAMLNode]? {
        if let items = node.items { return items }
        report(node, "\(what) must be a list, not \(node.kind)", help: "write it as [a, b], or one item per line after \"- \"")
        return nil
    }

    // MARK: - Scalars

    func string(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = node.text else {
            report(node, "\(what) must be text, not \(node.kind)")
            return nil
        }
        if text.isEmpty || node.isNull {
            report(node, "\(what) is empty")
            return nil
        }
        return text
    }

    /// A list of texts; one text alone is a list of one.
    func strings(_ node: YAMLNode, _ what: String) -> [String]? {
        guard let items = node.items else { return string(node, what).map { [$0] } }
        let texts = items.compactMap { string($0, "an item of \(what)") }
        return texts.count == items.count ? texts : nil
    }

    func boolean(_ node: YAMLNode, _ what: String) -> Bool? {
        guard let value = node.text.flatMap(ValueSyntax.boolean) else {
            report(node, "\(what) must be true or false, not \(node.kind)")
            return nil
        }
        return value
    }

    func integer(_ node: YAMLNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = node.text.flatMap({ Int($0) }), range.contains(value) else {
            let upper =
                range.upperBound == Int.max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            report(node, "\(what) must be a whole number, \(upper), not \(node.kind)")
            return nil
        }
        return value
    }

    func number(_ node: YAMLNode, _ what: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = node.text.flatMap(ValueSyntax.number), range.contains(value) else {
            let (low, high) = (ValueSyntax.spelled(number: range.lowerBound), ValueSyntax.spelled(number: range.upperBound))
            report(node, "\(what) must be a number from \(low) to \(high), not \(node.kind)")
            return nil
        }
        return value
    }

    /// A share, 0...1.
    func ratio(_ node: YAMLNode, _ what: String) -> Double? {
        guard let text = node.text, let value = ValueSyntax.ratio(text) else {
            report(
                node, "\(what) must be a share, not \(node.kind)",
                help: "write a percentage such as 0.1%, or a number from 0 to 1")
            return nil
        }
        guard (0...1).contains(value) else {
            let percent = !text.hasSuffix("%") && value > 1 && value <= 100
            report(
                node, "\(what) must be between 0% and 100%, not \(text)", help: percent ? "did you mean \(text)%?" : nil)
            return nil
        }
        return value
    }

    /// A number, a duration in seconds or a size in bytes.
    func quantity(_ node: YAMLNode, _ what: String) -> Double? {
        guard let value = node.text.flatMap(ValueSyntax.quantity) else {
            report(
                node, "\(what) must be a number, a duration or a size, not \(node.kind)",
                help: "durations end in ms, s, m, h or d; sizes in B, KB, MB, GB, KiB, MiB or GiB")
            return nil
        }
        return value
    }

    /// One of the raw values of an enumeration.
    func choice<Value: RawRepresentable & CaseIterable>(_ node: YAMLNode, _ what: String, as type: Value.Type) -> Value?
    where Value.RawValue == String {
        choice(node, what, among: Value.allCases.map(\.rawValue)).flatMap(Value.init(rawValue:))
    }

    func choice(_ node: YAMLNode, _ what: String, among words: [String]) -> String? {
        guard let text = string(node, what) else { return nil }
        if words.contains(text) { return text }
        let suggestion = Suggestion.phrase(for: text, in: words)
        report(
            node, "unknown \(what) \"\(text)\"\(suggestion)",
            help: suggestion.isEmpty ? "it is one of \(words.joined(separator: ", "))" : nil)
        return nil
    }

    /// A value to compare with: unquoted numbers and true/false keep their type, everything else is text.
    func scalar(_ node: YAMLNode, _ what: String) -> Scalar? {
        guard case .scalar(let text, let plain) = node.content, !node.isNull else {
            report(node, "\(what) must be one value, not \(node.isNull ? "null" : node.kind)")
            return nil
        }
        guard plain else { return .string(text) }
        if text == "true" || text == "false" { return .boolean(text == "true") }
        // A leading zero means a code, not a count.
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        if digits.hasPrefix("0"), digits.count > 1, !digits.hasPrefix("0.") { return .string(text) }
        return ValueSyntax.number(text).map(Scalar.number) ?? .string(text)
    }

    // MARK: - Domain words

    /// Globs over services or paths.
    func globs(_ node: YAMLNode, _ what: String) -> [String]? {
        guard let texts = strings(node, what) else { return nil }
        return texts
    }

    /// A regular expression of the subset that runs in linear time.
    func pattern(_ node: YAMLNode, _ what: String) -> Pattern? {
        guard let text = string(node, what) else { return nil }
        do {
            // The syntax only: what the matcher needs is prepared when the rules are compiled.
            var parser = PatternParser(text)
            _ = try parser.parse()
        } catch {
            report(node, "\(what) cannot be used: \(error.construct) at offset \(error.offset)", help: error.help)
            return nil
        }
        return Pattern(text)
    }

    /// Names are computed; a rule pack asks for hundreds.
    private static let roles = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0.name, $0) })

    /// A path or an `@name`.
    func reference(_ node: YAMLNode, _ what: String) -> FieldReference? {
        guard let text = string(node, what) else { return nil }
        guard text.hasPrefix("@") else { return .path(text) }
        let name = text.dropFirst()
        switch name {
        case "raw": return .raw
        case "bytes": return .bytes
        case "template": return .template
        case "source": return .source
        case "format": return .format
        default: break
        }
        if let role = Self.roles[String(name)] { return .role(role) }
        let known = ["@raw", "@bytes", "@template", "@source", "@format"] + Role.allCases.map { "@" + $0.name }
        let suggestion = Suggestion.phrase(for: text, in: known)
        report(
            node, "unknown field \"\(text)\"\(suggestion)",
            help: suggestion.isEmpty ? "the names with @ are \(known.joined(separator: " "))" : nil)
        return nil
    }

    /// Values from a file, one a line; blank lines and lines that start with `#` are skipped. Looked for beside this file
    /// first, then in `directories`.
    func listFile(_ node: YAMLNode) -> [Scalar]? {
        guard let path = string(node, "the path of a list") else { return nil }
        let places = ([TextFile.directory(of: file)] + directories).map { TextFile.join($0, path) }
        let place = places.first(where: TextFile.exists) ?? places[0]
        let bytes: [UInt8]
        do {
            bytes = try TextFile.read(path: place)
        } catch {
            report(node, "cannot read the list \(place): \(error.message)", help: "the path is relative to this file")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            report(node, "the list \(place) is not valid UTF-8")
            return nil
        }
        let values = text.split(whereSeparator: \.isNewline).map { $0.trimmingSpaces() }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        if values.isEmpty {
            report(node, "the list \(place) is empty")
            return nil
        }
        readLists.append(values.joined(separator: "\n"))
        return values.map(Scalar.string)
    }
}
