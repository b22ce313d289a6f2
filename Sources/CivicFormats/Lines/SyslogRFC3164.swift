public import CivicModel

/// BSD syslog: `<PRI>Mmm dd hh:mm:ss host tag[pid]: message`, its file form without the priority, and the form with an
/// RFC 3339 time that rsyslog and syslog-ng write.
public enum SyslogRFC3164: LineFormat {
    public static let id = "syslog-rfc3164"
    public static let title = "syslog, RFC 3164 and its file forms"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.level, "level"), (.message, "message"), (.service, "service"), (.host, "host")]
    }
    public static let levelScale = LevelScale.syslog
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "2026-05-06T07:08:09.123456+02:00 rack-3 kernel: device eth7 left promiscuous mode",
                time: "2026-05-06T05:08:09.123456Z", level: .none, message: "device eth7 left promiscuous mode"),
            FormatSample(
                #"2026-05-06T07:08:10Z rack-3 basket[77]: {"severity":"ERROR","message":"no stock"}"#,
                time: "2026-05-06T07:08:10Z", level: .error, message: "no stock"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard var c = LineCursor(line) else { return false }
        let severity = SyslogPriority.read(&c)
        let isBSD = isMonth(c) && (c.peek(3) == 0x20) && (c.peek(4) == 0x20 || c.peek(4).isDigit)
        let isISO = !isBSD && c.peek.isDigit && c.peek(4) == UInt8(ascii: "-") && c.peek(10) == UInt8(ascii: "T")
        guard isBSD || isISO else {
            // `<6>text`, as programs write it for journald and the kernel.
            guard let severity, !c.isAtEnd else { return false }
            sink.add("level", .integer, severity)
            sink.body(c.rest)
            return true
        }

        let time: Bytes
        if isISO {
            guard let word = c.until(0x20, limit: 40) else { return false }
            time = word
        } else {
            guard let found = sink.times.prefix(c.at, c.left), found.length >= 14, found.length <= c.left else { return false }
            time = c.rest.first(found.length).trimmed
            c.skip(found.length)
            guard c.peek.isBlank || c.peek == UInt8(ascii: ":") else { return false }
            if c.peek == UInt8(ascii: ":") { c.skip(1) }
            while c.take(0x20) {}
        }

        var host: Bytes?
        var first = c.word()
        guard !first.isEmpty else { return false }
        if !endsTag(first) {
            guard isHost(first), severity != nil || !first.isLevelWord, c.take(0x20), !c.peek.isBlank else { return false }
            host = first
            let afterHost = c.at
            first = c.word()
            if !endsTag(first) {
                // `tag[pid] (detail): message` is macOS; without a tag the line needs a priority to be sure of.
                let isDetailed = first.byte(first.count - 1) == UInt8(ascii: "]") && c.peek(1) == UInt8(ascii: "(")
                if !isDetailed {
                    c.at = afterHost
                    let isRepetition = c.rest.starts(with: "last message repeated") || c.rest.starts(with: "message repeated")
                    guard severity != nil || (isBSD && isRepetition) else { return false }
                    emit(time, severity, host, nil, nil, into: sink)
                    sink.body(c.rest)
                    return true
                }
            }
        }
        guard let (tag, pid) = splitTag(first), isBSD || severity != nil || isSure(time, host, tag, pid) else { return false }
        emit(time, severity, host, tag, pid, into: sink)
        _ = c.take(0x20)
        sink.body(c.rest)
        return true
    }

    private static func emit(
        _ time: Bytes, _ severity: Bytes?, _ host: Bytes?, _ tag: Bytes?, _ pid: Bytes?, into sink: FieldSink
    ) {
        sink.text("time", time)
        if let severity { sink.add("level", .integer, severity) }
        sink.text("host", host)
        sink.text("service", tag)
        sink.literal("pid", pid)
    }

    /// An RFC 3339 time in front is common to many formats: without a priority only a tag with a process id, or rsyslog's six
    /// decimals with an offset and a host, tell syslog from text.
    private static func isSure(_ time: Bytes, _ host: Bytes?, _ tag: Bytes, _ pid: Bytes?) -> Bool {
        guard let host, !host.isLevelWord, !tag.isLevelWord else { return false }
        if pid != nil { return true }
        let hasOffset = time.count == 32 && time[19] == UInt8(ascii: ".")
        return hasOffset && host.byte(host.count - 1) != UInt8(ascii: ":")
    }

    @inline(__always)
    private static func endsTag(_ word: Bytes) -> Bool { word.count > 1 && word[word.count - 1] == UInt8(ascii: ":") }

    private static func isHost(_ word: Bytes) -> Bool {
        word.count <= 255 && word.byte(0) != UInt8(ascii: "-")
            && word.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "%") || $0 >= 0x80 }
    }

    /// `tag[pid]:`, `tag[pid]` and `tag:`.
    private static func splitTag(_ word: Bytes) -> (tag: Bytes, pid: Bytes?)? {
        var body = word
        if endsTag(body) { body = body.first(body.count - 1) }
        guard body.byte(body.count - 1) == UInt8(ascii: "]") else {
            return isTag(body) ? (body, nil) : nil
        }
        guard let open = body.firstIndex(of: UInt8(ascii: "[")), open > 0, open + 2 < body.count else { return nil }
        let tag = body.first(open)
        let pid = body.first(body.count - 1).from(open + 1)
        return isTag(tag) && pid.allSatisfy({ $0.isNameByte }) ? (tag, pid) : nil
    }

    private static func isTag(_ tag: Bytes) -> Bool {
        guard !tag.isEmpty, tag.count <= 80 else { return false }
        return tag.allSatisfy {
            $0.isNameByte || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "(")
                || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") || $0 >= 0x80
        }
    }

    /// An English month's first three letters.
    @inline(__always)
    static func isMonth(_ c: LineCursor) -> Bool {
        guard c.peek.isUpper, c.left > 3 else { return false }
        switch (c.at[0], c.at[1], c.at[2]) {
        case (0x4A, 0x61, 0x6E), (0x46, 0x65, 0x62), (0x4D, 0x61, 0x72), (0x41, 0x70, 0x72), (0x4D, 0x61, 0x79),
            (0x4A, 0x75, 0x6E), (0x4A, 0x75, 0x6C), (0x41, 0x75, 0x67), (0x53, 0x65, 0x70), (0x4F, 0x63, 0x74),
            (0x4E, 0x6F, 0x76), (0x44, 0x65, 0x63):
            return true
        default: return false
        }
    }
}
