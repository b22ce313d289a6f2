import CByteScan

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Walks one JSON object once and leaves its shape's node and its slots.
///
/// Reads the grammar of RFC 8259, and more than it where a line would vanish for nothing: control characters inside strings
/// are let through and noted, since real loggers write them; escapes are not checked; of arrays only strings and brackets
/// are looked at. Depth is bounded, nothing recurses.
struct JSONScanner {
    enum Failure: Error {
        /// Not a JSON object, or cut off.
        case malformed
        /// Correct so far, but the line ends inside the object.
        case incomplete
        /// The trie is full; the object may be fine.
        case unknownShape
    }

    static let maximumDepth = 128

    let trie: ShapeTrie

    /// What a walk leaves behind, beside the slots.
    struct Walk {
        /// After the closing brace.
        var end: UnsafePointer<UInt8>
        var node: Int32
        /// A string holds a raw control character.
        var hasRawControl: Bool
    }

    /// Scans the object that starts with `{` at `start`. The bytes up to a line feed must be readable, and 64 more:
    /// every scan below stops at that line feed or at the 16-byte window that holds it.
    func scan(_ start: UnsafePointer<UInt8>, from root: Int32, into buffer: SlotBuffer) throws(Failure) -> Walk {
        var p = start + 1
        var node = root
        var depth = 1
        var hasRawControl = false
        var nodes = trie.nodes
        var edges = trie.edges
        var children = trie.children
        while true {
            if p.pointee == UInt8(ascii: "}") {
                let end = nodes[Int(node)].end
                if end >= 0 {
                    node = end
                } else {
                    node = trie.endObject(node)
                    nodes = trie.nodes
                }
                p += 1
                depth -= 1
                if depth == 0 { return Walk(end: p, node: node, hasRawControl: hasRawControl) }
                continue
            }
            var e = nodes[Int(node)].firstEdge
            while e >= 0 {
                let edge = edges + Int(e)
                if civic_equal(p, edge.pointee.literal, edge.pointee.count) != 0 { break }
                e = edge.pointee.next
            }
            if e < 0 {
                // Not predicted: white space, the end of an object after white space, or a key not seen here yet.
                var q = Self.skipBlanks(p)
                if q.pointee == UInt8(ascii: "}"), q != p {
                    p = q
                    continue
                }
                e = try learn(p, from: node, afterBlanks: &q)
                nodes = trie.nodes
                edges = trie.edges
                children = trie.children
            }
            p += edges[Int(e)].count
            if p.pointee <= 0x20 { p = Self.skipBlanks(p) }

            let kind: ValueKind
            switch p.pointee {
            case UInt8(ascii: "\""):
                let value = p + 1
                var q = value
                var escapes = false
                while true {
                    q += civic_scan_string(q)
                    let c = q.pointee
                    if c == UInt8(ascii: "\"") { break }
                    if c == UInt8(ascii: "\\") {
                        escapes = true
                        if q[1] < 0x20 { throw q[1] == 0x0a ? .incomplete : .malformed }
                        q += 2
                    } else if c == 0x0a || (c == 0x0d && q[1] == 0x0a) {
                        throw .incomplete
                    } else {
                        hasRawControl = true
                        q += 1
                    }
                }
                kind = q == value ? .emptyString : .string
                if escapes { buffer.hasEscapes = true }
                buffer.append(Slot(start: value, count: q - value, hasEscapes: escapes))
                p = q + 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                let (end, number) = try Self.number(p)
                kind = number
                buffer.append(Slot(start: p, count: end - p, hasEscapes: false))
                p = end
            case UInt8(ascii: "{"):
                let q = Self.skipBlanks(p + 1)
                if q.pointee == UInt8(ascii: "}") {
                    kind = .emptyObject
                    buffer.append(Slot(start: p, count: q + 1 - p, hasEscapes: false))
                    p = q + 1
                } else {
                    kind = .object
                    depth += 1
                    if depth > Self.maximumDepth { throw .malformed }
                    p += 1
                }
            case UInt8(ascii: "["):
                let end = try Self.skipComposite(p, hasRawControl: &hasRawControl)
                kind = .array
                buffer.append(Slot(start: p, count: end - p, hasEscapes: false))
                p = end
            case UInt8(ascii: "t"):
                kind = .boolean
                p = try literal(p, "true", into: buffer)
            case UInt8(ascii: "f"):
                kind = .boolean
                p = try literal(p, "false", into: buffer)
            case UInt8(ascii: "n"):
                kind = .null
                p = try literal(p, "null", into: buffer)
            case 0x0a:
                throw .incomplete
            default:
                throw .malformed
            }
            let next = children[Int(e) * ShapeTrie.kindCount + Int(kind.rawValue)]
            if next >= 0 {
                node = next
            } else {
                node = trie.child(of: e, from: node, kind: kind)
                nodes = trie.nodes
            }
        }
    }

    @inline(__always)
    static func skipBlanks(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var p = start
        while p.pointee == 0x20 || p.pointee == 0x09 || (p.pointee == 0x0d && p[1] != 0x0a) { p += 1 }
        return p
    }

    /// Reads `, "key" :` at `p` and learns it. `q` is `p` after its white space.
    @inline(never)
    private func learn(
        _ p: UnsafePointer<UInt8>, from node: Int32, afterBlanks q: inout UnsafePointer<UInt8>
    ) throws(Failure) -> Int32 {
        if !trie.nodes[Int(node)].opensObject {
            guard q.pointee == UInt8(ascii: ",") else { throw q.pointee == 0x0a ? .incomplete : .malformed }
            q = Self.skipBlanks(q + 1)
        }
        guard q.pointee == UInt8(ascii: "\"") else { throw q.pointee == 0x0a ? .incomplete : .malformed }
        let key = q + 1
        var end = key
        while true {
            end += civic_scan_string(end)
            if end.pointee == UInt8(ascii: "\"") { break }
            guard end.pointee == UInt8(ascii: "\\"), end[1] >= 0x20 else {
                throw end.pointee == 0x0a ? .incomplete : .malformed
            }
            end += 2
        }
        var after = Self.skipBlanks(end + 1)
        guard after.pointee == UInt8(ascii: ":") else { throw after.pointee == 0x0a ? .incomplete : .malformed }
        after = Self.skipBlanks(after + 1)
        let edge = trie.learn(
            from: node, literal: UnsafeBufferPointer(start: p, count: after - p),
            key: UnsafeBufferPointer(start: key, count: end - key))
        guard edge >= 0 else { throw .unknownShape }
        return edge
    }

    private func literal(
        _ p: UnsafePointer<UInt8>, _ word: StaticString, into buffer: SlotBuffer
    ) throws(Failure) -> UnsafePointer<UInt8> {
        let n = word.utf8CodeUnitCount
        guard memcmp(p, word.utf8Start, n) == 0 else { throw .malformed }
        buffer.append(Slot(start: p, count: n, hasEscapes: false))
        return p + n
    }

    /// The end of the number at `p` and its kind.
    @inline(__always)
    static func number(_ start: UnsafePointer<UInt8>) throws(Failure) -> (UnsafePointer<UInt8>, ValueKind) {
        var p = start
        if p.pointee == UInt8(ascii: "-") { p += 1 }
        let digits = p
        while p.pointee &- UInt8(ascii: "0") <= 9 { p += 1 }
        let count = p - digits
        if count == 0 || (digits.pointee == UInt8(ascii: "0") && count > 1) { throw .malformed }
        var kind: ValueKind = count > 15 ? .bigInteger : .integer
        if p.pointee == UInt8(ascii: ".") {
            p += 1
            let fraction = p
            while p.pointee &- UInt8(ascii: "0") <= 9 { p += 1 }
            if p == fraction { throw .malformed }
            kind = .decimal
        }
        if p.pointee | 0x20 == UInt8(ascii: "e") {
            p += 1
            if p.pointee == UInt8(ascii: "+") || p.pointee == UInt8(ascii: "-") { p += 1 }
            let exponent = p
            while p.pointee &- UInt8(ascii: "0") <= 9 { p += 1 }
            if p == exponent { throw .malformed }
            kind = .decimal
        }
        return (p, kind)
    }

    /// What stands between the quotes of the string that opens at `start`.
    static func string(
        _ start: UnsafePointer<UInt8>
    ) throws(Failure) -> (text: UnsafeBufferPointer<UInt8>, hasEscapes: Bool) {
        var p = start + 1
        var hasEscapes = false
        while true {
            p += civic_scan_string(p)
            switch p.pointee {
            case UInt8(ascii: "\""): return (UnsafeBufferPointer(start: start + 1, count: p - start - 1), hasEscapes)
            case UInt8(ascii: "\\"):
                if p[1] < 0x20 { throw p[1] == 0x0a ? .incomplete : .malformed }
                hasEscapes = true
                p += 2
            case 0x0a: throw .incomplete
            case 0x0d where p[1] == 0x0a: throw .incomplete
            default: p += 1
            }
        }
    }

    /// The end of the array or object at `start`: brackets and braces are matched, strings skipped; what is inside is not
    /// looked into.
    static func skipComposite(
        _ start: UnsafePointer<UInt8>, hasRawControl: inout Bool
    ) throws(Failure) -> UnsafePointer<UInt8> {
        // Kinds of the open brackets as bits, innermost lowest: 1 for `{`.
        var kinds: (UInt64, UInt64) = (0, 0)
        var depth = 0
        var p = start
        while true {
            switch p.pointee {
            case UInt8(ascii: "\""):
                p += 1
                while true {
                    p += civic_scan_string(p)
                    if p.pointee == UInt8(ascii: "\"") { break }
                    if p.pointee == UInt8(ascii: "\\") {
                        if p[1] < 0x20 { throw p[1] == 0x0a ? .incomplete : .malformed }
                        p += 2
                    } else if p.pointee == 0x0a || (p.pointee == 0x0d && p[1] == 0x0a) {
                        throw .incomplete
                    } else {
                        hasRawControl = true
                        p += 1
                    }
                }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > maximumDepth - 1 { throw .malformed }
                kinds = (kinds.0 << 1 | (p.pointee == UInt8(ascii: "{") ? 1 : 0), kinds.1 << 1 | kinds.0 >> 63)
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if kinds.0 & 1 != (p.pointee == UInt8(ascii: "}") ? 1 : 0) { throw .malformed }
                kinds = (kinds.0 >> 1 | kinds.1 << 63, kinds.1 >> 1)
                depth -= 1
                if depth == 0 { return p + 1 }
            case 0x0a:
                throw .incomplete
            default:
                if p.pointee < 0x20, p.pointee != 0x09, p.pointee != 0x0d { throw .malformed }
            }
            p += 1
        }
    }
}
