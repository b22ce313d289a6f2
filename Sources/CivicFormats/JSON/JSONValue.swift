/// One value of a JSON text as it stands there: its kind, and its bytes (of a string: what is between the quotes).
struct JSONValue {
    /// `object` for one that is not empty.
    var kind: ValueKind
    var slot: Slot
    /// After the value.
    var end: UnsafePointer<UInt8>

    /// Reads the value at `p`; what follows it must be readable up to a line feed and 64 bytes more.
    static func read(_ p: UnsafePointer<UInt8>) throws(JSONScanner.Failure) -> JSONValue {
        switch p.pointee {
        case UInt8(ascii: "\""):
            let (text, hasEscapes) = try JSONScanner.string(p)
            return JSONValue(
                kind: text.isEmpty ? .emptyString : .string,
                slot: Slot(start: p + 1, count: text.count, hasEscapes: hasEscapes),
                end: p + text.count + 2)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            var hasRawControl = false
            let end = try JSONScanner.skipComposite(p, hasRawControl: &hasRawControl)
            let isObject = p.pointee == UInt8(ascii: "{")
            let isEmpty = JSONScanner.skipBlanks(p + 1) + 1 == end
            return JSONValue(
                kind: isObject ? isEmpty ? .emptyObject : .object : .array,
                slot: Slot(start: p, count: end - p, hasEscapes: false),
                end: end)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            let (end, kind) = try JSONScanner.number(p)
            return JSONValue(kind: kind, slot: Slot(start: p, count: end - p, hasEscapes: false), end: end)
        case UInt8(ascii: "t"): return try word(p, "true", .boolean)
        case UInt8(ascii: "f"): return try word(p, "false", .boolean)
        case UInt8(ascii: "n"): return try word(p, "null", .null)
        default: throw p.pointee == 0x0a ? .incomplete : .malformed
        }
    }

    private static func word(
        _ p: UnsafePointer<UInt8>, _ word: StaticString, _ kind: ValueKind
    ) throws(JSONScanner.Failure) -> JSONValue {
        let n = word.utf8CodeUnitCount
        guard UnsafeBufferPointer(start: p, count: n).equals(word) else { throw .malformed }
        return JSONValue(kind: kind, slot: Slot(start: p, count: n, hasEscapes: false), end: p + n)
    }
}

/// Walks the members of one JSON object without learning its shape: for objects that are looked at once, and for those
/// whose keys are data.
struct JSONMembers {
    struct Member {
        /// As written between the quotes.
        var key: UnsafeBufferPointer<UInt8>
        var value: JSONValue
    }

    private var p: UnsafePointer<UInt8>
    private var isFirst = true
    /// After the closing brace, once `next` has given nil.
    private(set) var end: UnsafePointer<UInt8>

    /// `start` is at the `{`.
    init(_ start: UnsafePointer<UInt8>) {
        p = start + 1
        end = p
    }

    mutating func next() throws(JSONScanner.Failure) -> Member? {
        p = JSONScanner.skipBlanks(p)
        if p.pointee == UInt8(ascii: "}") {
            end = p + 1
            return nil
        }
        if !isFirst {
            guard p.pointee == UInt8(ascii: ",") else { throw p.pointee == 0x0a ? .incomplete : .malformed }
            p = JSONScanner.skipBlanks(p + 1)
        }
        isFirst = false
        guard p.pointee == UInt8(ascii: "\"") else { throw p.pointee == 0x0a ? .incomplete : .malformed }
        let (key, _) = try JSONScanner.string(p)
        p = JSONScanner.skipBlanks(p + key.count + 2)
        guard p.pointee == UInt8(ascii: ":") else { throw p.pointee == 0x0a ? .incomplete : .malformed }
        let value = try JSONValue.read(JSONScanner.skipBlanks(p + 1))
        p = value.end
        return Member(key: key, value: value)
    }

    /// The value of the member `key` of the object at `start`; the last of several.
    static func value(of key: StaticString, in start: UnsafePointer<UInt8>) -> JSONValue? {
        var members = JSONMembers(start)
        var found: JSONValue?
        while let member = try? members.next() {
            if member.key.equals(key) { found = member.value }
        }
        return found
    }
}

/// Walks the elements of one JSON array.
struct JSONElements {
    private var p: UnsafePointer<UInt8>
    private var isFirst = true

    /// `start` is at the `[`.
    init(_ start: UnsafePointer<UInt8>) { p = start + 1 }

    mutating func next() throws(JSONScanner.Failure) -> JSONValue? {
        p = JSONScanner.skipBlanks(p)
        if p.pointee == UInt8(ascii: "]") { return nil }
        if !isFirst {
            guard p.pointee == UInt8(ascii: ",") else { throw .malformed }
            p = JSONScanner.skipBlanks(p + 1)
        }
        isFirst = false
        let value = try JSONValue.read(p)
        p = value.end
        return value
    }
}
