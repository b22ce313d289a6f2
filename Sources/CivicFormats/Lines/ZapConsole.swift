public import CivicModel

/// The console encoder of Go's zap: time, level, logger, caller, message and a JSON object, with tabs between them.
public enum ZapConsole: LineFormat {
    public static let id = "zap-console"
    public static let title = "zap console (tab-separated with a JSON tail)"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.level, "level"), (.message, "message"), (.logger, "logger")]
    }
    public static let levelScale = LevelScale.zap
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "2026-08-09T10:11:12.131Z\tinfo\tcart.store\tstore/open.go:41\tstore opened\t{\"path\": \"/data\"}",
                time: "2026-08-09T10:11:12.131Z", level: .info, message: "store opened"),
            FormatSample(
                "2026-08-09T10:11:13.000+0200\tERROR\tqueue is gone", time: "2026-08-09T08:11:13.000Z", level: .error,
                message: "queue is gone"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.byte(0).isDigit, var c = LineCursor(line), let time = c.until(0x09, limit: 40), time.count >= 8,
            let level = c.until(0x09, limit: 16), level.isLevelWord
        else { return false }
        // A float of seconds, or anything with a date in it: a number alone may be any column of any table.
        guard time.holds(UInt8(ascii: ":")) || time.literalKind == .decimal else { return false }
        var logger: Bytes?
        var caller: Bytes?
        if let first = column(c) {
            if isCaller(first) {
                caller = first
                c.skip(first.count + 1)
            } else if !first.holds(0x20), c.peek(first.count + 1) != UInt8(ascii: "{") {
                logger = first
                c.skip(first.count + 1)
                if let second = column(c), isCaller(second) {
                    caller = second
                    c.skip(second.count + 1)
                }
            }
        }
        var message = c.rest
        if message.byte(message.count - 1) == UInt8(ascii: "}"), let tab = message.lastIndex(of: 0x09),
            InnerRecord.isObject(message.from(tab + 1))
        {
            sink.payload = message.from(tab + 1)
            message = message.first(tab)
        }
        sink.add("time", time.literalKind, time)
        sink.text("level", level)
        sink.text("logger", logger)
        sink.text("caller", caller)
        sink.text("message", message)
        return true
    }

    /// The column here when another follows it.
    private static func column(_ c: LineCursor) -> Bytes? {
        var c = c
        return c.until(0x09, limit: 200)
    }

    /// `dir/file.go:12`
    private static func isCaller(_ text: Bytes) -> Bool {
        guard let colon = text.lastIndex(of: UInt8(ascii: ":")), colon > 0, !text.holds(0x20) else { return false }
        return text.from(colon + 1).isDigits && text.first(colon).holds(UInt8(ascii: "."))
    }
}
