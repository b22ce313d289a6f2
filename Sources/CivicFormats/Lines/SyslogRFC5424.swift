public import CivicModel

/// Syslog as RFC 5424 has it: `<PRI>1 time host app pid msgid [data] message`, `-` for what is not known.
public enum SyslogRFC5424: LineFormat {
    public static let id = "syslog-rfc5424"
    public static let title = "syslog, RFC 5424"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] {
        [
            (.time, "time"), (.level, "level"), (.message, "message"), (.service, "service"), (.host, "host"),
            (.eventType, "msgid"),
        ]
    }
    public static let levelScale = LevelScale.syslog
    public static var samples: [FormatSample] {
        [
            FormatSample(
                #"<165>1 2026-03-04T05:06:07.123456+01:00 rack-7 ledger 4711 BOOKED [meta@1 order="A-\"7\"" tries="2"] entry written"#,
                time: "2026-03-04T04:06:07.123456Z", level: .info, message: "entry written"),
            FormatSample(
                #"<11>1 2026-03-04T05:06:08Z rack-7 ledger - - - {"msg":"entry refused"}"#, time: "2026-03-04T05:06:08Z",
                level: .error, message: "entry refused"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard var c = LineCursor(line), let severity = SyslogPriority.read(&c) else { return false }
        // The version, 1 until there is another RFC.
        guard c.peek.isDigit, c.peek != 0x30, c.peek(1) == 0x20 || (c.peek(1).isDigit && c.peek(2) == 0x20) else {
            return false
        }
        _ = c.digits()
        c.skip(1)
        let time = c.word()
        guard time.equals("-") || (time.byte(4) == UInt8(ascii: "-") && time.byte(10) == UInt8(ascii: "T")) else {
            return false
        }
        guard c.take(0x20) else { return false }
        let host = c.word()
        guard c.take(0x20) else { return false }
        let app = c.word()
        guard c.take(0x20) else { return false }
        let process = c.word()
        guard c.take(0x20) else { return false }
        let type = c.word()
        _ = c.take(0x20)

        if !isNil(time) { sink.text("time", time) }
        sink.add("level", .integer, severity)
        if !isNil(host) { sink.text("host", host) }
        if !isNil(app) { sink.text("service", app) }
        if !isNil(process) { sink.literal("pid", process) }
        if !isNil(type) { sink.text("msgid", type) }
        if c.peek == UInt8(ascii: "-"), c.peek(1).isBreak {
            c.skip(1)
        } else {
            // Writers that leave the structured data out go straight on with the message.
            while c.peek == UInt8(ascii: "[") {
                guard readElement(&c, into: sink) else { break }
            }
        }
        _ = c.take(0x20)
        // The message may carry a byte order mark, which says that it is UTF-8.
        if c.peek == 0xEF, c.peek(1) == 0xBB, c.peek(2) == 0xBF { c.skip(3) }
        if !c.isAtEnd { sink.body(c.rest) }
        return true
    }

    @inline(__always)
    private static func isNil(_ field: Bytes) -> Bool { field.isEmpty || field.equals("-") }

    /// `[id name="value" …]`. Parameters are added by their own name: an id only says who defined them. Answers false, without
    /// a move, when the element is not closed; what was added before stays.
    private static func readElement(_ c: inout LineCursor, into sink: FieldSink) -> Bool {
        let start = c.at
        c.skip(1)
        while !c.isAtEnd, c.peek != 0x20, c.peek != UInt8(ascii: "]") { c.at += 1 }
        while true {
            while c.take(0x20) {}
            if c.take(UInt8(ascii: "]")) { return true }
            let nameStart = c.at
            while !c.isAtEnd, c.peek != UInt8(ascii: "="), c.peek != 0x20, c.peek != UInt8(ascii: "]") { c.at += 1 }
            let name = c.since(nameStart)
            guard !name.isEmpty, c.take(UInt8(ascii: "=")), let value = c.quoted() else {
                c.at = start
                return false
            }
            sink.add(name, value.text.isEmpty ? .emptyString : .string, value.text, hasEscapes: value.hasEscapes)
        }
    }
}
