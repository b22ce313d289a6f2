public import CivicModel

/// Redis and Valkey: `pid:role dd Mon yyyy hh:mm:ss.mmm level message`, where the level is one of `. - * #`.
public enum RedisText: LineFormat {
    public static let id = "redis"
    public static let title = "Redis and Valkey"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.level, "level"), (.message, "message")]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "77:M 08 Feb 2026 09:10:11.121 # Out of open files", time: "2026-02-08T09:10:11.121Z", level: .warn,
                message: "Out of open files"),
            FormatSample(
                "[9:S] 08 Feb 2026 09:10:12.130 * Full resync from the primary", time: "2026-02-08T09:10:12.130Z",
                level: .info, message: "Full resync from the primary"),
        ]
    }

    /// The level of each of the four characters, as the server's own configuration names them: a lone mark is too little for
    /// a word that every schema may use.
    private static let names: (verbose: StaticString, debug: StaticString, notice: StaticString, warning: StaticString) =
        ("verbose", "debug", "notice", "warning")

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.count > 20, var c = LineCursor(line) else { return false }
        let isBracketed = c.take(UInt8(ascii: "["))
        let pid = c.digits()
        guard !pid.isEmpty, pid.count <= 10, c.take(UInt8(ascii: ":")) else { return false }
        if c.rest.starts(with: "signal-handler (") { return signal(&c, pid, into: sink) }
        let role = c.rest.first(1)
        guard c.peek.isUpper else { return false }
        c.skip(1)
        guard !isBracketed || c.take(UInt8(ascii: "]")), c.take(0x20) else { return false }
        // dd Mon [yyyy] hh:mm:ss.mmm
        let start = c.at
        let day = c.digits()
        guard day.count == 1 || day.count == 2, c.take(0x20), SyslogRFC3164.isMonth(c) else { return false }
        c.skip(3)
        guard c.take(0x20) else { return false }
        let next = c.digits()
        if next.count == 4 {
            guard c.take(0x20) else { return false }
        } else {
            c.at -= next.count
        }
        let clock = c.word()
        guard clock.count >= 8, clock[2] == UInt8(ascii: ":"), clock[5] == UInt8(ascii: ":") else { return false }
        let time = c.since(start)
        guard c.take(0x20) else { return false }
        let level: StaticString
        switch c.peek {
        case UInt8(ascii: "."): level = names.debug
        case UInt8(ascii: "-"): level = names.verbose
        case UInt8(ascii: "*"): level = names.notice
        case UInt8(ascii: "#"): level = names.warning
        default: return false
        }
        guard c.peek(1).isBreak else { return false }
        c.skip(2)
        sink.text("time", time)
        sink.text("level", Bytes(start: level.utf8Start, count: level.utf8CodeUnitCount))
        sink.literal("pid", pid)
        sink.text("process_role", role)
        sink.text("message", c.rest)
        return true
    }

    /// `pid:signal-handler (epoch) message`: written inside a signal handler, where no date can be formatted.
    private static func signal(_ c: inout LineCursor, _ pid: Bytes, into sink: FieldSink) -> Bool {
        guard c.take("signal-handler (") else { return false }
        let time = c.digits()
        guard !time.isEmpty, c.take(") ") else { return false }
        sink.literal("time", time)
        sink.literal("pid", pid)
        sink.text("message", c.rest)
        return true
    }
}
