/// FNV-1a with 64 bits (Fowler, Noll, Vo): stable over runs, machines and versions, which `Hasher` is not. It names
/// findings; it protects nothing.
struct Fingerprint {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Adds a text and a separator, so that `ab`, `c` and `a`, `bc` differ.
    mutating func add(_ text: String) {
        for byte in text.utf8 { mix(byte) }
        mix(0xff)  // never part of UTF-8
    }

    /// 16 hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func mix(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
