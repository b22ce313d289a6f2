import Yams

/// Text of a YAML file into `YAMLNode`s. The only place that knows Yams.
///
/// Refused, each with its line: anything but UTF-8, merge keys, tags, duplicate keys, several documents, anchors inside
/// anchors, nesting and sizes that no rule file has, and the marks that a merge conflict leaves behind.
enum YAMLReader {
    /// Deepest nesting of lists and maps.
    static let maximumDepth = 64
    /// Most values of a file, aliases expanded.
    static let maximumNodes = 200_000
    /// Most aliases (`*name`) of a file. They multiply when they are nested, and the parser compares expanded keys.
    static let maximumAliases = 32

    /// The root of the file's only document; nil when the file holds nothing but blanks and comments.
    static func read(_ bytes: some Collection<UInt8>, file: String) throws(ConfigurationError) -> YAMLNode? {
        let text = try decode(bytes, file: file)
        try refuseConflictMarks(text, file: file)
        try refuseAliasBombs(text, file: file)
        // The basic resolver leaves every scalar as text and runs no regular expressions.
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else { return nil }
            // Nodes refer to their anchors weakly; the parser owns them.
            return try withExtendedLifetime(parser) { () throws(ConfigurationError) in
                var conversion = Conversion(file: file)
                let node = try conversion.convert(root, depth: 0, inAnchor: 0)
                return node.isNull ? nil : node
            }
        } catch let error as ConfigurationError {
            throw error
        } catch let error as YamlError {
            throw translate(error, text: text, file: file)
        } catch {
            throw ConfigurationError(file: file, line: 0, column: 0, message: "not YAML: \(error)")
        }
    }

    // MARK: - Before the parser

    private static func decode(_ bytes: some Collection<UInt8>, file: String) throws(ConfigurationError) -> String {
        let start = Array(bytes.prefix(2))
        if start == [0xFF, 0xFE] || start == [0xFE, 0xFF] {
            throw ConfigurationError(file: file, line: 1, column: 1, message: "the file is UTF-16", help: "save it as UTF-8")
        }
        if start == [0x1F, 0x8B] {
            throw ConfigurationError(file: file, line: 0, column: 0, message: "the file is compressed, not YAML")
        }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var (line, column) = (1, 1)
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        throw ConfigurationError(
            file: file, line: line, column: column, message: "not valid UTF-8 from here on", help: "save the file as UTF-8")
    }

    /// Nothing that a merge leaves at the start of a line can stand there in a rule file.
    private static func refuseConflictMarks(_ text: String, file: String) throws(ConfigurationError) {
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            guard line.hasPrefix("<<<<<<<") || line.hasPrefix(">>>>>>>") || line.hasPrefix("|||||||") else { continue }
            throw ConfigurationError(
                file: file, line: number, column: 1, message: "a merge conflict is not resolved here",
                help: "keep one side and delete the lines with <<<<<<<, ======= and >>>>>>>")
        }
    }

    /// Nested aliases grow exponentially, and the parser hashes expanded keys before anyone can count them. So aliases are
    /// counted in the text: `*name` after a blank or an indicator, in a file that also has an `&name`.
    private static func refuseAliasBombs(_ text: String, file: String) throws(ConfigurationError) {
        var (anchors, aliases, line, column) = (0, 0, 1, 0)
        let indicators = " \t\n\r[]{},?:-\"'".utf8
        var before: UInt8 = 0x20
        var beforeThat: UInt8 = 0x20
        for byte in text.utf8 {
            column += 1
            if before == UInt8(ascii: "&") || before == UInt8(ascii: "*"),
                beforeThat > 0x7F || indicators.contains(beforeThat)
            {
                let isLetter = (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
                if isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") {
                    if before == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
                }
                if anchors > 0, aliases > maximumAliases {
                    throw ConfigurationError(
                        file: file, line: line, column: column - 1, message: "more than \(maximumAliases) aliases",
                        help: "write the values out")
                }
            }
            if byte == 0x0A { (line, column) = (line + 1, 0) }
            (beforeThat, before) = (before, byte)
        }
    }

    // MARK: - After the parser

    private struct Conversion {
        let file: String
        var count = 0

        func fail(_ mark: Mark?, _ message: String, help: String? = nil) -> ConfigurationError {
            ConfigurationError(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message, help: help)
        }

        mutating func convert(_ node: Node, depth: Int, inAnchor: Int) throws(ConfigurationError) -> YAMLNode {
            let mark = node.mark
            count += 1
            if count > maximumNodes { throw fail(mark, "more than \(maximumNodes) values", help: "split the file") }
            if depth > maximumDepth { throw fail(mark, "nested deeper than \(maximumDepth) levels") }
            let anchored = inAnchor + (node.anchor == nil ? 0 : 1)
            if anchored > 1 {
                throw fail(mark, "an anchor inside an anchor", help: "write the values out; rule files are read by people")
            }
            let (line, column) = (mark?.line ?? 1, mark?.column ?? 1)
            switch node {
            case .scalar(let scalar):
                try refuseTag(scalar.tag, mark)
                let plain = scalar.style == .plain && scalar.tag.rawValue.isEmpty
                return YAMLNode(content: .scalar(scalar.string, plain: plain), line: line, column: column)
            case .sequence(let sequence):
                try refuseTag(sequence.tag, mark)
                var items: [YAMLNode] = []
                for item in sequence { items.append(try convert(item, depth: depth + 1, inAnchor: anchored)) }
                return YAMLNode(content: .sequence(items), line: line, column: column)
            case .mapping(let mapping):
                try refuseTag(mapping.tag, mark)
                var entries: [YAMLNode.Entry] = []
                for (key, value) in mapping {
                    guard case .scalar(let name) = key else {
                        throw fail(key.mark, "a key must be plain text", help: "quote it if it starts with [ or {")
                    }
                    if name.string == "<<", name.style == .plain {
                        throw fail(name.mark, "merge keys (<<) are not read", help: "write the keys out")
                    }
                    entries.append(
                        YAMLNode.Entry(
                            key: name.string, line: name.mark?.line ?? line, column: name.mark?.column ?? column,
                            value: try convert(value, depth: depth + 1, inAnchor: anchored)))
                }
                return YAMLNode(content: .mapping(entries), line: line, column: column)
            case .alias:
                throw fail(mark, "an alias that refers to nothing")
            }
        }

        func refuseTag(_ tag: Tag, _ mark: Mark?) throws(ConfigurationError) {
            let name = tag.rawValue
            let plainTags = ["", "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"]
            guard !plainTags.contains(name) else { return }
            let short = name.replacing("tag:yaml.org,2002:", with: "!!")
            throw fail(mark, "the tag \(short) is not read", help: "remove it; civic knows the type of every key")
        }
    }

    private static func translate(_ error: YamlError, text: String, file: String) -> ConfigurationError {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if problem.contains("another document") {
                return ConfigurationError(
                    file: file, line: mark.line, column: mark.column, message: "a second document starts here",
                    help: "keep one document per file; remove the line ---")
            }
            var message = problem
            if let context, !context.text.isEmpty { message += " \(context.text)" }
            if let context, context.mark.line != mark.line, !context.text.isEmpty {
                message += " that starts on line \(context.mark.line)"
            }
            return ConfigurationError(
                file: file, line: mark.line, column: mark.column, message: "not YAML: \(message)",
                help: help(problem: problem, character: character(at: mark, in: text)))
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            let first = context.mark
            let second = secondPlace(of: key, after: first, in: text)
            return ConfigurationError(
                file: file, line: second?.line ?? first.line, column: second?.column ?? first.column,
                message: "the key \"\(key)\" is there twice",
                help: second == nil ? "keep one of them" : "it is first set on line \(first.line); keep one of them")
        case .reader(let problem, let offset, _, _):
            var (line, column) = (1, 1)
            for character in text.prefix(offset ?? 0) {
                if character.isNewline { (line, column) = (line + 1, 1) } else { column += character.unicodeScalars.count }
            }
            return ConfigurationError(
                file: file, line: line, column: column, message: "not YAML: \(problem)",
                help: "remove the character, or write it as an escape in double quotes")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return ConfigurationError(file: file, line: 0, column: 0, message: "not YAML: \(error)")
        }
    }

    private static func character(at mark: Mark, in text: String) -> Unicode.Scalar? {
        let lines = text.unicodeScalars.split(separator: "\n", maxSplits: mark.line, omittingEmptySubsequences: false)
        guard mark.line <= lines.count, mark.line > 0 else { return nil }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first
    }

    private static func help(problem: String, character: Unicode.Scalar?) -> String? {
        switch (problem, character) {
        case (_, "\t"): return "indent with spaces; YAML does not allow tabs there"
        case ("found character that cannot start any token", "@"), ("found character that cannot start any token", "`"),
            ("found character that cannot start any token", "%"):
            return "put quotes around a value that starts with \(character.map(String.init) ?? "it"), as in \"@time\""
        default: break
        }
        if problem.contains("undefined alias") || problem.contains("alphabetic or numeric character") {
            return "put quotes around a value that starts with * or &, as in \"*-api\""
        }
        if problem.contains("mapping values are not allowed") {
            return "put quotes around a value that holds \": \", or check the indentation"
        }
        if problem.contains("unknown escape character") {
            return "use single quotes around a pattern, so that \\ stays as it is"
        }
        if problem.contains("end of stream") { return "a quote or a bracket is not closed" }
        if problem.contains("expected") || problem.contains("could not find") {
            return "check the indentation, and the brackets and quotes above"
        }
        return nil
    }

    /// Where a key is written again: the next line that starts with it at the same column (block maps only).
    private static func secondPlace(of key: String, after mark: Mark, in text: String) -> (line: Int, column: Int)? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for number in lines.indices.dropFirst(mark.line) {
            let line = lines[number]
            let indent = line.prefix { $0 == " " }.count
            let rest = line.dropFirst(indent)
            guard indent == mark.column - 1 else { continue }
            if ["\(key):", "\"\(key)\":", "'\(key)':"].contains(where: rest.hasPrefix) { return (number + 1, indent + 1) }
        }
        return nil
    }
}
