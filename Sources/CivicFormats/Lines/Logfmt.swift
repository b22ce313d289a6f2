public import CivicModel

/// `key=value key="quoted value" flag`: at least two pairs, of which one has a key that logs use.
public enum Logfmt: LineFormat {
    public static let id = "logfmt"
    public static let title = "logfmt"
    public static let isStructured = true
    /// All names are those of the line.
    public static var roles: [(role: Role, name: String)] { [] }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                #"ts=2026-10-11T12:13:14.15Z level=warn msg="slow \"lookup\"" took=1.5 tries=3 cached=false region= final"#,
                time: "2026-10-11T12:13:14.15Z", level: .warn, message: #"slow "lookup""#),
            FormatSample(
                "caller=main.go:7 t=2026-10-11T12:13:15+0000 lvl=eror err=null message=worker stopped code=7",
                time: "2026-10-11T12:13:15Z", level: .error, message: "worker stopped"),
        ]
    }

    private static let yes: StaticString = "true"

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard var c = LineCursor(line), startsWithPair(c) else { return false }
        var pairs = 0
        var flags = 0
        var isKnown = false
        while true {
            c.skipBlanks()
            if c.isAtEnd { break }
            let start = c.at
            var p = start
            while p < c.end, isKeyByte(p.pointee) { p += 1 }
            c.at = p
            let key = c.since(start)
            if !key.isEmpty, c.take(UInt8(ascii: "=")) {
                guard addValue(&c, key, into: sink) else { return false }
                pairs += 1
                isKnown = isKnown || isKnownKey(key)
            } else {
                // A bare key is a flag; a line with more of them than pairs is text.
                let remainder = c.word()
                flags += 1
                if flags > pairs + 1 { return false }
                if remainder.isEmpty, !key.isEmpty { sink.add(key, .boolean, Bytes(start: yes.utf8Start, count: 4)) }
                // A byte that no token may hold: go over it, so that the line comes to an end.
                if remainder.isEmpty, key.isEmpty { c.skip(1) }
            }
        }
        return pairs >= 2 && isKnown && flags <= pairs
    }

    /// Reads the value behind `key=`. False when a quote is not closed.
    private static func addValue(_ c: inout LineCursor, _ key: Bytes, into sink: FieldSink) -> Bool {
        if c.peek == UInt8(ascii: "\"") {
            guard let value = c.quoted() else { return false }
            sink.add(key, value.text.isEmpty ? .emptyString : .string, value.text, hasEscapes: value.hasEscapes)
            return true
        }
        let start = c.at
        // Go prints maps and slices with blanks inside: `map[a:1 b:2]`.
        let first = c.peek
        if first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
            || (first == UInt8(ascii: "&") && c.peek(1) == UInt8(ascii: "{"))
            || (first == UInt8(ascii: "m") && c.rest.starts(with: "map["))
        {
            var inner = c
            while inner.peek != UInt8(ascii: "["), inner.peek != UInt8(ascii: "{") { inner.at += 1 }
            let isSquare = inner.peek == UInt8(ascii: "[")
            let text = isSquare ? inner.bracketed(0x5B, 0x5D, limit: 65_536) : inner.bracketed(0x7B, 0x7D, limit: 65_536)
            if text != nil, inner.peek.isBreak {
                c = inner
                sink.add(key, .string, c.since(start))
                return true
            }
        }
        var value = c.word()
        // A text that its writer forgot to quote goes on to the next pair.
        if isTextKey(key), !value.isEmpty {
            var ahead = c
            while true {
                ahead.skipBlanks()
                if ahead.isAtEnd { break }
                let word = ahead.word()
                if word.holds(UInt8(ascii: "=")) { break }
                c = ahead
            }
            value = c.since(start)
        }
        sink.add(key, value.literalKind, value)
        return true
    }

    /// The first token is `key=`, decided without reading on.
    @inline(__always)
    private static func startsWithPair(_ c: LineCursor) -> Bool {
        guard c.peek.isLetter || c.peek == UInt8(ascii: "_") || c.peek == UInt8(ascii: "@") else { return false }
        var i = 1
        while isKeyByte(c.peek(i)) { i += 1 }
        return c.peek(i) == UInt8(ascii: "=")
    }

    /// The line starts with a pair whose key logs use.
    static func startsWithKnownKey(_ text: Bytes) -> Bool {
        guard text.byte(0).isLetter, let c = LineCursor(text), startsWithPair(c),
            let equals = text.firstIndex(of: UInt8(ascii: "="))
        else { return false }
        return isKnownKey(text.first(equals))
    }

    @inline(__always)
    private static func isKeyByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != UInt8(ascii: "=") && byte != UInt8(ascii: "\"") && byte != 0x7F
    }

    private static func isKnownKey(_ key: Bytes) -> Bool {
        switch key.count {
        case 1: key[0] == UInt8(ascii: "t")
        case 2: key.equals("ts")
        case 3: key.equals("msg") || key.equals("lvl")
        case 4: key.equals("time")
        case 5: key.equals("level")
        case 7: key.equals("message")
        case 8: key.equals("severity")
        case 9: key.equals("timestamp")
        default: false
        }
    }

    private static func isTextKey(_ key: Bytes) -> Bool {
        switch key.count {
        case 3: key.equals("msg") || key.equals("err")
        case 5: key.equals("error")
        case 7: key.equals("message")
        default: false
        }
    }
}
