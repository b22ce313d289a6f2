/// A set of byte values.
struct ByteSet: Hashable, Sendable {
    private var words: SIMD4<UInt64>

    init() { words = .zero }

    init(_ bytes: some Sequence<UInt8>) {
        self.init()
        for byte in bytes { insert(byte) }
    }

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 != 0 }
    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
    mutating func formUnion(_ other: ByteSet) { words |= other.words }

    /// 64 bytes of the set, from 64 · `word` on, one a bit.
    subscript(word word: Int) -> UInt64 { words[word] }

    var inverted: ByteSet {
        var copy = self
        copy.words = ~words
        return copy
    }
    var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }
    var isEmpty: Bool { words == .zero }
    func intersects(_ other: ByteSet) -> Bool { words & other.words != .zero }

    /// Ascending.
    var bytes: [UInt8] { (0...255).filter(contains) }

    /// With the other case of every ASCII letter in it.
    var bothCases: ByteSet {
        var copy = self
        for byte in UInt8(ascii: "a")...UInt8(ascii: "z") {
            if contains(byte) { copy.insert(byte &- 32) }
            if contains(byte &- 32) { copy.insert(byte) }
        }
        return copy
    }

    static let digit = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let word: ByteSet = {
        var set = digit
        set.formUnion(ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z")))
        set.formUnion(ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z")))
        set.insert(UInt8(ascii: "_"))
        return set
    }()
    /// Space, tab, line feed, vertical tab, form feed, carriage return.
    static let space = ByteSet([0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d])
    static let notLineFeed = ByteSet([0x0a]).inverted
}

/// Lower case of an ASCII letter, any other byte as it is.
@inline(__always)
func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// Letter, digit or underscore of ASCII.
@inline(__always)
func isWord(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5f }
