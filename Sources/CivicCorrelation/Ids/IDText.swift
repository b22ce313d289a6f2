public import CivicFormats
import CivicProfile

/// Reads ids as they are written: whatever case, dashes, braces, quotes or `urn:uuid:` a service puts around it, one id
/// has one key. What only looks like an id (`null`, zeros, `unknown`) has none.
public enum IDText {
    /// Longest value that is taken for an id, in bytes; what is longer is a payload.
    public static let longest = 512

    /// The key of a value, or `IDKey.none` when it names nothing. Reads exactly `count` bytes from `start`.
    @inline(__always)
    public static func key(_ start: UnsafePointer<UInt8>, _ count: Int) -> IDKey {
        if count == 32 {
            if let high = hex16(start), let low = hex16(start + 16) { return key(high, low) }
        } else if count == 36, start[8] == 0x2d, start[13] == 0x2d, start[18] == 0x2d, start[23] == 0x2d {
            if let key = uuid(start) { return key }
        }
        return slowKey(UnsafeBufferPointer(start: start, count: count))
    }

    /// The key of a slot, escapes and all.
    @inline(__always)
    public static func key(_ slot: Slot) -> IDKey { key(slot.start, Int(slot.count)) }

    public static func key(of text: String) -> IDKey {
        var text = text
        return text.withUTF8 { bytes in bytes.baseAddress.map { key($0, bytes.count) } ?? .none }
    }

    /// All zeros and all ones are what programs write where there is no id.
    @inline(__always)
    private static func key(_ high: UInt64, _ low: UInt64) -> IDKey {
        if high == 0 && low == 0 || high == .max && low == .max { return .none }
        return IDKey(number: high, low)
    }

    /// Sixteen hexadecimal digits as a number. Reads exactly 16 bytes.
    @inline(__always)
    static func hex16(_ p: UnsafePointer<UInt8>) -> UInt64? {
        guard let a = hex8(p), let b = hex8(p + 8) else { return nil }
        return a << 32 | b
    }

    /// Eight hexadecimal digits at once: all bytes of a word are checked and folded in parallel.
    @inline(__always)
    static func hex8(_ p: UnsafePointer<UInt8>) -> UInt64? {
        let word = UInt64(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
        guard word & 0x8080_8080_8080_8080 == 0 else { return nil }
        // Letters to lower case; digits keep their bit 0x20 and others are refused below.
        let lower = word | 0x2020_2020_2020_2020
        let isLetter = (lower & 0x4040_4040_4040_4040) >> 6
        // Digits: 0x30...0x39. Letters: 0x61...0x66. Ranges are checked with additions that carry into bit 7.
        let digitBase: UInt64 = 0x3030_3030_3030_3030
        let letterBase: UInt64 = 0x6161_6161_6161_6161
        let mask = isLetter &* 0xff
        let base = (digitBase & ~mask) | (letterBase & mask)
        let limit = (0x0909_0909_0909_0909 & ~mask) | (0x0505_0505_0505_0505 & mask)
        // Per byte: value - base must lie in 0...limit. With bit 7 set first no byte borrows from its neighbour.
        let offset = (lower | 0x8080_8080_8080_8080) &- base
        guard offset & 0x8080_8080_8080_8080 == 0x8080_8080_8080_8080 else { return nil }
        let value = offset & 0x7f7f_7f7f_7f7f_7f7f
        guard ((value &+ (0x7f7f_7f7f_7f7f_7f7f &- limit)) & 0x8080_8080_8080_8080) == 0 else { return nil }
        // A digit needs bits 0x30 as they were written: `| 0x20` would turn 0x10...0x19 into digits.
        guard (word & ~mask & 0x1010_1010_1010_1010) == (~mask & 0x1010_1010_1010_1010),
            (word & ~mask & 0x2020_2020_2020_2020) == (~mask & 0x2020_2020_2020_2020)
        else { return nil }
        let nibbles = value &+ (isLetter &* 10)
        // Bytes b0 (first digit, most significant) ... b7: pairs, then quads, then the word.
        let pairs = ((nibbles << 4) | (nibbles >> 8)) & 0x00ff_00ff_00ff_00ff
        let quads = ((pairs << 8) | (pairs >> 16)) & 0x0000_ffff_0000_ffff
        return ((quads << 16) | (quads >> 32)) & 0xffff_ffff
    }

    /// A UUID in its usual form; the dashes are known to stand where they must. Reads exactly 36 bytes.
    @inline(__always)
    private static func uuid(_ p: UnsafePointer<UInt8>) -> IDKey? {
        // 8-4-4-4-12: the groups of four are read as parts of eight bytes around their dashes.
        guard let a = hex8(p), let b = hex4(p + 9), let c = hex4(p + 14), let d = hex4(p + 19), let e = hex4(p + 24),
            let f = hex8(p + 28)
        else { return nil }
        return key(a << 32 | b << 16 | c, d << 48 | e << 32 | f)
    }

    @inline(__always)
    private static func hex4(_ p: UnsafePointer<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for i in 0..<4 {
            let c = p[i]
            switch c {
            case 0x30...0x39: value = value << 4 | UInt64(c - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(c - 0x61 + 10)
            case 0x41...0x46: value = value << 4 | UInt64(c - 0x41 + 10)
            default: return nil
            }
        }
        return value
    }

    /// Everything but plain numbers of 128 bits.
    @inline(never)
    private static func slowKey(_ value: UnsafeBufferPointer<UInt8>) -> IDKey {
        let core = trimmed(value)
        guard !core.isEmpty, core.count <= longest, !isVoid(core) else { return .none }
        if core.count != value.count, let start = core.baseAddress, core.count == 32 || core.count == 36 {
            return key(start, core.count)
        }
        if let start = core.baseAddress, core.count == 16, let number = hex16(start) { return key(0, number) }
        if core.count > 32, core.count < 48, let number = hexWithSeparators(core) { return key(number.high, number.low) }
        return IDKey(high: ContentHash.of(core, seed: 0x1d), low: ContentHash.of(core, seed: 0x2e))
    }

    /// Without blanks, quotes, braces and `urn:uuid:`.
    static func trimmed(_ value: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var (low, high) = (0, value.count)
        func isFrame(_ c: UInt8) -> Bool {
            c <= 0x20 || c == UInt8(ascii: "\"") || c == UInt8(ascii: "'") || c == UInt8(ascii: "{") || c == UInt8(ascii: "}")
                || c == UInt8(ascii: "<") || c == UInt8(ascii: ">") || c == UInt8(ascii: "(") || c == UInt8(ascii: ")")
        }
        while low < high, isFrame(value[low]) { low += 1 }
        while low < high, isFrame(value[high - 1]) { high -= 1 }
        let core = UnsafeBufferPointer(rebasing: value[low..<high])
        let prefix = Array("urn:uuid:".utf8)
        if core.count > prefix.count, zip(core, prefix).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) {
            return UnsafeBufferPointer(rebasing: core[prefix.count...])
        }
        return core
    }

    /// Thirty-two hexadecimal digits with dashes between them, wherever they stand.
    private static func hexWithSeparators(_ value: UnsafeBufferPointer<UInt8>) -> (high: UInt64, low: UInt64)? {
        var (high, low, digits): (UInt64, UInt64, Int) = (0, 0, 0)
        for c in value {
            let digit: UInt64
            switch c {
            case 0x30...0x39: digit = UInt64(c - 0x30)
            case 0x61...0x66: digit = UInt64(c - 0x61 + 10)
            case 0x41...0x46: digit = UInt64(c - 0x41 + 10)
            case 0x2d: continue
            default: return nil
            }
            high = high << 4 | low >> 60
            low = low << 4 | digit
            digits += 1
        }
        return digits == 32 ? (high, low) : nil
    }

    private static let voids: Set<String> = [
        "-", "--", "null", "nil", "none", "undefined", "unknown", "n/a", "na", "(null)", "<nil>", "<none>", "[]", "{}", "empty",
        "false", "true", "0", "nan", "default", "missing", "not set", "notset", "unset",
    ]

    /// Words and digits that stand where no id is.
    static func isVoid(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = value.first else { return true }
        if first == 0x30 || first | 0x20 == 0x66 {
            // Zeros (and dashes between them), or the largest value.
            if value.allSatisfy({ $0 == 0x30 || $0 == 0x2d }) { return true }
            if value.count >= 16, value.allSatisfy({ $0 | 0x20 == 0x66 || $0 == 0x2d }) { return true }
        }
        guard value.count <= 9 else { return false }
        return voids.contains(String(decoding: value, as: UTF8.self).lowercased())
    }
}
