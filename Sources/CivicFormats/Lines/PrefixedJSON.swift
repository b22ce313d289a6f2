public import CivicModel

/// A JSON record behind some words: `worker 3: {"level":…}`. What stands in front is kept as `prefix`.
public enum PrefixedJSON: LineFormat {
    public static let id = "prefixed-json"
    public static let title = "JSON behind a prefix"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] { [] }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                #"worker 3: {"time":"2026-03-14T15:16:17Z","level":"info","msg":"took job"}"#, time: "2026-03-14T15:16:17Z",
                level: .info, message: "took job"),
            FormatSample(#"app> { "message": "ready" }"#, time: nil, level: .none, message: "ready"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.byte(line.count - 1) == UInt8(ascii: "}"), var c = LineCursor(line),
            let brace = c.find(UInt8(ascii: "{"), limit: 96), brace > c.at
        else { return false }
        let prefix = Bytes(start: c.at, count: brace - c.at)
        guard prefix[prefix.count - 1].isBlank || prefix[prefix.count - 1] == UInt8(ascii: ":") else { return false }
        c.at = brace
        guard InnerRecord.isObject(c.rest), holdsRecordKey(c.rest) else { return false }
        sink.text("prefix", prefix.trimmed)
        sink.payload = c.rest
        return true
    }

    /// One of the first keys is one that logs use: a sentence may end in an object that is only data.
    private static func holdsRecordKey(_ object: Bytes) -> Bool {
        guard var c = LineCursor(object.first(512)) else { return false }
        for _ in 0..<12 {
            guard let quote = c.find(UInt8(ascii: "\"")) else { return false }
            c.at = quote
            guard let text = c.quoted() else { return false }
            c.skipBlanks()
            guard c.peek == UInt8(ascii: ":") else { continue }
            let key = text.text
            if key.equals("level") || key.equals("msg") || key.equals("message") || key.equals("time") || key.equals("ts")
                || key.equals("timestamp") || key.equals("@timestamp") || key.equals("severity") || key.equals("@t")
            {
                return true
            }
        }
        return false
    }
}
