import CByteScan

/// Payment card numbers in log text: brand prefix and length, Luhn checksum, and nothing around them that makes them
/// part of something else. A bare Luhn check fires on every tenth identifier.
public enum PaymentCard {
    /// Replaces `hits` by the offsets of the first digits of the card numbers in a block of whole lines, ascending.
    public static func scanCards(_ base: UnsafePointer<UInt8>, _ count: Int, hits: inout [UInt32]) {
        let block = UnsafeBufferPointer(start: base, count: count)
        NumberScan.scan(
            hits: &hits, candidates: { civic_scan_cards(base, count, &$0, &$1) }, accepts: { number(at: $0, in: block) != nil })
    }

    /// The card number whose first digit is at `start`: 13 to 19 digits on end, or groups of 4-4-4-4, 4-4-4-4-3, 4-6-5
    /// or 4-6-4 with one space or one dash between them.
    static func number(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        guard start < text.count, isDigit(text[start]), precedingAllows(start, in: text) else { return nil }
        // 1 industry digit decides early: timestamps begin with 1.
        guard (0x32...0x36).contains(text[start]) else { return nil }
        var digits: [UInt8] = []
        guard let end = readDigits(from: start, in: text, into: &digits) else { return nil }
        guard followingAllows(end, in: text), hasBrand(digits), passesLuhn(digits) else { return nil }
        guard !isNamedIdentifier(start, digits: digits.count, in: text) else { return nil }
        return start..<end
    }

    /// Sum of the digits, every second one from the right doubled, is a multiple of ten (ISO/IEC 7812-1, annex B).
    /// `digits` are values 0 to 9.
    static func passesLuhn(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
        var sum = 0
        var isDoubled = false
        for digit in digits.reversed() {
            let value = Int(digit) << (isDoubled ? 1 : 0)
            sum += value > 9 ? value - 9 : value
            isDoubled.toggle()
        }
        return sum % 10 == 0
    }

    /// Prefix and length of Visa, Mastercard, American Express, Discover, JCB or Diners Club.
    static func hasBrand(_ digits: [UInt8]) -> Bool {
        guard digits.count >= 4 else { return false }
        let four = digits[..<4].reduce(0) { $0 * 10 + Int($1) }
        switch digits.count {
        case 13: return four / 1000 == 4 && !isArticleNumber(digits)
        case 19: return four / 1000 == 4
        case 14: return four / 100 == 36 || four / 100 == 38 || (300...305).contains(four / 10)
        case 15: return four / 100 == 34 || four / 100 == 37
        case 16:
            return four / 1000 == 4 || (51...55).contains(four / 100) || (2221...2720).contains(four)
                || four == 6011 || four / 100 == 65 || (644...649).contains(four / 10) || (3528...3589).contains(four)
        default: return false
        }
    }

    /// Whether 13 digits carry the check digit of an article number (EAN-13): those of German makers start with 400 to 440,
    /// and one in ten passes the checksum of cards. Visa has not issued cards of 13 digits for decades.
    private static func isArticleNumber(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (index, digit) in digits.enumerated() { sum += Int(digit) * (index % 2 == 0 ? 1 : 3) }
        return sum % 10 == 0
    }

    private static func readDigits(
        from start: Int, in text: UnsafeBufferPointer<UInt8>, into digits: inout [UInt8]
    ) -> Int? {
        func run(_ from: Int) -> Int {
            var end = from
            while end < text.count, end - from < 20, isDigit(text[end]) { end += 1 }
            return end - from
        }
        let first = run(start)
        if (13...19).contains(first) {
            digits = text[start..<start + first].map { $0 - 0x30 }
            return start + first
        }
        guard first == 4, start + 4 < text.count, text[start + 4] == 0x20 || text[start + 4] == 0x2d else { return nil }
        let separator = text[start + 4]
        var groups = [4]
        var end = start + 4
        digits = text[start..<end].map { $0 - 0x30 }
        while groups.count < 5, end + 1 < text.count, text[end] == separator {
            let length = run(end + 1)
            guard [3, 4, 5, 6].contains(length) else { break }
            // A group that no notation continues with belongs to the next word.
            let longer = groups + [length]
            guard notations.contains(where: { $0.starts(with: longer) }) else { break }
            groups = longer
            digits += text[end + 1..<end + 1 + length].map { $0 - 0x30 }
            end += 1 + length
        }
        return notations.contains(groups) ? end : nil
    }

    private static let notations = [[4, 4, 4, 4], [4, 4, 4, 4, 3], [4, 6, 5], [4, 6, 4]]

    /// No letter, digit, `_`, `-`, `.`, `/` or `:` before it; but a JSON member's colon may be (`"card":4111…`), and
    /// the letter of a JSON escape (`\n4111…`).
    private static func precedingAllows(_ start: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard start > 0 else { return true }
        let byte = text[start - 1]
        let other = start > 1 ? text[start - 2] : 0x20
        if byte == UInt8(ascii: ":") { return other == UInt8(ascii: "\"") || other == UInt8(ascii: "'") }
        if byte == UInt8(ascii: "n") || byte == UInt8(ascii: "t") || byte == UInt8(ascii: "r") {
            return other == UInt8(ascii: "\\")
        }
        return !joins(byte)
    }

    /// The same behind it; but a full stop or colon that ends a phrase may be there (`… 4111111111111111. Retrying`).
    private static func followingAllows(_ end: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard end < text.count else { return true }
        let byte = text[end]
        if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") {
            guard end + 1 < text.count else { return true }
            let other = text[end + 1]
            return ByteSet.space.contains(other) || other == UInt8(ascii: "\"") || other == UInt8(ascii: "\\")
        }
        return !joins(byte)
    }

    private static func joins(_ byte: UInt8) -> Bool {
        isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: ":")
    }

    /// Whether the name right before the number says that it is another number: tracers write 64-bit ids in decimal,
    /// of which one in a hundred thousand looks like a card; of 19-digit ids that begin with 4, one in ten does.
    private static func isNamedIdentifier(_ start: Int, digits: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = start
        var hasSeparator = false
        while i > 0, start - i < 8 {
            let byte = text[i - 1]
            if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") {
                hasSeparator = true
            } else if byte != 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "'") {
                break
            }
            i -= 1
        }
        guard hasSeparator else { return false }
        var name: [UInt8] = []
        while i > 0, name.count < 8 {
            let byte = folded(text[i - 1])
            i -= 1
            if byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") { continue }
            guard isWord(byte) else { break }
            name.append(byte)
        }
        let endings = digits == 19 ? ["id"] : ["traceid", "spanid", "parentid"]
        return endings.contains { name.starts(with: $0.utf8.reversed()) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
