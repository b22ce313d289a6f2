import CivicFormats
import CivicModel

/// One field as a test compares it: `name`, the kind when it is not a string, `=`, the value.
func describe(_ field: FieldSink.Field) -> String {
    let name = String(decoding: field.name, as: UTF8.self)
    let value = String(decoding: field.value, as: UTF8.self)
    let kind = field.kind == .string ? "" : ":\(field.kind)"
    return "\(name)\(kind)=\(value)" + (field.hasEscapes ? " (escaped)" : "")
}

/// What the formats make of one line.
struct LineReading {
    /// The format that has the line: the first that answers true.
    var format: (any LineFormat.Type)?
    var fields: [String] = []
    var payload: String?
    var isPartial = false
    var time: String?
    var level: Level = .none
    var message: String?

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { bytes in
            let sink = FieldSink(times: TimeParser())
            for format in LineFormats.all {
                sink.reset()
                if format.parse(bytes, into: sink) { return LineReading(sink, format) }
            }
            return LineReading(sink, nil)
        }
    }

    private init(_ sink: FieldSink, _ format: (any LineFormat.Type)?) {
        self.format = format
        fields = sink.fields.map(describe)
        payload = sink.payload.map { String(decoding: $0, as: UTF8.self) }
        isPartial = sink.isPartial
        guard let format else { return }
        func field(_ role: Role) -> FieldSink.Field? {
            let names = format.roles.filter { $0.role == role }.map(\.name) + LineReading.aliases[role, default: []]
            return sink.fields.first { field in names.contains { $0.utf8.elementsEqual(field.name) } }
        }
        if let field = field(.time), let start = field.value.baseAddress {
            let parsed = sink.times.parse(start, field.value.count)
            if parsed.shape.isReadable {
                time = Instant(nanoseconds: parsed.nanoseconds).formatted(digits: parsed.shape.digits)
            }
        }
        if let field = field(.level) {
            level = LevelReader.level(word: field.value, scale: format.levelScale) ?? .none
        }
        if let field = field(.message) {
            let text = String(decoding: field.value, as: UTF8.self)
            message = field.hasEscapes ? text.replacing(#"\""#, with: "\"") : text
        }
    }

    /// Names of logfmt, which adds none of its own.
    private static let aliases: [Role: [String]] = [
        .time: ["time", "ts", "t"], .level: ["level", "lvl"], .message: ["msg", "message"],
    ]
}

extension String {
    fileprivate func replacing(_ part: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        while let at = rest.indices.first(where: { rest[$0...].hasPrefix(part) }) {
            result += rest[..<at] + other
            rest = rest[at...].dropFirst(part.count)
        }
        return result + rest
    }
}
