public import CivicModel

/// Text with a time in front: Python's logging, Log4j, Logback and Spring Boot, ZooKeeper, Kafka, RabbitMQ, loguru, Go's log,
/// AWS Lambda, and what people make up themselves.
public enum TimestampedText: LineFormat {
    public static let id = "text"
    public static let title = "text with a time (Java, Python, Go, .NET, Erlang and others)"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [
            (.time, "time"), (.level, "level"), (.message, "message"), (.service, "service"), (.logger, "logger"),
            (.thread, "thread"), (.trace, "trace_id"), (.span, "span_id"), (.request, "request_id"),
        ]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "2026-01-12 13:14:15,016 WARNING  [MainThread] cart.store - stock of SKU-9 is low (evt=e-77)",
                time: "2026-01-12T13:14:15.016Z", level: .warn, message: "stock of SKU-9 is low (evt=e-77)"),
            FormatSample(
                "2026-01-12T13:14:16.017+01:00  INFO 41 --- [cart] [nio-8080-exec-2] e.s.cart.CartController   : added item",
                time: "2026-01-12T12:14:16.017Z", level: .info, message: "added item"),
            FormatSample(
                "[2026-01-12 13:14:17,018] ERROR Could not flush segment (store.log.SegmentWriter)",
                time: "2026-01-12T13:14:17.018Z", level: .error, message: "Could not flush segment"),
            FormatSample(
                "2026-01-12 13:14:18.019 | SUCCESS  | cart.jobs:run:58 - swept 12 carts", time: "2026-01-12T13:14:18.019Z",
                level: .info, message: "swept 12 carts"),
            FormatSample(
                "2026-01-12 13:14:19.020+00:00 [noti] <0.31.0> node cart@b is up", time: "2026-01-12T13:14:19.020Z",
                level: .info, message: "node cart@b is up"),
            FormatSample(
                "2026-01-12 13:14:20,021 - cart.api - CRITICAL - no database", time: "2026-01-12T13:14:20.021Z",
                level: .fatal, message: "no database"),
            FormatSample(
                "2026/01/12 13:14:21 server.go:90: listening on :8080", time: "2026-01-12T13:14:21Z", level: .none,
                message: "listening on :8080"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard var c = LineCursor(line) else { return false }
        var header = TextHeader()
        // NATS: `[pid] time [LVL] text`.
        if c.peek == UInt8(ascii: "["), c.peek(1).isDigit {
            var ahead = c
            if let pid = ahead.bracketed(0x5B, 0x5D, limit: 12), pid.isDigits, ahead.take(0x20), ahead.peek.isDigit {
                header.pid = pid
                c = ahead
            }
        }
        let isBracketed = c.peek == UInt8(ascii: "[")
        // A time starts with a digit, a weekday or a month.
        guard c.peek.isDigit || isBracketed || c.peek.isUpper || c.peek == UInt8(ascii: "@"),
            let time = TextTime.read(&c, times: sink.times) ?? TextTime.readClock(&c, times: sink.times)
        else { return false }
        header.read(&c)
        // A time of day alone may start a sentence; with a level behind it, it starts a record.
        if header.level == nil, time.isClock { return false }
        sink.add("time", time.bytes.literalKind, time.bytes)
        TextBody.add(c.rest, header: &header, isTimeBracketed: isBracketed, into: sink)
        return true
    }
}

/// The time at the start of a text line, without its brackets.
struct TextTime {
    var bytes: Bytes
    /// A time of day without a date, which places the record nowhere.
    var isClock: Bool

    /// The cursor moves behind the time and its brackets. Nil, without a move, when there is none.
    static func readClock(_ c: inout LineCursor, times: TimeParser) -> TextTime? {
        guard c.peek.isDigit || c.peek == UInt8(ascii: "["), let length = times.timeOfDayPrefix(c.at, c.left), length <= c.left
        else { return nil }
        let bytes = c.rest.first(length)
        c.skip(length)
        let isBracketed = bytes.byte(0) == UInt8(ascii: "[") && bytes.count > 2
        return TextTime(bytes: isBracketed ? bytes.first(length - 1).from(1).trimmed : bytes, isClock: true)
    }

    /// The cursor moves behind the time and its brackets. Nil, without a move, when there is none.
    static func read(_ c: inout LineCursor, times: TimeParser) -> TextTime? {
        guard let found = times.prefix(c.at, c.left), found.length > 0, found.length <= c.left else { return nil }
        let before = c.at
        c.skip(found.length)
        // Behind a time comes a blank or a divider, never a word.
        guard !c.peek.isLetter, !c.peek.isDigit else {
            c.at = before
            return nil
        }
        var time = Bytes(start: before, count: found.length)
        if time.byte(0) == UInt8(ascii: "[") {
            time = time.from(1)
            if time.byte(time.count - 1) == UInt8(ascii: "]") {
                time = time.first(time.count - 1)
            } else if c.peek == UInt8(ascii: "]") {
                c.skip(1)
            }
        }
        return TextTime(bytes: time.trimmed, isClock: false)
    }
}

/// What stands behind the header of a text line.
enum TextBody {
    /// Adds the header, then the message and its pairs, or the record inside as payload.
    static func add(_ body: Bytes, header: inout TextHeader, isTimeBracketed: Bool, into sink: FieldSink) {
        var message = body
        // Log4j's `%m (%c)`, as Kafka uses it: the logger comes last.
        if header.level != nil, header.logger == nil, message.byte(message.count - 1) == UInt8(ascii: ")"),
            let open = message.lastIndex(of: UInt8(ascii: "(")), open > 0, message[open - 1] == 0x20
        {
            let name = message.first(message.count - 1).from(open + 1)
            if isClassName(name, needsUpper: !isTimeBracketed) {
                header.logger = name
                message = message.first(open).trimmed
            }
        }
        header.emit(into: sink)
        if let record = InnerRecord.find(in: message) {
            sink.payload = record
            return
        }
        sink.text("message", message)
        MessagePairs.add(from: message, into: sink)
    }

    /// A dotted name; `needsUpper`: of which the last part starts in upper case, so that no host name passes.
    private static func isClassName(_ name: Bytes, needsUpper: Bool) -> Bool {
        guard name.byte(0).isLetter, let dot = name.lastIndex(of: UInt8(ascii: ".")), dot + 1 < name.count,
            name.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: "$") })
        else { return false }
        return !needsUpper || name[dot + 1].isUpper
    }
}
