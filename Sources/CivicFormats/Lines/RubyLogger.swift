public import CivicModel

/// The standard logger of Ruby: `I, [2026-01-02T03:04:05.678901 #77]  INFO -- program: message`.
public enum RubyLogger: LineFormat {
    public static let id = "ruby-logger"
    public static let title = "Ruby's standard logger"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.level, "level"), (.message, "message"), (.logger, "logger")]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "W, [2026-11-12T13:14:15.161718 #88]  WARN -- : cart 7 is stale", time: "2026-11-12T13:14:15.161718Z",
                level: .warn, message: "cart 7 is stale"),
            FormatSample(
                "F, [2026-11-12T13:14:16.000001 #88] FATAL -- sweeper: no store", time: "2026-11-12T13:14:16.000001Z",
                level: .fatal, message: "no store"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.count > 30, line[0].isUpper, line[1] == UInt8(ascii: ","), line[2] == 0x20, var c = LineCursor(line) else {
            return false
        }
        c.skip(3)
        guard let inside = c.bracketed(0x5B, 0x5D, limit: 64), let hash = inside.lastIndex(of: UInt8(ascii: "#")) else {
            return false
        }
        let pid = inside.from(hash + 1)
        let time = inside.first(hash).trimmed
        guard pid.isDigits, time.byte(4) == UInt8(ascii: "-"), time.byte(10) == UInt8(ascii: "T") else { return false }
        c.skipBlanks()
        let level = c.word()
        guard level.isLevelWord || level.equals("ANY"), c.take(" -- ") else { return false }
        guard let program = c.until(UInt8(ascii: ":"), limit: 120) else { return false }
        _ = c.take(0x20)
        sink.text("time", time)
        sink.text("level", level)
        if !program.isEmpty { sink.text("logger", program) }
        sink.literal("pid", pid)
        sink.body(c.rest)
        if sink.payload == nil { MessagePairs.add(from: c.rest, into: sink) }
        return true
    }
}
