/// A JSON value with everything below it, for documents that are looked at as a whole. Keeps the order of keys and keys
/// that are there twice.
public indirect enum JSONTree: Sendable, Hashable {
    case null
    case boolean(Bool)
    /// As written.
    case number(String)
    case string(String)
    case array([JSONTree])
    case object([Member])

    public struct Member: Sendable, Hashable {
        public var key: String
        public var value: JSONTree
        public init(_ key: String, _ value: JSONTree) { (self.key, self.value) = (key, value) }
    }

    /// The member `key` of an object; the last of several.
    public subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    /// The member at the end of `keys`, one level a key.
    public subscript(path keys: String...) -> JSONTree? {
        var value: JSONTree? = self
        for key in keys { value = value?[key] }
        return value
    }

    /// Members of an object; empty for other values.
    public var members: [Member] {
        if case .object(let members) = self { return members }
        return []
    }

    /// Elements of an array; empty for other values.
    public var elements: [JSONTree] {
        if case .array(let elements) = self { return elements }
        return []
    }

    public var isObject: Bool {
        if case .object = self { return true }
        return false
    }

    public var isArray: Bool {
        if case .array = self { return true }
        return false
    }

    /// An object without members, an array without elements.
    public var isEmptyComposite: Bool { self == .object([]) || self == .array([]) }

    public var isNull: Bool { self == .null }

    public var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    public var boolean: Bool? {
        if case .boolean(let flag) = self { return flag }
        return nil
    }

    /// A whole number that fits; a string is none.
    public var integer: Int? {
        if case .number(let text) = self { return Int(text) }
        return nil
    }

    /// A truth value, also as a string in any case.
    public var truth: Bool? {
        switch self {
        case .boolean(let flag): return flag
        case .string(let text):
            switch text.lowercased() {
            case "true": return true
            case "false": return false
            default: return nil
            }
        default: return nil
        }
    }

    /// The text of a value that is neither null nor composite.
    public var text: String? {
        switch self {
        case .string(let text), .number(let text): return text
        case .boolean(let flag): return flag ? "true" : "false"
        case .null, .array, .object: return nil
        }
    }

    /// `text`, unless there is nothing in it: placeholders such as `""` count as absent.
    public var filledText: String? {
        guard let text, text.contains(where: { !$0.isWhitespace }) else { return nil }
        return text
    }

    /// Compact JSON.
    public var serialised: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }

    private func write(to out: inout [UInt8]) {
        switch self {
        case .null: out += Array("null".utf8)
        case .boolean(let flag): out += Array((flag ? "true" : "false").utf8)
        case .number(let text): out += Array(text.utf8)
        case .string(let text): Self.write(text, to: &out)
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                element.write(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to out: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case 0x0a: out += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0x0d: out += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0x09: out += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0..<0x20:
                out += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
