public import CivicModel

/// nginx's error log: `2026/01/02 03:04:05 [error] 12#13: *14 message, client: …, server: …, request: "…"`.
public enum NginxError: LineFormat {
    public static let id = "nginx-error"
    public static let title = "nginx error log"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] {
        [
            (.time, "time"), (.level, "level"), (.message, "message"), (.httpMethod, "method"), (.httpRoute, "path"),
            (.errorCode, "errno"), (.errorMessage, "error"),
        ]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                #"2026/04/05 06:07:08 [warn] 31#32: *901 an upstream response is buffered to a file, client: 198.51.100.4, server: shop.example, request: "GET /list HTTP/1.1", upstream: "http://10.9.8.7:80/list", host: "shop.example""#,
                time: "2026-04-05T06:07:08Z", level: .warn, message: "an upstream response is buffered to a file"),
            FormatSample(
                "2026/04/05 06:07:09 [notice] 1#1: signal process started", time: "2026-04-05T06:07:09Z", level: .info,
                message: "signal process started"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.count > 24, line[4] == UInt8(ascii: "/"), line[7] == UInt8(ascii: "/"), line[10] == 0x20,
            line[13] == UInt8(ascii: ":"), line[19] == 0x20, line[20] == UInt8(ascii: "["), line[0].isDigit,
            var c = LineCursor(line)
        else { return false }
        let time = line.first(19)
        c.skip(20)
        guard let level = c.bracketed(0x5B, 0x5D, limit: 12), c.take(0x20) else { return false }
        let pid = c.digits()
        guard !pid.isEmpty, c.take(UInt8(ascii: "#")) else { return false }
        let thread = c.digits()
        guard !thread.isEmpty, c.take(UInt8(ascii: ":")), c.take(0x20) else { return false }
        sink.text("time", time)
        sink.text("level", level)
        sink.literal("pid", pid)
        sink.literal("tid", thread)
        if c.peek == UInt8(ascii: "*"), c.peek(1).isDigit {
            c.skip(1)
            sink.literal("connection", c.digits())
            _ = c.take(0x20)
        }
        let body = c.rest
        guard let tail = findTail(body) else {
            sink.text("message", body)
            addSystemError(body, into: sink)
            return true
        }
        sink.text("message", body.first(tail))
        addSystemError(body.first(tail), into: sink)
        addTail(body.from(tail), into: sink)
        return true
    }

    /// `(111: Connection refused)`, which the operating system said.
    private static func addSystemError(_ message: Bytes, into sink: FieldSink) {
        guard var c = LineCursor(message) else { return }
        while let open = c.find(UInt8(ascii: "(")) {
            c.at = open + 1
            let number = c.digits()
            guard !number.isEmpty, c.take(UInt8(ascii: ":")), c.take(0x20) else { continue }
            let start = c.at
            guard let close = c.find(UInt8(ascii: ")")) else { return }
            c.at = close
            sink.literal("errno", number)
            sink.text("error", c.since(start))
            return
        }
    }

    /// Where `, client: ` starts: nginx appends what it knows about the connection from there on.
    private static func findTail(_ body: Bytes) -> Int? {
        guard var c = LineCursor(body) else { return nil }
        let base = c.at
        while let comma = c.find(UInt8(ascii: ",")) {
            c.at = comma
            if c.rest.starts(with: ", client: ") { return comma - base }
            c.at = comma + 1
        }
        return nil
    }

    /// `, name: value` and `, name: "value"`, up to the end or to something else.
    private static func addTail(_ tail: Bytes, into sink: FieldSink) {
        guard var c = LineCursor(tail) else { return }
        while c.take(", ") {
            guard let name = c.until(UInt8(ascii: ":"), limit: 24) else { return }
            _ = c.take(0x20)
            let value: Bytes
            var hasEscapes = false
            if let quoted = c.quoted() {
                (value, hasEscapes) = quoted
            } else {
                let start = c.at
                while !c.isAtEnd, c.peek != UInt8(ascii: ",") { c.at += 1 }
                value = c.since(start)
            }
            if name.equals("request") {
                CommonLog.addRequest(value, hasEscapes: hasEscapes, into: sink)
            } else if name.equals("host") {
                // The header of the request, not the machine that logs.
                sink.text("http_host", value, hasEscapes: hasEscapes)
            } else if name.equals("client") || name.equals("server") || name.equals("upstream") || name.equals("subrequest") {
                sink.add(name, value.isEmpty ? .emptyString : .string, value, hasEscapes: hasEscapes)
            } else if name.equals("referrer") {
                sink.text("referer", value, hasEscapes: hasEscapes)
            }
        }
    }
}
