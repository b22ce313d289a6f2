import CivicModel

/// Finds the statement that wrote a record, in the beginning of its text: a sample may be cut, so it is looked for and not parsed.
enum StatementSearch {
    /// Keys of the file and of the line, the more telling first.
    private static let pairs: [(file: String, line: String)] = [
        ("code.file.path", "code.line.number"), ("code.filepath", "code.lineno"),
        ("log.origin.file.name", "log.origin.file.line"),
        ("pathname", "lineno"), ("caller_file_name", "caller_line_number"), ("file", "line"), ("filename", "lineno"),
    ]
    /// Keys of `file:line` in one.
    private static let joined = ["caller", "source", "logger.caller", "src"]

    static func location(in bytes: [UInt8]) -> CodeLocation? {
        let text = String(decoding: bytes, as: UTF8.self)
        for pair in pairs {
            guard let file = value(of: pair.file, in: text), let line = value(of: pair.line, in: text).flatMap({ Int($0) }),
                line > 0,
                isFile(file)
            else { continue }
            return CodeLocation(path: file, line: line)
        }
        for key in joined {
            if let place = value(of: key, in: text).flatMap(split) { return place }
        }
        // `… orders.go:123] text` and `… main.go:45: text` stand in the head of a line of text.
        guard bytes.first != UInt8(ascii: "{") else { return nil }
        for word in text.prefix(160).split(separator: " ").prefix(8) {
            if word.hasSuffix("]") || word.hasSuffix(":"), let place = split(word.dropLast()) { return place }
        }
        return nil
    }

    /// The text or number behind `"key":` or `key=`.
    private static func value(of key: String, in text: String) -> String? {
        if let range = text.firstRange(of: "\"\(key)\"") {
            var rest = text[range.upperBound...].drop { $0 == " " }
            guard rest.first == ":" else { return nil }
            rest = rest.dropFirst().drop { $0 == " " }
            if rest.first == "\"" {
                rest = rest.dropFirst()
                guard let end = rest.firstIndex(of: "\"") else { return nil }
                return String(rest[..<end])
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            return digits.isEmpty ? nil : String(digits)
        }
        guard let range = text.firstRange(of: " \(key)=") else { return nil }
        let word = text[range.upperBound...].prefix { $0 != " " && $0 != "\n" }
        return word.isEmpty || word.first == "\"" ? nil : String(word)
    }

    private static func split(_ text: some StringProtocol) -> CodeLocation? {
        guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]), line > 0 else {
            return nil
        }
        let file = String(text[..<colon])
        return isFile(file) ? CodeLocation(path: file, line: line) : nil
    }

    /// A path that ends in the name of a source file.
    private static func isFile(_ text: String) -> Bool {
        guard let name = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last, let dot = name.lastIndex(of: "."),
            dot > name.startIndex,
            text.utf8.count <= 1024
        else { return false }
        let ending = name[name.index(after: dot)...]
        return (1...5).contains(ending.count) && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            && ending.first?.isLetter == true && !text.contains(" ")
    }
}
