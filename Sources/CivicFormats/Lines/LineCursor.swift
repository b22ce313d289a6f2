#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes of a line; never copied.
typealias Bytes = UnsafeBufferPointer<UInt8>

/// A position in one line that never leaves it: every read is checked against `end`, and a read behind it gives 0, a byte
/// that no format looks for.
struct LineCursor {
    var at: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>

    /// Nil for a line without bytes.
    @inline(__always)
    init?(_ line: Bytes) {
        guard let start = line.baseAddress, !line.isEmpty else { return nil }
        (at, end) = (start, start + line.count)
    }

    @inline(__always)
    init(at: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) { (self.at, self.end) = (at, end) }

    @inline(__always) var left: Int { end - at }
    @inline(__always) var isAtEnd: Bool { at >= end }
    @inline(__always) var rest: Bytes { Bytes(start: at, count: end - at) }

    /// The byte here, or 0 at the end.
    @inline(__always) var peek: UInt8 { at < end ? at.pointee : 0 }

    /// The byte `offset` (>= 0) bytes ahead, or 0 behind the end.
    @inline(__always)
    func peek(_ offset: Int) -> UInt8 { offset < end - at ? at[offset] : 0 }

    /// The bytes from `start`, an earlier position, to here.
    @inline(__always)
    func since(_ start: UnsafePointer<UInt8>) -> Bytes { Bytes(start: start, count: at - start) }

    @inline(__always)
    mutating func skip(_ count: Int) { at += min(count, end - at) }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard at < end, at.pointee == byte else { return false }
        at += 1
        return true
    }

    @inline(__always)
    mutating func take(_ text: StaticString) -> Bool {
        guard rest.starts(with: text) else { return false }
        at += text.utf8CodeUnitCount
        return true
    }

    /// Blanks and tabs.
    @inline(__always)
    mutating func skipBlanks() {
        while at < end, at.pointee == 0x20 || at.pointee == 0x09 { at += 1 }
    }

    /// What lies before the next `byte`, which is skipped too; nil, without a move, when it does not come within `limit`.
    @inline(__always)
    mutating func until(_ byte: UInt8, limit: Int = .max) -> Bytes? {
        guard let hit = find(byte, limit: limit) else { return nil }
        let found = Bytes(start: at, count: hit - at)
        at = hit + 1
        return found
    }

    @inline(__always)
    func find(_ byte: UInt8, limit: Int = .max) -> UnsafePointer<UInt8>? {
        let count = min(limit, end - at)
        guard count > 0, let hit = memchr(at, Int32(byte), count) else { return nil }
        return UnsafePointer(hit.assumingMemoryBound(to: UInt8.self))
    }

    /// The bytes up to the next blank, tab or the end; the blank stays.
    @inline(__always)
    mutating func word() -> Bytes {
        let start = at
        var p = at
        while p < end, p.pointee != 0x20, p.pointee != 0x09 { p += 1 }
        at = p
        return since(start)
    }

    /// The digits here, possibly none.
    @inline(__always)
    mutating func digits() -> Bytes {
        let start = at
        while at < end, at.pointee &- 0x30 < 10 { at += 1 }
        return since(start)
    }

    /// The inside of `"…"`, where a backslash escapes the next byte. Nil, without a move, when the quote is not closed.
    mutating func quoted() -> (text: Bytes, hasEscapes: Bool)? {
        guard peek == UInt8(ascii: "\"") else { return nil }
        var p = at + 1
        var hasEscapes = false
        while p < end {
            switch p.pointee {
            case UInt8(ascii: "\""):
                let text = Bytes(start: at + 1, count: p - at - 1)
                at = p + 1
                return (text, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                p += 2
            default: p += 1
            }
        }
        return nil
    }

    /// The inside of a pair of brackets that opens here and may hold pairs of the same kind. Nil, without a move, when it is
    /// not closed within `limit` bytes.
    mutating func bracketed(_ open: UInt8, _ close: UInt8, limit: Int = 160) -> Bytes? {
        guard peek == open else { return nil }
        let last = left <= limit ? end : at + limit
        var p = at + 1
        var depth = 1
        while p < last {
            if p.pointee == close {
                depth -= 1
                if depth == 0 {
                    let text = Bytes(start: at + 1, count: p - at - 1)
                    at = p + 1
                    return text
                }
            } else if p.pointee == open {
                depth += 1
            }
            p += 1
        }
        return nil
    }
}

extension UInt8 {
    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
    @inline(__always) var isUpper: Bool { self &- 0x41 < 26 }
    @inline(__always) var isLower: Bool { self &- 0x61 < 26 }
    @inline(__always) var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inline(__always) var isHex: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
    @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 }
    /// A blank, a tab, or what `LineCursor.peek` gives at the end.
    @inline(__always) var isBreak: Bool { self == 0x20 || self == 0x09 || self == 0 }
    /// Letters, digits, `_`, `-`, `.`: what names of services, keys and hosts are made of.
    @inline(__always) var isNameByte: Bool {
        isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Byte `offset`, or 0 behind the end.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { offset >= 0 && offset < count ? self[offset] : 0 }

    @inline(__always)
    func starts(with text: StaticString) -> Bool {
        let n = text.utf8CodeUnitCount
        guard count >= n, let start = baseAddress else { return false }
        return memcmp(start, text.utf8Start, n) == 0
    }

    @inline(__always)
    func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && starts(with: text) }

    /// Ends with `text`.
    @inline(__always)
    func ends(with text: StaticString) -> Bool {
        let n = text.utf8CodeUnitCount
        guard count >= n, let start = baseAddress else { return false }
        return memcmp(start + (count - n), text.utf8Start, n) == 0
    }

    /// The part from `offset` (0...count) on.
    @inline(__always)
    func from(_ offset: Int) -> Bytes { Bytes(rebasing: self[Swift.min(offset, count)...]) }

    /// The first `n` bytes (at most all).
    @inline(__always)
    func first(_ n: Int) -> Bytes { Bytes(rebasing: self[..<Swift.min(n, count)]) }

    /// Without blanks and tabs at both ends.
    var trimmed: Bytes {
        guard let start = baseAddress else { return self }
        var (from, to) = (0, count)
        while from < to, self[from].isBlank { from += 1 }
        while to > from, self[to - 1].isBlank { to -= 1 }
        return Bytes(start: start + from, count: to - from)
    }

    @inline(__always) var isDigits: Bool { !isEmpty && allSatisfy(\.isDigit) }
    @inline(__always) var isHex: Bool { !isEmpty && allSatisfy(\.isHex) }

    @inline(__always)
    func holds(_ byte: UInt8) -> Bool {
        guard let start = baseAddress, !isEmpty else { return false }
        return memchr(start, Int32(byte), count) != nil
    }

    /// 8-4-4-4-12 hex digits.
    var isUUID: Bool {
        guard count == 36 else { return false }
        for i in 0..<36 {
            let isDash = i == 8 || i == 13 || i == 18 || i == 23
            guard isDash ? self[i] == UInt8(ascii: "-") : self[i].isHex else { return false }
        }
        return true
    }

    /// A word that names a level in a header, whatever its case; a number or a letter is none.
    @inline(__always) var isLevelWord: Bool {
        switch LevelWord.standing(self) {
        case .sure, .ambiguous: true
        case .letter, .none: false
        }
    }

    /// The kind of an unquoted value: a number or a truth value only when it can be nothing else. Leading zeros make a
    /// string, since they carry meaning in ids, and so do more digits than a number of 64 bits has.
    var literalKind: ValueKind {
        guard let start = baseAddress, !isEmpty else { return .emptyString }
        // Most values are words.
        if start.pointee.isUpper { return .string }
        var p = start
        let end = start + count
        if p.pointee == UInt8(ascii: "-") { p += 1 }
        let whole = p
        while p < end, p.pointee.isDigit { p += 1 }
        let digits = p - whole
        if digits > 0 {
            if digits > 1, whole.pointee == UInt8(ascii: "0") { return .string }
            if p == end { return digits <= 15 ? .integer : digits <= 20 ? .bigInteger : .string }
            if p.pointee == UInt8(ascii: ".") {
                p += 1
                let fraction = p
                while p < end, p.pointee.isDigit { p += 1 }
                guard p > fraction else { return .string }
                if p == end { return .decimal }
            }
            guard p.pointee | 0x20 == UInt8(ascii: "e") else { return .string }
            p += 1
            if p < end, p.pointee == UInt8(ascii: "+") || p.pointee == UInt8(ascii: "-") { p += 1 }
            let exponent = p
            while p < end, p.pointee.isDigit { p += 1 }
            // Hex ids may look like a number with an exponent, but rarely with a small one.
            return p == end && p > exponent && p - exponent <= 3 && count <= 24 ? .decimal : .string
        }
        switch start.pointee {
        case UInt8(ascii: "t"): return equals("true") ? .boolean : .string
        case UInt8(ascii: "f"): return equals("false") ? .boolean : .string
        case UInt8(ascii: "n"): return equals("null") || equals("nil") ? .null : .string
        case UInt8(ascii: "<"): return equals("<nil>") ? .null : .string
        default: return .string
        }
    }
}

extension FieldSink {
    /// A text value: `emptyString` when it says nothing.
    @inline(__always)
    func text(_ name: StaticString, _ value: Bytes, hasEscapes: Bool = false) {
        add(name, value.isEmpty ? .emptyString : .string, value, hasEscapes: hasEscapes)
    }

    /// A text value when there is one.
    @inline(__always)
    func text(_ name: StaticString, _ value: Bytes?) {
        if let value { text(name, value) }
    }

    /// An unquoted value whose kind is read from its bytes.
    @inline(__always)
    func literal(_ name: StaticString, _ value: Bytes?) {
        if let value { add(name, value.literalKind, value) }
    }

    /// The rest of a line behind an envelope's header: the payload when it is itself a record, else the message.
    func body(_ rest: Bytes) {
        if let record = InnerRecord.find(in: rest) {
            payload = record
        } else {
            text("message", rest)
        }
    }
}
