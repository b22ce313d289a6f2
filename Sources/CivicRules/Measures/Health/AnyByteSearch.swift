/// Looks for any of several literals in one pass over the bytes of a body: most bodies hold none of them.
struct AnyByteSearch: Sendable {
    /// Of two bytes at least.
    private let literals: [[UInt8]]
    /// A bit for each pair of bytes that some literal begins with.
    private let pairs: [UInt64]

    init(_ literals: [String]) {
        self.literals = literals.map { Array($0.utf8) }
        var pairs = [UInt64](repeating: 0, count: 1_024)
        for literal in self.literals where literal.count > 1 {
            let pair = Int(literal[0]) << 8 | Int(literal[1])
            pairs[pair >> 6] |= 1 << UInt64(pair & 63)
        }
        self.pairs = pairs
    }

    func isIn(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            pairs.withUnsafeBufferPointer { pairs in
                var at = 0
                // `at + 1` is below the number of bytes, and a pair below 65,536.
                while at + 1 < bytes.count {
                    let pair = Int(bytes[at]) << 8 | Int(bytes[at + 1])
                    if pairs[pair >> 6] >> UInt64(pair & 63) & 1 != 0, begins(bytes[at...]) { return true }
                    at += 1
                }
                return false
            }
        }
    }

    private func begins(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool { literals.contains { rest.starts(with: $0) } }
}
