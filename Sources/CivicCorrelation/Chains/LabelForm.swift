import CivicFormats
import CivicProfile

/// What the id of a trace or flow looks like, as far as it tells kinds of ids apart: an order number and a trace may both be the flow that
/// a record names, and that they differ says nothing of what was lost on the way.
enum LabelForm {
    /// Where it stands in `EventRow.stageBits`.
    static let mask: UInt32 = 31 << shift
    private static let shift: UInt32 = 26
    /// More changes from letters to digits and back than this are chance, as in ULIDs.
    private static let most = 2

    /// Of a value with 32 digits, or 36 characters as UUIDs have: what nearly all traces are.
    static let number: UInt32 = 0

    /// The form of a value; 0 for a number in hexadecimal digits, alone or with what a `traceparent` has beside it.
    @inline(never)
    static func of(_ slot: Slot) -> UInt32 { of(slot.bytes) }

    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var runs: (changes: Int, hash: UInt64, last: UInt8) = (0, 0, 0)
        var hexDigits = 0
        for byte in bytes.prefix(128) {
            let isHex = byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
            hexDigits = isHex ? hexDigits + 1 : 0
            if hexDigits == 16 { return number }
            let kind: UInt8 =
                switch byte {
                case 0x30...0x39: 0x30
                case 0x41...0x5a, 0x61...0x7a: 0x61
                default: byte
                }
            if kind == runs.last { continue }
            let isChange = kind == 0x30 && runs.last == 0x61 || kind == 0x61 && runs.last == 0x30
            runs = (runs.changes + (isChange ? 1 : 0), ContentHash.mix(runs.hash ^ UInt64(kind)), kind)
        }
        if runs.last == 0 { return number }
        if runs.changes > most { return 1 << shift }
        return (2 + UInt32(runs.hash % 30)) << shift
    }
}
