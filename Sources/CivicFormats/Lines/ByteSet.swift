/// A set of ASCII characters, asked without a branch: in ids letters and digits alternate as they please, and a branch that
/// tells the two apart would be guessed wrong for every other byte.
struct ByteSet {
    private let low: UInt64
    private let high: UInt64

    @inline(__always)
    init(_ characters: StaticString) {
        var words: (low: UInt64, high: UInt64) = (0, 0)
        for i in 0..<characters.utf8CodeUnitCount {
            let byte = characters.utf8Start[i]
            if byte < 64 { words.low |= 1 << UInt64(byte) } else { words.high |= 1 << UInt64(byte & 63) }
        }
        (low, high) = words
    }

    /// No byte from 0x80 on is in a set.
    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let upper = 0 &- UInt64(byte >> 6 & 1)
        let word = low ^ ((low ^ high) & upper)
        return word &>> UInt64(byte & 63) & UInt64(1 ^ byte >> 7) != 0
    }
}
