/// FNV-1a with 64 bits (Fowler, Noll, Vo): stable over runs, machines and versions, which `Hasher` is not. It names things; it
/// protects nothing.
public struct FNV1a: Sendable {
    public private(set) var state: UInt64

    /// - Parameter key: makes other names of the same bytes.
    public init(key: UInt64 = 0) { state = 0xcbf2_9ce4_8422_2325 ^ key }

    public mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}
