public import CivicModel

/// Serilog's console: `[hh:mm:ss LVL] message`, the time with or without a date.
public enum SerilogConsole: LineFormat {
    public static let id = "serilog-console"
    public static let title = "Serilog console"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.level, "level"), (.message, "message"), (.logger, "logger")]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "[2026-09-10 11:12:13.141 +02:00 WRN] Cart 81 was abandoned", time: "2026-09-10T09:12:13.141Z",
                level: .warn, message: "Cart 81 was abandoned"),
            FormatSample("[2026-09-10T11:12:14 INF] Ready", time: "2026-09-10T11:12:14Z", level: .info, message: "Ready"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.count > 10, line[0] == UInt8(ascii: "["), line[1].isDigit, var c = LineCursor(line),
            let inner = c.bracketed(0x5B, 0x5D, limit: 56), let blank = inner.lastIndex(of: 0x20)
        else { return false }
        let level = inner.from(blank + 1)
        let time = inner.first(blank).trimmed
        // A zone abbreviation at this place is no level.
        guard level.count >= 3, level.isLevelWord, time.count >= 8, time.holds(UInt8(ascii: ":")), let start = time.baseAddress,
            sink.times.parse(start, time.count).shape.isReadable || isClock(time)
        else { return false }
        c.skipBlanks()
        var logger: Bytes?
        var sourceLine: Bytes?
        // `{SourceContext}` in angle or square brackets is common, and so is `[module:line]`.
        if c.peek == UInt8(ascii: "<") || c.peek == UInt8(ascii: "[") {
            let before = c.at
            let name = c.peek == UInt8(ascii: "<") ? c.bracketed(0x3C, 0x3E, limit: 120) : c.bracketed(0x5B, 0x5D, limit: 120)
            if let name, !name.isEmpty, c.peek.isBreak, name.allSatisfy({ $0.isNameByte }), name.holds(UInt8(ascii: ".")) {
                logger = name
                c.skipBlanks()
            } else if let name, c.peek.isBreak, let colon = name.lastIndex(of: UInt8(ascii: ":")), colon > 0,
                name.from(colon + 1).isDigits, name.first(colon).allSatisfy(\.isNameByte)
            {
                (logger, sourceLine) = (name.first(colon), name.from(colon + 1))
                c.skipBlanks()
            } else {
                c.at = before
            }
        }
        sink.text("time", time)
        sink.text("level", level)
        sink.text("logger", logger)
        sink.literal("line", sourceLine)
        sink.text("message", c.rest)
        MessagePairs.add(from: c.rest, into: sink)
        return true
    }

    /// `hh:mm:ss…`
    private static func isClock(_ time: Bytes) -> Bool {
        time.byte(0).isDigit && time.byte(1).isDigit && time.byte(2) == UInt8(ascii: ":") && time.byte(5) == UInt8(ascii: ":")
    }
}
