import CivicScore

/// Writes JSON (RFC 8259) piece by piece. The same calls give the same bytes everywhere: no locale, no reflection, members in
/// the order they are written.
///
/// Whatever could act on a terminal or break a line reader (control characters, bidirectional overrides, invisible format
/// characters, U+2028 and U+2029) is written as `\u` escapes, which loses nothing.
public struct JSONWriter: Sendable {
    /// Integers beyond ±2^53 are written as strings: most readers keep numbers as doubles and would change them.
    public static let largestExactInteger = 1 << 53

    private var bytes: [UInt8] = []
    /// Containers above this depth put each element on a line of its own, the others stay on one line.
    private let breakDepth: Int
    private var depth = 0
    /// Whether the container in hand has an element yet.
    private var isEmpty = true
    /// Right behind a key: no comma, no line break.
    private var afterKey = false

    public init(breakDepth: Int = 4) { self.breakDepth = breakDepth }

    /// What was written, with a line end behind it.
    public var text: String { String(decoding: bytes, as: UTF8.self) + "\n" }

    // MARK: - Values

    public mutating func object(_ body: (inout JSONWriter) -> Void) { container("{", "}", body) }
    public mutating func array(_ body: (inout JSONWriter) -> Void) { container("[", "]", body) }

    public mutating func null() { literal("null") }
    public mutating func boolean(_ value: Bool) { literal(value ? "true" : "false") }

    public mutating func integer(_ value: Int) {
        let exact = value.magnitude <= UInt(Self.largestExactInteger)
        literal(exact ? String(value) : "\"\(value)\"")
    }

    /// A number with at most `decimals` decimals and at least one (`1.0`); what is no number is null.
    public mutating func number(_ value: Double, decimals: Int) {
        guard var text = NumberText.fixed(value, decimals: decimals) else { return null() }
        if text.contains(".") {
            while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
        }
        literal(text == "-0.0" ? "0.0" : text)
    }

    public mutating func string(_ value: some StringProtocol) {
        separate()
        quote(value)
    }

    public mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
        afterKey = true
    }

    // MARK: - Members

    public mutating func member(_ name: String, _ value: some StringProtocol) {
        key(name)
        string(value)
    }

    public mutating func member(_ name: String, _ value: Int) {
        key(name)
        integer(value)
    }

    public mutating func member(_ name: String, _ value: Bool) {
        key(name)
        boolean(value)
    }

    /// Nil is null.
    public mutating func member(_ name: String, _ value: Double?, decimals: Int) {
        key(name)
        if let value { number(value, decimals: decimals) } else { null() }
    }

    public mutating func member(_ name: String, strings: [String]) {
        key(name)
        array { writer in for string in strings { writer.string(string) } }
    }

    public mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }

    public mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        array(body)
    }

    // MARK: - Bytes

    private mutating func container(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes += open.utf8
        (depth, isEmpty) = (depth + 1, true)
        body(&self)
        depth -= 1
        if !isEmpty, depth < breakDepth { newLine() }
        isEmpty = false
        bytes += close.utf8
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes += text.utf8
    }

    /// Writes what stands between this element and the one before it.
    private mutating func separate() {
        if afterKey {
            afterKey = false
            return
        }
        if depth == 0 { return }
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        if depth <= breakDepth { newLine() } else if !isEmpty { bytes.append(UInt8(ascii: " ")) }
        isEmpty = false
    }

    private mutating func newLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: depth * 2)
    }

    private mutating func quote(_ value: some StringProtocol) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        // Nearly every text is plain ASCII without anything to escape.
        let plain = value.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "[")
        }
        if plain {
            bytes += value.utf8
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": bytes += "\\\"".utf8
            case "\\": bytes += "\\\\".utf8
            case "\n": bytes += "\\n".utf8
            case "\r": bytes += "\\r".utf8
            case "\t": bytes += "\\t".utf8
            // Two `#` and a `[` are a command of a CI runner that prints the report.
            case "[" where bytes.suffix(2).elementsEqual("##".utf8): bytes += "\\u005b".utf8
            case _ where SafeText.acts(scalar):
                for unit in String(scalar).utf16 {
                    let hex = String(unit, radix: 16)
                    bytes += "\\u".utf8
                    bytes += repeatElement(UInt8(ascii: "0"), count: 4 - hex.utf8.count)
                    bytes += hex.utf8
                }
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
    }
}
