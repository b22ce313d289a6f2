public import CivicModel

/// The prefix that `docker compose logs` writes in front of every line: the container's name, blanks and a bar.
public enum DockerCompose: LineFormat {
    public static let id = "docker-compose"
    public static let title = "docker compose logs prefix"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] { [(.service, "service"), (.instance, "container")] }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample("checkout-2  | basket opened", time: nil, level: .none, message: "basket opened"),
            FormatSample(
                #"ledger      | {"level":"info","msg":"booked"}"#, time: nil, level: .info, message: "booked"),
            FormatSample("mail_1 | queue is empty", time: nil, level: .none, message: "queue is empty"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard var c = LineCursor(line), c.peek.isLetter || c.peek.isDigit else { return false }
        let start = c.at
        while c.peek.isNameByte { c.at += 1 }
        let name = c.since(start)
        let pad = c.at
        while c.peek == 0x20 { c.at += 1 }
        let blanks = c.at - pad
        guard blanks > 0, name.count <= 128, c.take(UInt8(ascii: "|")), c.peek.isBreak else { return false }

        // `web-1` and `web_1` are the first container of service `web`.
        var stem = name.count
        while stem > 0, name[stem - 1].isDigit { stem -= 1 }
        let isNumbered =
            stem > 1 && stem < name.count
            && (name[stem - 1] == UInt8(ascii: "-") || name[stem - 1] == UInt8(ascii: "_"))
        // `INFO  | text` is a column of a text format, and `rows | 5` a table.
        guard isNumbered || (blanks >= 2 && !name.isLevelWord && !name.isDigits) else { return false }
        sink.text("service", isNumbered ? name.first(stem - 1) : name)
        sink.text("container", name)
        if c.peek == 0x20 { c.at += 1 }
        if c.isAtEnd { sink.text("message", c.rest) } else { sink.payload = c.rest }
        return true
    }
}
