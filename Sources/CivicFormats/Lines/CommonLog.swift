public import CivicModel

/// Access logs of web servers in the common and combined formats, with the columns that nginx, Apache, ingress-nginx and
/// their users append.
public enum CommonLog: LineFormat {
    public static let id = "access-common"
    public static let title = "access log, common and combined (nginx, Apache)"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] {
        [
            (.time, "time"), (.httpMethod, "method"), (.httpRoute, "path"), (.httpStatus, "status"),
            (.request, "request_id"),
        ]
    }
    public static let levelScale = LevelScale.notASeverity
    public static var samples: [FormatSample] {
        [
            FormatSample(
                #"198.51.100.7 - - [05/Mar/2026:14:15:16 +0100] "GET /stock/81?full=1 HTTP/1.1" 200 512"#,
                time: "2026-03-05T13:15:16Z", level: .none, message: nil),
            FormatSample(
                #"2001:db8::9 - mira [05/Mar/2026:14:15:17 +0000] "POST /carts HTTP/2.0" 503 0 "https://shop.example/" "agent \"x\"/1""#,
                time: "2026-03-05T14:15:17Z", level: .none, message: nil),
            FormatSample(
                #"shop.example:443 198.51.100.8 - - [05/Mar/2026:14:15:18 +0000] "\x16\x03" 400 - "-" "-" rt=0.004 rid=ab12"#,
                time: "2026-03-05T14:15:18Z", level: .none, message: nil),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard let open = timeBracket(line), var c = LineCursor(line) else { return false }
        // Before the bracket: [virtual host] client, identity, user. The user may hold blanks.
        let first = c.word()
        guard c.take(0x20) else { return false }
        var client = first
        var second = c.word()
        var vhost: Bytes?
        guard c.take(0x20), c.at <= open.start - 1 else { return false }
        let beforeUser = c.at
        if !second.equals("-"), isAddress(second) {
            let third = c.word()
            if c.take(0x20), c.at <= open.start - 1 {
                (vhost, client, second) = (first, second, third)
            } else {
                c.at = beforeUser
            }
        }
        let user = Bytes(start: c.at, count: max(0, open.start - 1 - c.at)).trimmed
        c.at = open.start + open.count
        guard c.take(UInt8(ascii: "]")), c.take(0x20) else { return false }
        guard let request = c.quoted() else { return false }

        sink.text("time", Bytes(start: open.start, count: open.count))
        sink.text("client", client)
        sink.text("vhost", vhost)
        if !user.isEmpty, !user.equals("-") { sink.text("user", user) }
        addRequest(request.text, hasEscapes: request.hasEscapes, into: sink)

        guard c.take(0x20) else { return true }
        let status = c.word()
        if status.isDigits { sink.add("status", .integer, status) }
        guard c.take(0x20) else { return true }
        let bytes = c.word()
        if bytes.isDigits { sink.add("bytes", bytes.count <= 15 ? .integer : .bigInteger, bytes) }
        guard c.take(0x20), let referer = c.quoted() else {
            MessagePairs.add(from: c.rest, into: sink)
            return true
        }
        if !isNil(referer.text) { sink.text("referer", referer.text, hasEscapes: referer.hasEscapes) }
        guard c.take(0x20), let agent = c.quoted() else { return true }
        if !isNil(agent.text) { sink.text("user_agent", agent.text, hasEscapes: agent.hasEscapes) }
        if !c.isAtEnd { addTail(c.rest, into: sink) }
        return true
    }

    /// `METHOD target [protocol]` of a request line; anything else (scans, broken TLS) is kept as `request`.
    static func addRequest(_ request: Bytes, hasEscapes: Bool, into sink: FieldSink) {
        guard !isNil(request) else { return }
        if var c = LineCursor(request) {
            let start = c.at
            while c.peek.isUpper || c.peek == UInt8(ascii: "-") || c.peek == UInt8(ascii: "_") { c.at += 1 }
            let method = c.since(start)
            if method.count >= 3, method.count <= 24, c.take(0x20) {
                let target = c.rest
                guard let base = target.baseAddress else { return }
                // The target may hold blanks in broken requests: the protocol is what follows the last one.
                let blank = target.lastIndex(of: 0x20)
                let version = blank.map { target.from($0 + 1) }
                let hasVersion = version?.starts(with: "HTTP/") ?? false
                let path = Bytes(start: base, count: hasVersion ? blank ?? 0 : target.count)
                sink.text("method", method)
                sink.text("path", path, hasEscapes: hasEscapes)
                if hasVersion { sink.text("protocol", version) }
                return
            }
        }
        sink.text("request", request, hasEscapes: hasEscapes)
    }

    /// What stands behind the user agent: `key=value` pairs, or the fixed columns of ingress-nginx, which end in the id of the
    /// request.
    private static func addTail(_ tail: Bytes, into sink: FieldSink) {
        let rest = tail.trimmed
        guard var c = LineCursor(rest) else { return }
        let length = c.word()
        if length.isDigits, c.take(0x20) {
            let seconds = c.word()
            if seconds.literalKind == .decimal, c.take(0x20), let upstream = c.bracketed(0x5B, 0x5D) {
                sink.literal("request_length", length)
                sink.literal("request_time", seconds)
                if !isNil(upstream) { sink.text("upstream", upstream) }
                if let blank = rest.lastIndex(of: 0x20) {
                    let last = rest.from(blank + 1)
                    if last.count == 32, last.isHex { sink.text("request_id", last) }
                }
                return
            }
        }
        MessagePairs.add(from: rest, into: sink)
    }

    @inline(__always)
    private static func isNil(_ value: Bytes) -> Bool { value.isEmpty || value.equals("-") }

    /// An address of a client: the second column of a line whose first is a virtual host.
    private static func isAddress(_ word: Bytes) -> Bool {
        word.count >= 3 && (word.holds(UInt8(ascii: ".")) || word.holds(UInt8(ascii: ":")))
            && word.allSatisfy { $0.isHex || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
    }

    @inline(__always)
    static func looksLike(_ line: Bytes) -> Bool {
        guard let open = timeBracket(line) else { return false }
        // `] "` behind the time, whatever stands in front.
        let after = open.start + open.count + 1 - (line.baseAddress ?? open.start)
        return line.byte(after) == 0x20 && line.byte(after + 1) == UInt8(ascii: "\"")
    }

    /// The inside of `[dd/Mon/yyyy:hh:mm:ss zone]` within the first 320 bytes, at most 40 bytes long. Werkzeug and Python's
    /// own server write a blank between date and time.
    private static func timeBracket(_ line: Bytes) -> (start: UnsafePointer<UInt8>, count: Int)? {
        guard var c = LineCursor(line), c.peek != UInt8(ascii: "["), c.peek != UInt8(ascii: "{") else { return nil }
        for _ in 0..<3 {
            guard let bracket = c.find(UInt8(ascii: "["), limit: 320) else { return nil }
            c.at = bracket + 1
            if c.peek(2) == UInt8(ascii: "/"), c.peek(6) == UInt8(ascii: "/"), c.peek.isDigit, c.peek(3).isLetter,
                c.peek(11) == UInt8(ascii: ":") || c.peek(11) == 0x20, c.peek(14) == UInt8(ascii: ":"),
                let close = c.find(UInt8(ascii: "]"), limit: 40)
            {
                return (c.at, close - c.at)
            }
        }
        return nil
    }
}
