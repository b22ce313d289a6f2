/// Turns the bytes of a JSON string, as written between its quotes, into text.
public enum JSONText {
    /// Appends the decoded bytes of `raw` to `out`. Escapes that are none are kept as written; lone surrogates become
    /// U+FFFD.
    public static func decode(_ raw: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        var i = 0
        let n = raw.count
        out.reserveCapacity(out.count + n)
        while i < n {
            let c = raw[i]
            guard c == UInt8(ascii: "\\"), i + 1 < n else {
                out.append(c)
                i += 1
                continue
            }
            i += 2
            switch raw[i - 1] {
            case UInt8(ascii: "n"): out.append(0x0a)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "r"): out.append(0x0d)
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0c)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(raw[i - 1])
            case UInt8(ascii: "u"):
                guard let unit = hex4(raw, i) else {
                    out += [UInt8(ascii: "\\"), UInt8(ascii: "u")]
                    continue
                }
                i += 4
                var scalar = unit
                if unit & 0xfc00 == 0xd800 {
                    if i + 6 <= n, raw[i] == UInt8(ascii: "\\"), raw[i + 1] == UInt8(ascii: "u"), let low = hex4(raw, i + 2),
                        low & 0xfc00 == 0xdc00
                    {
                        scalar = 0x10000 + (unit & 0x3ff) << 10 + (low & 0x3ff)
                        i += 6
                    } else {
                        scalar = 0xfffd
                    }
                } else if unit & 0xfc00 == 0xdc00 {
                    scalar = 0xfffd
                }
                append(scalar, to: &out)
            default: out += [UInt8(ascii: "\\"), raw[i - 1]]
            }
        }
    }

    /// The text of `raw` with invalid UTF-8 repaired.
    public static func string(_ raw: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) -> String {
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        var bytes: [UInt8] = []
        decode(raw, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hex4(_ raw: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32? {
        guard at + 4 <= raw.count else { return nil }
        var value: UInt32 = 0
        for i in at..<at + 4 {
            switch raw[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(raw[i] - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(raw[i] - 0x57)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(raw[i] - 0x37)
            default: return nil
            }
        }
        return value
    }

    private static func append(_ scalar: UInt32, to out: inout [UInt8]) {
        switch scalar {
        case 0..<0x80: out.append(UInt8(scalar))
        case 0x80..<0x800: out += [UInt8(0xc0 | scalar >> 6), UInt8(0x80 | scalar & 0x3f)]
        case 0x800..<0x10000:
            out += [UInt8(0xe0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 0x3f), UInt8(0x80 | scalar & 0x3f)]
        default:
            out += [
                UInt8(0xf0 | scalar >> 18), UInt8(0x80 | scalar >> 12 & 0x3f), UInt8(0x80 | scalar >> 6 & 0x3f),
                UInt8(0x80 | scalar & 0x3f),
            ]
        }
    }
}
