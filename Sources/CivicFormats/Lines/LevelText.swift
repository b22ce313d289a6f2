public import CivicModel

/// Text that starts with its level: `INFO: text`, `[INFO] text`, `WARN text`, `INFO:root:text`; a time may follow.
public enum LevelText: LineFormat {
    public static let id = "level-text"
    public static let title = "text that starts with a level"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] { TimestampedText.roles }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample("WARNING: stock is low", time: nil, level: .warn, message: "stock is low"),
            FormatSample("[ERROR] no such cart", time: nil, level: .error, message: "no such cart"),
            FormatSample("INFO:cart.api:started sku=9", time: nil, level: .info, message: "started sku=9"),
            FormatSample(
                "DEBUG [main] 2026-02-13 14:15:16,017 CartStore.java:88 - opened", time: "2026-02-13T14:15:16.017Z",
                level: .debug, message: "opened"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard var c = LineCursor(line) else { return false }
        var header = TextHeader()
        var time: TextTime?
        if c.peek == UInt8(ascii: "[") {
            guard let inside = c.bracketed(0x5B, 0x5D, limit: 24), inside.trimmed.isLevelWord else { return false }
            header.level = inside.trimmed
            _ = c.take(UInt8(ascii: ":"))
        } else {
            guard c.peek.isLetter, let word = TextHeader.levelWord(c, acceptsLetter: false) else { return false }
            // A word in lower case needs its colon here: there is no time that says that a header stands here.
            if word.contains(where: \.isLower) {
                guard c.peek(word.count) == UInt8(ascii: ":") || c.peek(word.count) == 0x09 else { return false }
            }
            header.level = word
            c.skip(word.count)
        }
        // `LEVEL [thread] time …` and `[LEVEL] time …`
        var ahead = c
        ahead.skipBlanks()
        var thread: Bytes?
        if ahead.peek == UInt8(ascii: "["), !ahead.peek(1).isDigit {
            thread = ahead.bracketed(0x5B, 0x5D, limit: 64)
            ahead.skipBlanks()
        }
        if ahead.peek.isDigit || ahead.peek == UInt8(ascii: "[") {
            time = TextTime.read(&ahead, times: sink.times) ?? TextTime.readClock(&ahead, times: sink.times)
            if time != nil {
                c = ahead
                header.thread = thread
            }
        }
        header.read(&c)
        if let time { sink.add("time", time.bytes.literalKind, time.bytes) }
        TextBody.add(c.rest, header: &header, isTimeBracketed: false, into: sink)
        return true
    }
}
