/// The first sixteen characters of an id, in lower case and without the dashes of a UUID: what is left of it where it is cut.
struct IDHead: BitwiseCopyable, Sendable, Hashable {
    static let limit = 16
    /// Shortest and longest head that is told from a whole id: with less there are too few of them, with more enough to go by.
    static let cuts = 7..<16

    /// The characters, the first in the highest byte; zeros behind the last.
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    init(_ value: UnsafeBufferPointer<UInt8>) {
        let core = IDText.trimmed(value)
        let isUUID = core.count == 36 && [8, 13, 18, 23].allSatisfy { core[$0] == UInt8(ascii: "-") }
        var count = 0
        for c in core {
            if isUUID, c == UInt8(ascii: "-") { continue }
            if count == Self.limit { break }
            let isCapital = c >= UInt8(ascii: "A") && c <= UInt8(ascii: "Z")
            set(count, isCapital ? c | 0x20 : c)
            count += 1
        }
    }

    private mutating func set(_ at: Int, _ c: UInt8) {
        let shift = UInt64(56 - 8 * (at & 7))
        if at < 8 { high |= UInt64(c) << shift } else { low |= UInt64(c) << shift }
    }

    /// 0 behind the end; `at` is below `limit`.
    subscript(_ at: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: (at < 8 ? high : low) >> UInt64(56 - 8 * (at & 7)))
    }

    /// Sixteen where there may be more.
    var count: Int { (0..<Self.limit).first { self[$0] == 0 } ?? Self.limit }

    /// The first characters alone; `count` is below `limit`.
    func prefix(_ count: Int) -> IDHead {
        var head = self
        if count <= 8 {
            head.low = 0
            head.high = high & ~(UInt64.max >> UInt64(8 * count))
        } else {
            head.low = low & ~(UInt64.max >> UInt64(8 * (count - 8)))
        }
        return head
    }

    static func isAlphanumeric(_ c: UInt8) -> Bool { isLetter(c) || c >= 0x30 && c <= 0x39 }
    static func isLetter(_ c: UInt8) -> Bool { c >= UInt8(ascii: "a") && c <= UInt8(ascii: "z") }
}
