import CivicFormats
import CivicModel

/// Finds the statement that wrote a record, where its logging library was told to write that down: as fields of a JSON record, or as
/// `file.go:123` in the head of a line. Works on samples, which may be cut.
enum StatementSearch {
    /// Members that hold a path and a line. More telling names come first; dots may be levels or part of a name.
    private static let pairs: [(path: String, line: String)] = [
        ("code.file.path", "code.line.number"),  // OpenTelemetry
        ("code.filepath", "code.lineno"),  // OpenTelemetry before 1.30
        ("log.origin.file.name", "log.origin.file.line"),  // ECS
        ("source.file", "source.line"),  // slog, Log4j 2
        ("pathname", "lineno"),  // Python
        ("record.file.path", "record.line"),  // loguru
        ("caller_file_name", "caller_line_number"),  // Logstash encoder of Logback
        ("CODE_FILE", "CODE_LINE"),  // journald
        ("file", "line"),  // swift-log, Elixir
        ("filename", "lineno"),  // structlog
        ("filename", "line_number"),  // tracing
    ]
    /// Members that hold `path:line`: zap, zerolog, klog, go-kit; slog with a handler of its own; logrus.
    private static let joined = ["caller", "source", "log.caller", "logger.caller", "src", "file"]
    /// Members that a shipper or a library puts fields into.
    private static let holders = ["attributes", "Attributes", "metadata", "extra", "fields"]
    /// Bytes of a line that its head lies in.
    private static let headLimit = 256
    private static let pathLimit = 1024
    private static let lineLimit = 10_000_000
    /// Logging statements stand in files of these kinds; a path of a data file that a record speaks of is none.
    private static let extensions = Set(
        ("go py pyx js mjs cjs jsx ts mts cts tsx java kt kts scala groovy clj cljs rs c cc cpp cxx h hh hpp hxx cs fs vb swift "
            + "rb php pl pm lua ex exs erl dart m mm zig nim hs ml cr jl r sh vue svelte").split(separator: " ").map(
                String.init))

    static func location(in record: [UInt8]) -> CodeLocation? { statement(in: record, isInner: false) }

    private static func statement(in record: [UInt8], isInner: Bool) -> CodeLocation? {
        // The head of a container runtime or a prefix may stand before the object.
        if let brace = record.prefix(headLimit).firstIndex(of: UInt8(ascii: "{")),
            let tree = record.withUnsafeBufferPointer({ JSONTreeReader.read($0, from: brace)?.tree }), !tree.members.isEmpty
        {
            if let found = statement(in: tree) { return found }
            for holder in holders {
                if let fields = tree[holder], let found = statement(in: fields) { return found }
            }
            // What Docker writes holds the line that the program wrote.
            if !isInner, let line = tree["log"]?.string { return statement(in: Array(line.utf8), isInner: true) }
            if brace == 0 { return nil }
        }
        let head = record.prefix(headLimit)
        return joined(in: head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "{") })
    }

    private static func statement(in tree: JSONTree) -> CodeLocation? {
        for pair in pairs {
            guard let path = value(pair.path, in: tree)?.string, let line = value(pair.line, in: tree) else { continue }
            if let found = location(path, line) { return found }
        }
        for name in joined {
            if let text = value(name, in: tree)?.string, let found = joined(in: Array(text.utf8.prefix(pathLimit))[...]) {
                return found
            }
        }
        return nil
    }

    /// The member of that name, be it written with dots, nested, or as one of OTLP's list of keys and values.
    private static func value(_ name: String, in tree: JSONTree) -> JSONTree? {
        if let found = tree[name] { return found }
        for element in tree.elements.prefix(64) where element["key"]?.string == name {
            return element["value"]?["stringValue"] ?? element["value"]?["intValue"]
        }
        for dot in name.indices where name[dot] == "." {
            guard let inner = tree[String(name[..<dot])] else { continue }
            if let found = value(String(name[name.index(after: dot)...]), in: inner) { return found }
        }
        return nil
    }

    private static func location(_ path: String, _ line: JSONTree) -> CodeLocation? {
        let number: Int? =
            switch line {
            case .number(let text), .string(let text): Int(text)
            default: nil
            }
        guard let number, (1...lineLimit).contains(number), path.utf8.count <= pathLimit else { return nil }
        let path = String(path.map { $0 == "\\" ? "/" : $0 })
        guard isSource(path) else { return nil }
        return CodeLocation(path: path, line: number)
    }

    private static func isSource(_ path: String) -> Bool {
        guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: "."), dot > name.startIndex else {
            return false
        }
        return extensions.contains(name[name.index(after: dot)...].lowercased())
    }

    /// The first `path:line` in a text.
    private static func joined(in text: ArraySlice<UInt8>) -> CodeLocation? {
        for colon in text.indices where text[colon] == UInt8(ascii: ":") {
            let digits = text[(colon + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty, digits.count < 9 else { continue }
            // What belongs to a word goes on: a time, a version.
            if digits.endIndex < text.endIndex, isPathByte(text[digits.endIndex]), text[digits.endIndex] != UInt8(ascii: ".") {
                continue
            }
            let path = text[..<colon].reversed().prefix { isPathByte($0) }.reversed()
            guard !path.isEmpty else { continue }
            let number = JSONTree.number(String(decoding: digits, as: UTF8.self))
            if let found = location(String(decoding: path, as: UTF8.self), number) { return found }
        }
        return nil
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"),
            UInt8(ascii: "\\"),
            UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "~"):
            true
        default: byte >= 0x80
        }
    }
}
