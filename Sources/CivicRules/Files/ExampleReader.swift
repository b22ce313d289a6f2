/// Turns the examples of a rule into the log text that they stand for.
struct ExampleReader {
    let decoder: FileDecoder

    /// Short names for the fields that most records have, and what they are called in the JSON line.
    static let roleKeys = [
        "@time": "timestamp", "@level": "level", "@message": "message", "@service": "service.name", "@trace": "trace_id",
        "@event": "event_id",
    ]
    /// Most records that `repeat` may ask for.
    static let maximumRepeat = 100_000

    /// A map is one JSON line; text is the log as it is; a list is several of these. Nil has been reported.
    /// `{files: {orders.log: …, health.jsonl: …}}` is several files that are read together.
    func read(_ node: YAMLNode) -> RuleDeclaration.Example? {
        guard let entries = node.entries, entries.count == 1, entries.first?.key == "files", let files = entries.first?.value
        else { return text(node).map(RuleDeclaration.Example.init(text:)) }
        guard let list = files.entries, !list.isEmpty else {
            decoder.report(files, "files: names no file", help: "write a map of file names and what is in them")
            return nil
        }
        var read: [(path: String, text: String)] = []
        for entry in list {
            let parts = entry.key.split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0.first != "." }) else {
                decoder.report(entry.value, "\"\(entry.key)\" is no relative path", help: "write it like logs/orders.log")
                return nil
            }
            guard let text = text(entry.value) else { return nil }
            read.append((entry.key, text))
        }
        return RuleDeclaration.Example(files: read)
    }

    private func text(_ node: YAMLNode) -> String? {
        switch node.content {
        case .scalar(let text, _):
            guard !text.isEmpty, !node.isNull else {
                decoder.report(node, "an example is empty", help: "write a record as a map, or log text after |")
                return nil
            }
            return text
        case .sequence(let items):
            guard !items.isEmpty else {
                decoder.report(node, "an example has no records")
                return nil
            }
            let texts = items.compactMap(text)
            return texts.count == items.count ? texts.map(Self.endingLine).joined() : nil
        case .mapping(let entries):
            if entries.contains(where: { $0.key == "repeat" }), let shorthand = repeated(node) { return shorthand }
            return json(node).map { $0 + "\n" }
        }
    }

    /// Stands for the number of the repetition, eight digits from 00000001 on.
    static let placeholder = "{i}"

    /// `{repeat: n, record: …}` or `{repeat: n, text: …}`, and `every: 30s` where the times that end in `Z` are to go on by so
    /// much; `.some(nil)` has been reported, nil: a record like any other.
    private func repeated(_ node: YAMLNode) -> String?? {
        guard let entries = node.entries, entries.count == (node["every"] == nil ? 2 : 3), let times = node["repeat"],
            let record = node["record"] ?? node["text"]
        else { return nil }
        guard let count = decoder.integer(times, "repeat", in: 1...Self.maximumRepeat), let once = text(record) else {
            return .some(nil)
        }
        let line = Self.endingLine(once)
        guard line.utf8.count * count <= 16 << 20 else {
            decoder.report(times, "the example is larger than 16 MiB")
            return .some(nil)
        }
        var step: Int64 = 0
        if let every = node["every"] {
            guard let seconds = every.text.flatMap({ ValueSyntax.quantity($0) }), seconds > 0, seconds < 1e6 else {
                decoder.report(every, "every: is no duration", help: "write it like 30s, 500ms or 5m")
                return .some(nil)
            }
            step = Int64(seconds * 1e9)
        }
        let parts = Self.split(line)
        guard parts.count > 1 || step > 0 else { return String(repeating: line, count: count) }
        return (1...count).map { number in
            let digits = String(number)
            let text = parts.joined(separator: String(repeating: "0", count: 8 - digits.count) + digits)
            return ExampleTimes.move(text, by: step &* Int64(number - 1))
        }.joined()
    }

    /// The text between the placeholders.
    private static func split(_ line: String) -> [String] {
        let (bytes, mark) = (Array(line.utf8), Array(placeholder.utf8))
        var parts: [String] = []
        var (start, at) = (0, 0)
        while at + mark.count <= bytes.count {
            if bytes[at..<at + mark.count].elementsEqual(mark) {
                parts.append(String(decoding: bytes[start..<at], as: UTF8.self))
                at += mark.count
                start = at
            } else {
                at += 1
            }
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    private static func endingLine(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

    // MARK: - JSON

    private func json(_ node: YAMLNode) -> String? {
        switch node.content {
        case .scalar(let text, let plain): return plain ? Self.plain(text) : Self.quoted(text)
        case .sequence(let items):
            let values = items.compactMap(json)
            return values.count == items.count ? "[" + values.joined(separator: ",") + "]" : nil
        case .mapping(let entries):
            let members = entries.compactMap { entry in
                json(entry.value).map { Self.quoted(Self.roleKeys[entry.key] ?? entry.key) + ":" + $0 }
            }
            return members.count == entries.count ? "{" + members.joined(separator: ",") + "}" : nil
        }
    }

    /// Numbers, true, false and null keep their type, as written; `off`, dates, `010` and ids such as `4e92` are text.
    private static func plain(_ text: String) -> String {
        switch text {
        case "", "~", "null": return "null"
        case "true", "false": return text
        default: break
        }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let mantissa = digits.prefix { $0 != "e" && $0 != "E" }
        let exponent = digits.dropFirst(mantissa.count)
        let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        func allDigits(_ part: Substring) -> Bool { !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard parts.count <= 2, parts.allSatisfy(allDigits), let whole = parts.first, whole == "0" || !whole.hasPrefix("0")
        else {
            return quoted(text)
        }
        if !exponent.isEmpty {
            let power = exponent.dropFirst()
            guard parts.count == 2, let sign = power.first, sign == "+" || sign == "-", allDigits(power.dropFirst()) else {
                return quoted(text)
            }
        }
        return text
    }

    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
