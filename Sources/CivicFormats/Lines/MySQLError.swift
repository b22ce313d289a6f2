public import CivicModel

/// MySQL 8: `time thread [label] [code] [subsystem] message`; MySQL 5.7 and MariaDB leave the code and the subsystem out.
public enum MySQLError: LineFormat {
    public static let id = "mysql-error"
    public static let title = "MySQL and MariaDB error log"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [
            (.time, "time"), (.level, "level"), (.message, "message"), (.thread, "thread"), (.logger, "subsystem"),
            (.errorCode, "code"),
        ]
    }
    public static let levelScale = LevelScale.mysql
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "2026-06-07T08:09:10.111213Z 8 [Warning] [MY-019999] [Repl] relay log is behind",
                time: "2026-06-07T08:09:10.111213Z", level: .warn, message: "relay log is behind"),
            FormatSample(
                "2026-06-07  8:09:11 0 [ERROR] table 'carts' is marked as crashed", time: "2026-06-07T08:09:11Z",
                level: .error, message: "table 'carts' is marked as crashed"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.count > 24, line[0].isDigit, line[4] == UInt8(ascii: "-"), line[7] == UInt8(ascii: "-"),
            var c = LineCursor(line)
        else { return false }
        // The date, a `T` or a blank (two before one digit of the hour), and the clock up to the next blank.
        c.skip(11)
        while c.take(0x20) {}
        let clock = c.word()
        guard clock.count >= 7, clock[1] == UInt8(ascii: ":") || clock[2] == UInt8(ascii: ":") else { return false }
        let time = line.first(c.at - (line.baseAddress ?? c.at))
        guard c.take(0x20) else { return false }
        let thread = c.digits()
        guard !thread.isEmpty, c.take(0x20), let label = c.bracketed(0x5B, 0x5D, limit: 12) else { return false }
        guard
            label.equals("Note") || label.equals("Warning") || label.equals("ERROR") || label.equals("Error")
                || label.equals("System")
        else { return false }
        _ = c.take(0x20)
        var code: Bytes?
        var subsystem: Bytes?
        if c.rest.starts(with: "[MY-") {
            code = c.bracketed(0x5B, 0x5D, limit: 16)
            _ = c.take(0x20)
            subsystem = c.bracketed(0x5B, 0x5D, limit: 32)
            _ = c.take(0x20)
        }
        sink.text("time", time)
        sink.text("level", label)
        sink.literal("thread", thread)
        sink.text("code", code)
        sink.text("subsystem", subsystem)
        sink.text("message", c.rest)
        return true
    }
}
