/// Looks for an id in text, whatever it is called and however it is written: upper or lower case, with or without the dashes
/// of a UUID, inside braces, quotes, `urn:uuid:`, a composite such as `traceparent`, or a sentence.
public struct IDSearch: Sendable {
    public enum Match: Sendable { case none, prefix, whole }

    /// The id without what notations differ in.
    let needle: [UInt8]
    /// Of hex digits alone: dashes inside do not count.
    let isHex: Bool

    /// Fewest characters that are looked for as the start of an id.
    public static let shortest = 4

    /// Characters that are looked for.
    public var length: Int { needle.count }

    /// Nil when the text holds nothing to look for.
    public init?(_ text: String) {
        var bytes = text.utf8.map { Self.fold[Int($0)] == 0 ? $0 : Self.fold[Int($0)] }
        let quotes = Set("\"'`{}()[]<> ".utf8)
        while let first = bytes.first, quotes.contains(first) { bytes.removeFirst() }
        while let last = bytes.last, quotes.contains(last) { bytes.removeLast() }
        for prefix in ["urn:uuid:", "uuid:"] where bytes.starts(with: prefix.utf8) { bytes.removeFirst(prefix.utf8.count) }
        let dashless = bytes.filter { $0 != UInt8(ascii: "-") }
        isHex = !dashless.isEmpty && dashless.allSatisfy { Self.isHex($0) } && Self.isUUIDLike(bytes)
        needle = isHex ? dashless : bytes
        guard !needle.isEmpty, needle.count <= 256 else { return nil }
    }

    /// Dashes stand where a UUID has them, or nowhere.
    private static func isUUIDLike(_ bytes: [UInt8]) -> Bool {
        for (i, byte) in bytes.enumerated() where byte == UInt8(ascii: "-") {
            guard [8, 13, 18, 23].contains(i) else { return false }
        }
        return true
    }

    /// Lower case of letters and digits; 0 for all else.
    static let fold: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(byte) | 0x20
        default: 0
        }
    }

    private static func isHex(_ folded: UInt8) -> Bool {
        folded &- 0x30 < 10 || folded &- 0x61 < 6
    }

    /// Where a match ends, and how much of the id it is: the first whole one, else the first start of one.
    public func find(in text: UnsafeBufferPointer<UInt8>) -> (range: Range<Int>, match: Match)? {
        var best: Range<Int>?
        var from = 0
        while let (range, match) = next(in: text, from: from) {
            if match == .whole { return (range, match) }
            if best == nil { best = range }
            from = range.lowerBound + 1
        }
        return best.map { ($0, .prefix) }
    }

    /// The first place from `from` on where the id, or something that begins with it, stands. The range is that of the whole
    /// token.
    public func next(in text: UnsafeBufferPointer<UInt8>, from: Int) -> (range: Range<Int>, match: Match)? {
        guard let base = text.baseAddress, text.count >= needle.count else { return nil }
        let n = text.count
        return Self.fold.withUnsafeBufferPointer { fold in
            needle.withUnsafeBufferPointer { needle -> (Range<Int>, Match)? in
                let first = needle[0]
                let other = first &- 0x61 < 26 ? first & 0xdf : first
                let last = n &- needle.count
                var i = from
                while i <= last {
                    let byte = base[i]
                    guard byte == first || byte == other, i == 0 || isStart(base, i, n, fold) else {
                        i &+= 1
                        continue
                    }
                    if let end = matchEnd(base, i, n, needle, fold) {
                        let whole = tokenEnd(base, end, n, fold)
                        if whole == end { return (i..<end, .whole) }
                        if needle.count >= Self.shortest { return (i..<whole, .prefix) }
                    }
                    i &+= 1
                }
                return nil
            }
        }
    }

    /// Whether an id may start at `i`: not in the middle of a word, and not in that of a UUID. `i` is not 0.
    private func isStart(
        _ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int, _ fold: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let before = p[i &- 1]
        // `\n`, `\t` and the like as they are written in JSON.
        if fold[Int(before)] != 0 { return i >= 2 && p[i &- 2] == UInt8(ascii: "\\") }
        guard before == UInt8(ascii: "-") || before == UInt8(ascii: "_") else { return true }
        guard i >= 2, fold[Int(p[i &- 2])] != 0 else { return true }
        // A part of a composite (`00-TRACE-SPAN-01`) is long; the parts of a UUID are not.
        var end = i
        while end < n, fold[Int(p[end])] != 0 { end &+= 1 }
        return end &- i >= 16
    }

    /// Behind the last byte of the needle when it stands at `i`.
    private func matchEnd(
        _ p: UnsafePointer<UInt8>, _ i: Int, _ n: Int, _ needle: UnsafeBufferPointer<UInt8>,
        _ fold: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        var (at, k) = (i, 0)
        while k < needle.count {
            guard at < n else { return nil }
            let byte = p[at]
            if isHex, byte == UInt8(ascii: "-"), k > 0 {
                at &+= 1
                continue
            }
            let folded = fold[Int(byte)]
            guard (folded == 0 ? byte : folded) == needle[k] else { return nil }
            at &+= 1
            k &+= 1
        }
        return at
    }

    /// Where the token ends that goes on at `end`. Dashes and underscores inside belong to it, but those of a composite do
    /// not: its parts have 16 digits or more.
    private func tokenEnd(
        _ p: UnsafePointer<UInt8>, _ end: Int, _ n: Int, _ fold: UnsafeBufferPointer<UInt8>
    ) -> Int {
        if isHex, needle.count >= 32, end == n || fold[Int(p[end])] == 0 { return end }
        var at = end
        while true {
            while at < n, fold[Int(p[at])] != 0 { at &+= 1 }
            guard at &+ 1 < n, p[at] == UInt8(ascii: "-") || p[at] == UInt8(ascii: "_"), fold[Int(p[at &+ 1])] != 0 else {
                return at
            }
            var run = 0
            while run < 16, at &- run > 0, fold[Int(p[at &- run &- 1])] != 0 { run &+= 1 }
            if run == 16 { return at }
            at &+= 1
        }
    }
}
