public import CivicModel

/// Apache's error log: `[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 12:tid 34] [client …] message`.
public enum ApacheError: LineFormat {
    public static let id = "apache-error"
    public static let title = "Apache error log"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.level, "level"), (.message, "message"), (.logger, "module")]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "[Sat Mar 07 08:09:10.111213 2026] [proxy:warn] [pid 71:tid 72] [client 198.51.100.3:5005] AH00001: backend is slow",
                time: "2026-03-07T08:09:10.111213Z", level: .warn, message: "AH00001: backend is slow"),
            FormatSample(
                "[Sat Mar 07 08:09:11 2026] [error] (2)No such file or directory: could not open the pool",
                time: "2026-03-07T08:09:11Z", level: .error,
                message: "(2)No such file or directory: could not open the pool"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        // `[Www Mmm d`: a weekday, a month and a day.
        guard line.count > 26, line[0] == UInt8(ascii: "["), line[1].isUpper, line[4] == 0x20, line[5].isUpper,
            line[8] == 0x20, var c = LineCursor(line), let time = c.bracketed(0x5B, 0x5D, limit: 48), time.count >= 24,
            c.take(0x20), let label = c.bracketed(0x5B, 0x5D, limit: 64)
        else { return false }
        var level = label
        var module: Bytes?
        if let colon = label.firstIndex(of: UInt8(ascii: ":")) {
            module = label.first(colon)
            level = label.from(colon + 1)
        }
        guard level.byte(0).isLetter else { return false }
        var pid: Bytes?
        var thread: Bytes?
        var client: Bytes?
        while true {
            _ = c.take(0x20)
            let before = c.at
            guard let item = c.bracketed(0x5B, 0x5D, limit: 96) else { break }
            if item.starts(with: "pid ") {
                let numbers = item.from(4)
                let colon = numbers.firstIndex(of: UInt8(ascii: ":"))
                pid = numbers.first(colon ?? numbers.count)
                if let colon, numbers.from(colon).starts(with: ":tid ") { thread = numbers.from(colon + 5) }
            } else if item.starts(with: "client ") {
                client = item.from(7)
            } else if item.starts(with: "tid ") {
                thread = item.from(4)
            } else {
                c.at = before
                break
            }
        }
        sink.text("time", time)
        sink.text("level", level)
        if let module, !module.isEmpty { sink.text("module", module) }
        sink.literal("pid", pid)
        sink.literal("tid", thread)
        sink.text("client", client)
        sink.text("message", c.rest)
        return true
    }
}
