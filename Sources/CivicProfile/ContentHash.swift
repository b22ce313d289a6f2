/// A 64-bit hash of bytes that is the same on every machine and in every run (Swift's `Hasher` is neither).
///
/// Multiply-and-fold over 16 bytes at a time, after the design of wyhash (public domain, Wang Yi); not for adversaries.
public enum ContentHash {
    @usableFromInline static let seed: UInt64 = 0xa076_1d64_78bd_642f
    @usableFromInline static let step: UInt64 = 0xe703_7ed1_a0b4_28db

    @inlinable @inline(__always)
    public static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// Reads exactly `n` bytes at `p`.
    public static func of(_ p: UnsafePointer<UInt8>, _ n: Int, seed start: UInt64 = 0) -> UInt64 {
        let raw = UnsafeRawPointer(p)
        var h = seed ^ start ^ fold(UInt64(truncatingIfNeeded: n) ^ step, seed)
        var i = 0
        while i + 16 <= n {
            let a = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            let b = raw.loadUnaligned(fromByteOffset: i + 8, as: UInt64.self)
            h = fold(UInt64(littleEndian: a) ^ step, UInt64(littleEndian: b) ^ h)
            i += 16
        }
        var a: UInt64 = 0
        var b: UInt64 = 0
        let rest = n - i
        if rest >= 8 {
            a = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: i, as: UInt64.self))
            b = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: n - 8, as: UInt64.self))
        } else if rest > 0 {
            for k in 0..<rest { a |= UInt64(p[i + k]) << UInt64(8 * k) }
        }
        return mix(fold(a ^ step, b ^ h))
    }

    public static func of(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64 = 0) -> UInt64 {
        bytes.baseAddress.map { of($0, bytes.count, seed: seed) } ?? mix(seed)
    }

    public static func of(_ text: String, seed: UInt64 = 0) -> UInt64 {
        var text = text
        return text.withUTF8 { of($0, seed: seed) }
    }

    /// Spreads every bit of `x` over the result (finaliser of splitmix64).
    @inlinable @inline(__always)
    public static func mix(_ x: UInt64) -> UInt64 {
        var z = x
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
