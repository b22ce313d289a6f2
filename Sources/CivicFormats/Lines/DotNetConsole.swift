public import CivicModel

/// The console of .NET's logging: `fail: Shop.Orders[12]`, and the message on the lines after it, indented; with
/// `SingleLine` on the same line. A time may come first.
public enum DotNetConsole: LineFormat {
    public static let id = "dotnet-console"
    public static let title = ".NET console (simple formatter)"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [
            (.time, "time"), (.level, "level"), (.logger, "category"), (.message, "message"), (.errorStack, "stack"),
        ]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "fail: Shop.Orders.Basket[12]\n      could not book the basket\n      System.TimeoutException: too late\n"
                    + "         at Shop.Orders.Basket.Book() in Basket.cs:line 7",
                time: nil, level: .error, message: "could not book the basket"),
            FormatSample(
                "2026-01-05 10:00:00.250 dbug: Shop.Program[0] listening", time: "2026-01-05T10:00:00.250Z", level: .debug,
                message: "listening"),
        ]
    }

    /// Reads the first line of a record, or all of its lines.
    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard let start = line.baseAddress else { return false }
        let head = line.first(line.firstIndex(of: 0x0A) ?? line.count)
        guard var c = LineCursor(head) else { return false }
        var time: TextTime?
        if c.peek.isDigit || c.peek == UInt8(ascii: "[") {
            time = TextTime.read(&c, times: sink.times) ?? TextTime.readClock(&c, times: sink.times)
            guard time != nil else { return false }
            c.skipBlanks()
        }
        let level = c.rest.first(4)
        guard isLevel(level) else { return false }
        c.skip(4)
        guard c.take(": ") else { return false }
        let name = c.at
        while !c.isAtEnd,
            c.peek.isNameByte || c.peek == UInt8(ascii: "+") || c.peek == UInt8(ascii: "`") || c.peek == UInt8(ascii: "<")
                || c.peek == UInt8(ascii: ">")
        {
            c.at += 1
        }
        let category = c.since(name)
        guard !category.isEmpty, let id = c.bracketed(0x5B, 0x5D, limit: 14), isNumber(id),
            c.isAtEnd || c.peek.isBlank || c.peek == 0x0D
        else { return false }
        c.skipBlanks()
        if let time { sink.add("time", time.bytes.literalKind, time.bytes) }
        sink.text("level", level)
        sink.text("category", category)
        sink.add("event_id", .integer, id)
        var message = c.rest.byte(0) == 0x0D ? c.rest.first(0) : c.rest
        var rest = line.from(min(line.count, (head.baseAddress ?? start) - start + head.count + 1))
        if message.isEmpty, !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.count
            message = rest.first(end).trimmed
            rest = rest.from(end + 1)
        }
        if message.byte(message.count - 1) == 0x0D { message = message.first(message.count - 1) }
        sink.text("message", message)
        if !rest.isEmpty { sink.text(holdsFrame(rest) ? "stack" : "detail", rest) }
        return true
    }

    private static func isLevel(_ word: Bytes) -> Bool {
        word.equals("info") || word.equals("fail") || word.equals("warn") || word.equals("dbug") || word.equals("crit")
            || word.equals("trce")
    }

    private static func isNumber(_ text: Bytes) -> Bool {
        (text.byte(0) == UInt8(ascii: "-") ? text.from(1) : text).isDigits
    }

    private static func holdsFrame(_ lines: Bytes) -> Bool {
        var rest = lines
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.count
            if StackTrace.isFrame(rest.first(end)) { return true }
            rest = rest.from(end + 1)
        }
        return false
    }
}
