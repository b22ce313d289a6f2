/// `<PRI>` in front of a syslog line: facility * 8 + severity.
enum SyslogPriority {
    /// One byte for each severity, so that a level's value can point to static text.
    private static let digits: StaticString = "01234567"

    /// Reads `<0>`...`<191>` and gives the severity as one digit of text; nil, without a move, when there is none.
    @inline(__always)
    static func read(_ c: inout LineCursor) -> Bytes? {
        guard c.peek == UInt8(ascii: "<") else { return nil }
        var value = 0
        var i = 1
        while i <= 3, c.peek(i).isDigit {
            value = value * 10 + Int(c.peek(i) - 0x30)
            i += 1
        }
        guard i > 1, value <= 191, c.peek(i) == UInt8(ascii: ">") else { return nil }
        c.skip(i + 1)
        return Bytes(start: digits.utf8Start + (value & 7), count: 1)
    }
}
