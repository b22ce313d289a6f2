/// A JSON text as a tree: for documents that are read once and whole (journals, health bodies), never for records.
///
/// Reads as much as is there: of a text that is cut off or damaged, everything before the damage is kept, and the reading
/// says at which byte it stopped. Depth and size are bounded, so no input can exhaust stack or memory.
public enum JSONDocument: Sendable, Equatable {
    case null
    case boolean(Bool)
    /// As written.
    case number(String)
    case string(String)
    case array([JSONDocument])
    /// In the order of the text; keys may repeat.
    case object([Member])

    public struct Member: Sendable, Equatable {
        public var key: String
        public var value: JSONDocument
        public init(key: String, value: JSONDocument) { (self.key, self.value) = (key, value) }
    }

    public struct Limits: Sendable {
        /// Containers inside each other; what is nested deeper is left out (null) and noted.
        public var depth = 64
        /// Values in all.
        public var values = 4 << 20
        public init() {}
    }

    public enum Problem: Sendable, Equatable {
        /// The text ends before its value does.
        case cut
        /// Something that is no JSON.
        case malformed
        /// More values than the limit allows.
        case tooLarge
        /// Something is nested deeper than the limit; the rest was read.
        case tooDeep
        /// Something follows the value.
        case trailing
    }

    public struct Reading: Sendable {
        /// Nil when not even the start of a value is there.
        public var value: JSONDocument?
        public var problem: Problem?
        /// Where the problem is; else where the value ends.
        public var byte: Int
    }

    /// Reads one value and the white space around it.
    public static func read(_ bytes: UnsafeBufferPointer<UInt8>, limits: Limits = Limits()) -> Reading {
        var parser = DocumentParser(bytes: bytes, limits: limits)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { parser.i = 3 }
        let value = parser.value(depth: 0)
        if let stop = parser.stop { return Reading(value: value, problem: stop.problem, byte: stop.byte) }
        let end = parser.i
        parser.skipBlanks()
        if parser.i < bytes.count { return Reading(value: value, problem: .trailing, byte: parser.i) }
        if let deep = parser.tooDeepAt { return Reading(value: value, problem: .tooDeep, byte: deep) }
        return Reading(value: value, problem: nil, byte: end)
    }

    public static func read(_ bytes: [UInt8], limits: Limits = Limits()) -> Reading {
        bytes.withUnsafeBufferPointer { read($0, limits: limits) }
    }

    // MARK: - Looking inside

    /// The member `key` of an object, the last of several; nil for other values.
    public subscript(_ key: String) -> JSONDocument? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    public var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    public var boolean: Bool? {
        if case .boolean(let value) = self { return value }
        return nil
    }

    public var double: Double? {
        guard case .number(let text) = self, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// A whole number that fits.
    public var integer: Int? {
        guard case .number(let text) = self else { return nil }
        if let value = Int(text) { return value }
        return double.flatMap { Int(exactly: $0) }
    }

    /// Empty for what is no array.
    public var elements: [JSONDocument] {
        if case .array(let elements) = self { return elements }
        return []
    }

    /// Empty for what is no object.
    public var members: [Member] {
        if case .object(let members) = self { return members }
        return []
    }

    public var isObject: Bool {
        if case .object = self { return true }
        return false
    }

    /// Text, number or truth value as a person would write it; nil for the rest.
    public var scalarText: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}

/// Recursive, to the depth of the limit.
private struct DocumentParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONDocument.Limits
    var i = 0
    var count = 0
    var stop: (problem: JSONDocument.Problem, byte: Int)?
    var tooDeepAt: Int?

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONDocument.Limits) { (self.bytes, self.limits) = (bytes, limits) }

    /// Every read of a byte goes through here: behind the end there is only 0.
    private var current: UInt8 { i < bytes.count ? bytes[i] : 0 }

    mutating func skipBlanks() {
        while i < bytes.count, bytes[i] == 0x20 || bytes[i] == 0x0a || bytes[i] == 0x0d || bytes[i] == 0x09 { i += 1 }
    }

    private mutating func fail(_ problem: JSONDocument.Problem? = nil) {
        guard stop == nil else { return }
        stop = (problem ?? (i >= bytes.count ? .cut : .malformed), i)
    }

    mutating func value(depth: Int) -> JSONDocument? {
        skipBlanks()
        count += 1
        if count > limits.values { fail(.tooLarge) }
        guard stop == nil else { return nil }
        switch current {
        case UInt8(ascii: "{") where i < bytes.count:
            return depth < limits.depth ? object(depth: depth) : skipContainer()
        case UInt8(ascii: "["): return depth < limits.depth ? array(depth: depth) : skipContainer()
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "t"): return word("true", .boolean(true))
        case UInt8(ascii: "f"): return word("false", .boolean(false))
        case UInt8(ascii: "n"): return word("null", .null)
        // Python writes these, which JSON has no words for.
        case UInt8(ascii: "N"): return word("NaN", .null)
        case UInt8(ascii: "I"): return word("Infinity", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        default:
            fail()
            return nil
        }
    }

    private mutating func object(depth: Int) -> JSONDocument {
        var members: [JSONDocument.Member] = []
        i += 1
        skipBlanks()
        if current == UInt8(ascii: "}") {
            i += 1
            return .object([])
        }
        while stop == nil {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else {
                fail()
                break
            }
            guard let key = string() else { break }
            skipBlanks()
            guard current == UInt8(ascii: ":") else {
                fail()
                break
            }
            i += 1
            if let value = value(depth: depth + 1) { members.append(.init(key: key, value: value)) }
            guard stop == nil else { break }
            skipBlanks()
            if current == UInt8(ascii: ",") {
                i += 1
            } else if current == UInt8(ascii: "}") {
                i += 1
                break
            } else {
                fail()
            }
        }
        return .object(members)
    }

    private mutating func array(depth: Int) -> JSONDocument {
        var elements: [JSONDocument] = []
        i += 1
        skipBlanks()
        if current == UInt8(ascii: "]") {
            i += 1
            return .array([])
        }
        while stop == nil {
            if let value = value(depth: depth + 1) { elements.append(value) }
            guard stop == nil else { break }
            skipBlanks()
            if current == UInt8(ascii: ",") {
                i += 1
            } else if current == UInt8(ascii: "]") {
                i += 1
                break
            } else {
                fail()
            }
        }
        return .array(elements)
    }

    /// Steps over a container by its brackets and strings.
    private mutating func skipContainer() -> JSONDocument? {
        if tooDeepAt == nil { tooDeepAt = i }
        var depth = 0
        while i < bytes.count {
            switch bytes[i] {
            case UInt8(ascii: "\""):
                skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            i += 1
            if depth == 0 { return .null }
        }
        fail()
        return nil
    }

    /// To behind the closing quote, or to the end.
    private mutating func skipString() {
        i += 1
        while i < bytes.count, bytes[i] != UInt8(ascii: "\"") { i += bytes[i] == UInt8(ascii: "\\") ? 2 : 1 }
        i = min(i + 1, bytes.count)
    }

    private mutating func string() -> String? {
        let start = i + 1
        i = start
        var hasEscapes = false
        while i < bytes.count, bytes[i] != UInt8(ascii: "\"") {
            if bytes[i] == UInt8(ascii: "\\") {
                hasEscapes = true
                i += 1
            }
            i += 1
        }
        guard i < bytes.count else {
            i = bytes.count
            fail(.cut)
            return nil
        }
        defer { i += 1 }
        return JSONText.string(UnsafeBufferPointer(rebasing: bytes[start..<i]), hasEscapes: hasEscapes)
    }

    private mutating func number() -> JSONDocument? {
        let start = i
        if current == UInt8(ascii: "-") {
            i += 1
            if current == UInt8(ascii: "I") { return word("Infinity", .null) }
        }
        while i < bytes.count {
            switch bytes[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
                UInt8(ascii: "+"), UInt8(ascii: "-"):
                i += 1
                continue
            default: break
            }
            break
        }
        let text = String(decoding: bytes[start..<i], as: UTF8.self)
        guard Double(text) != nil, text.utf8.last != UInt8(ascii: ".") else {
            // A number that the end of the text cuts is none that could be trusted.
            if i < bytes.count { i = start }
            fail()
            return nil
        }
        return .number(text)
    }

    private mutating func word(_ word: StaticString, _ value: JSONDocument) -> JSONDocument? {
        let start = i
        for offset in 0..<word.utf8CodeUnitCount {
            guard i < bytes.count else {
                fail(.cut)
                return nil
            }
            // `offset` is below the word's length.
            guard bytes[i] == word.utf8Start[offset] else {
                i = start
                fail(.malformed)
                return nil
            }
            i += 1
        }
        return value
    }
}
