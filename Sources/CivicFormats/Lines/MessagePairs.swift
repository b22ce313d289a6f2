#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `key=value` tokens inside a text message. They become fields named by their key, so that ids in text can be followed; the
/// message keeps them.
enum MessagePairs {
    /// More pairs than this are not looked for: the message is then data, not a sentence with ids.
    static let limit = 24

    /// What ends a value without quotes.
    private static var stops: ByteSet { ByteSet(" \t,;)]}\"|") }

    static func add(from message: Bytes, into sink: FieldSink) {
        guard let base = message.baseAddress, !message.isEmpty else { return }
        let end = base + message.count
        var from = base
        var found = 0
        while from < end, found < limit, let hit = memchr(from, 0x3D, end - from) {
            let equals = UnsafePointer(hit.assumingMemoryBound(to: UInt8.self))
            from = equals + 1
            guard let key = key(before: equals, base: base) else { continue }
            var c = LineCursor(at: from, end: end)
            if let value = value(&c, key: key) {
                sink.add(key, value.kind, value.bytes, hasEscapes: value.hasEscapes)
                found += 1
                from = c.at
            }
        }
    }

    /// The identifier that ends at `equals` and starts the text or follows a blank or an opening or dividing mark.
    private static func key(before equals: UnsafePointer<UInt8>, base: UnsafePointer<UInt8>) -> Bytes? {
        var start = equals
        while start > base, (start - 1).pointee.isNameByte, equals - start <= 40 { start -= 1 }
        let count = equals - start
        guard count > 0, count <= 40, start.pointee.isLetter || start.pointee == UInt8(ascii: "_") else { return nil }
        if start > base {
            switch (start - 1).pointee {
            case 0x20, 0x09, UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ";"),
                UInt8(ascii: "|"):
                break
            default: return nil
            }
        }
        let key = Bytes(start: start, count: count)
        // These would stand beside the record's own.
        switch count {
        case 4: if key.equals("time") { return nil }
        case 5: if key.equals("level") { return nil }
        case 7: if key.equals("message") { return nil }
        default: break
        }
        return key
    }

    private static func value(_ c: inout LineCursor, key: Bytes) -> (bytes: Bytes, kind: ValueKind, hasEscapes: Bool)? {
        switch c.peek {
        case UInt8(ascii: "\""):
            guard let text = c.quoted() else { return nil }
            return (text.text, text.text.isEmpty ? .emptyString : .string, text.hasEscapes)
        case UInt8(ascii: "'"):
            c.skip(1)
            guard let text = c.until(UInt8(ascii: "'"), limit: 512) else { return nil }
            return (text, text.isEmpty ? .emptyString : .string, false)
        // `==`, `=>`, `=~`, and values that are structures.
        case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "~"), UInt8(ascii: "{"), UInt8(ascii: "["),
            UInt8(ascii: "("):
            return nil
        default: break
        }
        let start = c.at
        var p = start
        while p < c.end, !stops.contains(p.pointee) { p += 1 }
        c.at = p
        let text = c.since(start)
        if text.isEmpty {
            // Base64 ends in `=` too: only a plain word may stand for nothing.
            guard key.allSatisfy({ $0.isLower || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }) else { return nil }
            return (text, .emptyString, false)
        }
        return (text, text.literalKind, false)
    }
}
