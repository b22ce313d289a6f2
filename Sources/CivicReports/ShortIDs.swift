/// Makes long ids in a sentence short: of `569a8383-07c1-4638-9f10-d0f47e231c83` eight digits are enough to tell lines apart.
enum ShortIDs {
    /// Hexadecimal digits, with dashes between them, from which on a word is taken for an id.
    private static let fewestDigits = 16
    static let kept = 8

    static func shortened(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var i = 0
        while i < bytes.count {
            guard isWord(bytes[i]) else {
                out.append(bytes[i])
                i += 1
                continue
            }
            var end = i
            var (digits, isHex) = (0, true)
            while end < bytes.count, isWord(bytes[end]) || bytes[end] == UInt8(ascii: "-") {
                if isWord(bytes[end]) {
                    digits += 1
                    isHex = isHex && self.isHex(bytes[end])
                }
                end += 1
            }
            if isHex, digits >= fewestDigits {
                out += bytes[i..<(i + kept)] + Array("…".utf8)
            } else {
                out += bytes[i..<end]
            }
            i = end
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The start of an id.
    static func short(_ id: String) -> String {
        let core = id.drop { "\"'{(<".contains($0) }
        return SafeText.printable(core, columns: 64).prefix(kept).description
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func isHex(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 }
}
