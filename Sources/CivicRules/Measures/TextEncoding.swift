import CivicFormats
import CivicModel
import CivicProfile

/// Whether a record is well-formed UTF-8 without NUL, byte order mark and replacement characters (which say that some
/// earlier reader has lost text already), written raw or as JSON escapes.
struct TextEncoding: RecordMeasure {
    static let id = "text-encoding"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func bind(to shape: Shape) -> BoundMeasure {
        let bad: ByteNotes = [.invalidUTF8, .nul, .byteOrderMark, .replacementCharacter]
        return .judged(levels: BoundMeasure.allLevels, onlyOdd: true) { record, _ in
            if !record.notes.isDisjoint(with: bad) { return .broken }
            for i in 0..<record.slotCount where record.slots[i].hasEscapes {
                if EscapeScan.contains(record.slots[i].bytes, where: { $0 == 0 || $0 == 0xfffd || $0 == 0xfeff }) {
                    return .broken
                }
            }
            return .kept
        }
    }
}

/// Looks for code units that JSON strings write as escapes.
enum EscapeScan {
    /// Whether `raw` (the bytes between a string's quotes) holds an escape whose code unit satisfies `test`; `\n` and the
    /// like are handed over as the character that they mean.
    static func contains(_ raw: UnsafeBufferPointer<UInt8>, where test: (UInt32) -> Bool) -> Bool {
        var i = 0
        while i + 1 < raw.count {
            guard raw[i] == UInt8(ascii: "\\") else {
                i += 1
                continue
            }
            switch raw[i + 1] {
            case UInt8(ascii: "n"): if test(0x0a) { return true }
            case UInt8(ascii: "r"): if test(0x0d) { return true }
            case UInt8(ascii: "b"): if test(0x08) { return true }
            case UInt8(ascii: "f"): if test(0x0c) { return true }
            case UInt8(ascii: "u") where i + 6 <= raw.count:
                var unit: UInt32 = 0
                for k in i + 2..<i + 6 {
                    let c = raw[k]
                    unit =
                        unit << 4 | UInt32(
                            c &- UInt8(ascii: "0") <= 9 ? c &- UInt8(ascii: "0") : (c | 0x20) &- UInt8(ascii: "a") &+ 10) & 15
                }
                if test(unit) { return true }
                i += 4
            default: break
            }
            i += 2
        }
        return false
    }
}
