/// Reads a JSON document into a tree, as far as it goes: what no parser should take is repaired where its meaning is
/// plain, and noted.
public struct JSONTreeReader {
    /// What was wrong with a document.
    public struct Flaws: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let byteOrderMark = Flaws(rawValue: 1)
        public static let trailingComma = Flaws(rawValue: 2)
        /// It ends before its last bracket.
        public static let truncated = Flaws(rawValue: 4)
        /// Bytes that are not UTF-8.
        public static let encoding = Flaws(rawValue: 8)
        /// Anything else: what stands there is left out, or nothing behind it was read.
        public static let malformed = Flaws(rawValue: 16)
        /// Nested deeper, or of more values, than is kept.
        public static let excess = Flaws(rawValue: 32)
        /// Something else follows the document.
        public static let trailingText = Flaws(rawValue: 64)
    }

    /// Levels that are kept; what is below them is left out.
    static let depthLimit = 64
    /// Values that are kept.
    static let valueLimit = 1 << 20

    private let bytes: UnsafeBufferPointer<UInt8>
    private var i: Int
    private var values = 0
    private var isStopped = false
    public private(set) var flaws: Flaws = []
    private var scratch: [UInt8] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) { (self.bytes, i) = (bytes, start) }

    /// The first value of `bytes`, what is wrong with it, and where it ends. Nil when none starts there.
    public static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> (tree: JSONTree, flaws: Flaws, end: Int)? {
        var reader = JSONTreeReader(bytes, at: start)
        if start == 0, bytes.count > 2, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf {
            reader.i = 3
            reader.flaws.insert(.byteOrderMark)
        }
        reader.skipBlanks()
        guard reader.i < bytes.count, "{[\"-0123456789tfn".utf8.contains(bytes[reader.i]) else { return nil }
        guard let tree = reader.value(depth: 0) else { return nil }
        return (tree, reader.flaws, min(reader.i, bytes.count))
    }

    /// The one document that `bytes` are, blanks apart. A comma behind it is a flaw, and so is other text.
    public static func document(_ bytes: [UInt8]) -> (tree: JSONTree, flaws: Flaws)? {
        bytes.withUnsafeBufferPointer { bytes in
            guard let (tree, found, start) = read(bytes) else { return nil }
            var (flaws, end) = (found, start)
            var sawComma = false
            while end < bytes.count {
                let byte = bytes[end]
                if byte == UInt8(ascii: ","), !sawComma {
                    sawComma = true
                    flaws.insert(.trailingComma)
                } else if byte > 0x20, byte != 0 {
                    flaws.insert(.trailingText)
                    break
                }
                end += 1
            }
            return (tree, flaws)
        }
    }

    private mutating func skipBlanks() {
        while i < bytes.count, bytes[i] <= 0x20 { i += 1 }
    }

    private mutating func stop(_ flaw: Flaws) {
        flaws.insert(i >= bytes.count ? .truncated : flaw)
        isStopped = true
    }

    private mutating func value(depth: Int) -> JSONTree? {
        skipBlanks()
        guard i < bytes.count else {
            stop(.truncated)
            return nil
        }
        values += 1
        guard values <= Self.valueLimit else {
            stop(.excess)
            flaws.insert(.excess)
            return nil
        }
        switch bytes[i] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return number()
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return word()
        default:
            stop(.malformed)
            return nil
        }
    }

    /// Steps over a composite that is nested too deep.
    private mutating func skipComposite() {
        flaws.insert(.excess)
        var depth = 0
        while i < bytes.count {
            switch bytes[i] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 {
                    i += 1
                    return
                }
            case UInt8(ascii: "\""):
                i += 1
                while i < bytes.count, bytes[i] != UInt8(ascii: "\"") { i += bytes[i] == UInt8(ascii: "\\") ? 2 : 1 }
            default: break
            }
            i += 1
        }
        i = min(i, bytes.count)
        stop(.truncated)
    }

    private mutating func object(depth: Int) -> JSONTree {
        guard depth < Self.depthLimit else {
            skipComposite()
            return .object([])
        }
        i += 1
        var members: [JSONTree.Member] = []
        while !isStopped {
            skipBlanks()
            guard i < bytes.count else {
                stop(.truncated)
                break
            }
            if bytes[i] == UInt8(ascii: "}") {
                i += 1
                break
            }
            guard let key = key() else { break }
            skipBlanks()
            guard i < bytes.count, bytes[i] == UInt8(ascii: ":") else {
                stop(.malformed)
                break
            }
            i += 1
            if let value = value(depth: depth + 1) { members.append(JSONTree.Member(key, value)) }
            if isStopped || !separator(before: UInt8(ascii: "}")) { break }
        }
        return .object(members)
    }

    private mutating func key() -> String? {
        if bytes[i] == UInt8(ascii: "\"") { return string() }
        stop(.malformed)
        return nil
    }

    private mutating func array(depth: Int) -> JSONTree {
        guard depth < Self.depthLimit else {
            skipComposite()
            return .array([])
        }
        i += 1
        var elements: [JSONTree] = []
        while !isStopped {
            skipBlanks()
            guard i < bytes.count else {
                stop(.truncated)
                break
            }
            if bytes[i] == UInt8(ascii: "]") {
                i += 1
                break
            }
            if let value = value(depth: depth + 1) { elements.append(value) }
            if isStopped || !separator(before: UInt8(ascii: "]")) { break }
        }
        return .array(elements)
    }

    /// Steps over the comma behind a value, or over the bracket that closes what it is in; false: it is closed.
    private mutating func separator(before close: UInt8) -> Bool {
        skipBlanks()
        guard i < bytes.count else {
            stop(.truncated)
            return false
        }
        if bytes[i] == close {
            i += 1
            return false
        }
        guard bytes[i] == UInt8(ascii: ",") else {
            stop(.malformed)
            return false
        }
        i += 1
        skipBlanks()
        if i < bytes.count, bytes[i] == close {
            flaws.insert(.trailingComma)
            i += 1
            return false
        }
        return true
    }

    /// `i` is at the quote.
    private mutating func string() -> String? {
        let start = i + 1
        i = start
        var hasEscapes = false
        while i < bytes.count, bytes[i] != UInt8(ascii: "\"") {
            if bytes[i] == UInt8(ascii: "\\") {
                hasEscapes = true
                i += 1
            } else if bytes[i] < 0x20 {
                flaws.insert(.malformed)
            }
            i += 1
        }
        let end = min(i, bytes.count)
        let raw = UnsafeBufferPointer(rebasing: bytes[start..<max(start, end)])
        if i < bytes.count { i += 1 } else { stop(.truncated) }
        if hasEscapes {
            scratch.removeAll(keepingCapacity: true)
            JSONText.decode(raw, into: &scratch)
            return scratch.withUnsafeBufferPointer { text($0) }
        }
        return text(raw)
    }

    private mutating func text(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        if let text = String(validating: raw, as: UTF8.self) { return text }
        flaws.insert(.encoding)
        return String(decoding: raw, as: UTF8.self)
    }

    private mutating func number() -> JSONTree {
        let start = i
        while i < bytes.count {
            switch bytes[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                i += 1
                continue
            default: break
            }
            break
        }
        return .number(String(decoding: bytes[start..<i], as: UTF8.self))
    }

    private mutating func word() -> JSONTree? {
        let start = i
        while i < bytes.count, bytes[i] | 0x20 >= UInt8(ascii: "a"), bytes[i] | 0x20 <= UInt8(ascii: "z") { i += 1 }
        let text = String(decoding: bytes[start..<i], as: UTF8.self)
        switch text {
        case "null": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default:
            if i >= bytes.count, ["true", "false", "null"].contains(where: { $0.hasPrefix(text) }) {
                stop(.truncated)
                return nil
            }
            // `NaN`, `None`, `True`: not JSON, and yet no reason to lose the rest.
            flaws.insert(.malformed)
            return .string(text)
        }
    }
}
