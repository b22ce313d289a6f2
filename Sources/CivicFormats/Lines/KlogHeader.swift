public import CivicModel

/// The header of glog and klog, `Lmmdd hh:mm:ss.uuuuuu thread file:line] message`, with years of two and four digits as
/// CockroachDB and newer glog write them.
public enum KlogHeader: LineFormat {
    public static let id = "klog"
    public static let title = "glog and klog header"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.level, "level"), (.message, "message"), (.thread, "thread")]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "W20260304 05:06:07.080910 4242 pool.cc:88] queue is nearly full", time: "2026-03-04T05:06:07.080910Z",
                level: .warn, message: "queue is nearly full"),
            FormatSample(
                #"E20260304 05:06:08.000001       1 sync.go:17] "Reconcile failed" pod="shop/cart-0" err="conflict""#,
                time: "2026-03-04T05:06:08.000001Z", level: .error, message: "Reconcile failed"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.count > 22, line[1].isDigit, var c = LineCursor(line) else { return false }
        switch line[0] {
        case UInt8(ascii: "I"), UInt8(ascii: "W"), UInt8(ascii: "E"), UInt8(ascii: "F"), UInt8(ascii: "D"),
            UInt8(ascii: "V"):
            break
        default: return false
        }
        c.skip(1)
        let start = c.at
        let date = c.digits()
        guard date.count == 4 || date.count == 6 || date.count == 8, c.take(0x20) else { return false }
        guard c.peek.isDigit, c.peek(2) == UInt8(ascii: ":"), c.peek(5) == UInt8(ascii: ":") else { return false }
        let clock = c.word()
        guard clock.count >= 8, clock.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }) else {
            return false
        }
        let time = c.since(start)
        c.skipBlanks()
        let thread = c.digits()
        guard !thread.isEmpty else { return false }
        c.skipBlanks()
        // Some writers put tags between the thread and the file; a file ends in `:line`.
        let sourceStart = c.at
        while !c.isAtEnd, c.peek != UInt8(ascii: "]"), c.peek != 0x20 { c.at += 1 }
        let source = c.since(sourceStart)
        guard let colon = source.lastIndex(of: UInt8(ascii: ":")), colon > 0, source.from(colon + 1).isDigits else {
            return false
        }
        _ = c.take(UInt8(ascii: "]"))
        c.skipBlanks()
        sink.text("time", time)
        sink.text("level", line.first(1))
        sink.literal("thread", thread)
        sink.text("file", source.first(colon))
        sink.literal("line", source.from(colon + 1))
        // Structured klog: `"message" key="value" …`.
        if c.peek == UInt8(ascii: "\"") {
            let before = c.at
            if let text = c.quoted(), c.isAtEnd || c.peek == 0x20 {
                sink.text("message", text.text, hasEscapes: text.hasEscapes)
                MessagePairs.add(from: c.rest, into: sink)
                return true
            }
            c.at = before
        }
        sink.text("message", c.rest)
        MessagePairs.add(from: c.rest, into: sink)
        return true
    }
}
