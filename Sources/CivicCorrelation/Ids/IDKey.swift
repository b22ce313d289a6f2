public import CivicProfile

/// An id as a number of 128 bits: equal for all spellings of one id, different for different ids.
///
/// Ids that are numbers of up to 128 bits (UUIDs, W3C trace ids, ULIDs as text are not) are scrambled one to one, so they
/// cannot collide; other texts are hashed, where two of a billion distinct ids meet with a chance of 1 in 10^20.
public struct IDKey: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var high: UInt64
    public var low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// Stands for "no id".
    public static let none = IDKey(high: 0, low: 0)
    @inlinable public var isNone: Bool { high == 0 && low == 0 }

    @inlinable
    public static func < (a: IDKey, b: IDKey) -> Bool { a.high != b.high ? a.high < b.high : a.low < b.low }

    /// The key of a 128-bit number. One to one: two rounds of a Feistel network, so that ids that begin with a time are spread
    /// over all partitions.
    @inlinable
    public init(number high: UInt64, _ low: UInt64) {
        let h = high ^ ContentHash.mix(low ^ 0x5851_f42d_4c95_7f2d)
        let l = low ^ ContentHash.mix(h ^ 0x1405_7b7e_f767_814f)
        self.init(high: h ^ ContentHash.mix(l), low: l)
    }

    /// The number that `init(number:_:)` was given.
    public var number: (high: UInt64, low: UInt64) {
        let h = high ^ ContentHash.mix(low)
        let l = low ^ ContentHash.mix(h ^ 0x1405_7b7e_f767_814f)
        return (h ^ ContentHash.mix(l ^ 0x5851_f42d_4c95_7f2d), l)
    }

    /// Sixty-four bits of it, for where two ids are only told apart in one place.
    @inlinable public var short: UInt64 { high ^ low &* 0x9e37_79b9_7f4a_7c15 }
}
