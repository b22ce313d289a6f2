/// Looks for literals in the bytes of a body. A day of answers is a hundred thousand bodies, and searching text by
/// characters takes most of the time of an audit of them; what is looked for is ASCII, so that bytes say the same.
struct ByteSearch: Sendable {
    private let literal: [UInt8]

    init(_ literal: String) { self.literal = Array(literal.utf8) }

    /// Where the literal ends first at or behind `start`; nil when it is not there.
    func end(in bytes: [UInt8], from start: Int = 0) -> Int? {
        guard let first = literal.first, start >= 0 else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            literal.withUnsafeBufferPointer { literal in
                let last = bytes.count - literal.count
                var at = start
                // `at + k` stays below `last + literal.count`, which is the number of bytes.
                while at <= last {
                    if bytes[at] == first {
                        var k = 1
                        while k < literal.count, bytes[at + k] == literal[k] { k += 1 }
                        if k == literal.count { return at + k }
                    }
                    at += 1
                }
                return nil
            }
        }
    }
}
