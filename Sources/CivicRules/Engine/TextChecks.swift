import CivicFormats
import CivicModel

/// Checks on a value that is at hand as text or bytes.
enum TextChecks {
    /// For pseudo-fields that are known once per cell (`@template`, `@source`, `@format`): patterns run through a matcher
    /// made for the call, which is rare.
    static func holds(_ check: FieldCheck, text: String, patterns: PatternTable) -> Bool {
        switch check {
        case .exists(let wanted): return wanted == !text.isEmpty
        case .empty(let wanted): return wanted == text.isEmpty
        case .type(let type): return type == .string
        case .isIn(let list): return list.contains(.string(text))
        case .notIn(let list): return !list.contains(.string(text))
        case .matches(let pattern): return matches(pattern, text)
        case .notMatches(let pattern): return !matches(pattern, text)
        case .length(let range): return range.contains(Double(text.unicodeScalars.count))
        case .format(let format): return Array(text.utf8).withUnsafeBufferPointer { ValueFormats.holds(format, $0) }
        case .range(let range): return Double(text).map(range.contains) ?? false
        case .compare, .level, .finds: return false
        }
    }

    private static func matches(_ pattern: Pattern, _ text: String) -> Bool {
        guard let matcher = try? PatternMatcher(pattern) else { return false }
        return Array(text.utf8).withUnsafeBufferPointer { matcher.matches($0) }
    }

    /// Number of Unicode scalars in well-formed UTF-8; of ill-formed text, the number of bytes that start one.
    static func length(_ bytes: UnsafeBufferPointer<UInt8>) -> Int { bytes.count { $0 & 0xc0 != 0x80 } }

    /// The number that `bytes` write, with the units that durations and sizes carry.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard bytes.count > 0, bytes.count <= 64 else { return nil }
        return Double(String(decoding: bytes, as: UTF8.self))
    }

    static func equals(_ bytes: UnsafeBufferPointer<UInt8>, kind: ValueKind, _ scalar: Scalar) -> Bool {
        switch scalar {
        case .string(let text):
            guard kind == .string || kind == .emptyString else { return false }
            return bytes.elementsEqual(text.utf8)
        case .number(let value):
            guard kind == .integer || kind == .bigInteger || kind == .decimal else { return false }
            return number(bytes) == value
        case .boolean(let value):
            guard kind == .boolean else { return false }
            return bytes.elementsEqual((value ? "true" : "false").utf8)
        }
    }

    static func compare(_ a: Double, _ comparison: Comparison, _ b: Double, tolerance: Double) -> Bool {
        switch comparison {
        case .lt: a < b + tolerance
        case .lte: a <= b + tolerance
        case .gt: a > b - tolerance
        case .gte: a >= b - tolerance
        case .eq: (a - b).magnitude <= tolerance
        case .ne: (a - b).magnitude > tolerance
        }
    }

    static func compare(_ a: Level, _ comparison: Comparison, _ b: Level) -> Bool {
        guard a != .none else { return false }
        switch comparison {
        case .lt: return a < b
        case .lte: return a <= b
        case .gt: return a > b
        case .gte: return a >= b
        case .eq: return a == b
        case .ne: return a != b
        }
    }
}
