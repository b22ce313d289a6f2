/// Makes text from outside harmless: what was in a log must not move the cursor, change a colour, reverse the reading order or
/// end a line of a report.
public enum SafeText {
    /// Combining marks in a row that are shown; more of them would climb over the lines above.
    private static let marks = 4

    /// Text with everything that acts written as an escape: `\n`, `\t`, `\u{1B}`. Backslashes stay as they are, so the
    /// result is for reading, not for parsing back.
    public static func printable(_ text: some StringProtocol) -> String {
        var safe = ""
        safe.reserveCapacity(text.utf8.count)
        var run = 0
        for scalar in text.unicodeScalars { append(scalar, to: &safe, run: &run) }
        return safe
    }

    /// The same for bytes; what is no UTF-8 becomes U+FFFD.
    public static func printable(bytes: some Collection<UInt8>) -> String {
        printable(String(decoding: bytes, as: UTF8.self))
    }

    /// At most `columns` columns of the printable text; `…` stands for the rest. Reads no further than it must, so a message
    /// of a megabyte costs nothing.
    public static func printable(_ text: some StringProtocol, columns: Int) -> String {
        var safe = ""
        var run = 0
        for scalar in text.unicodeScalars {
            append(scalar, to: &safe, run: &run)
            // An escape has up to 10 columns and a mark has none: both are settled by `cut`.
            if safe.utf8.count > 8 * max(0, columns) + 64 { break }
        }
        return DisplayWidth.cut(safe, to: columns)
    }

    /// A name (of a service, a field, a format, a rule), which has no reason to be longer than 120 columns.
    static func name(_ text: some StringProtocol) -> String { printable(text, columns: 120) }

    /// At most `columns` columns of the end of the printable text, with `…` before it: of a path the end says more.
    static func printableEnd(_ text: String, columns: Int) -> String {
        // Enough scalars to fill the columns even where most of them are marks.
        let end = text.unicodeScalars.suffix(8 * max(0, columns) + 64)
        let safe = printable(String(String.UnicodeScalarView(end)))
        return DisplayWidth.cutStart(safe, to: columns)
    }

    /// Whether a character does something else than to be seen: controls, format characters (bidirectional overrides, zero
    /// width), line and paragraph separators, and what Unicode has not assigned.
    static func acts(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7f { return scalar.value < 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to safe: inout String, run: inout Int) {
        let mark = DisplayWidth.isMark(scalar)
        run = mark ? run + 1 : 0
        switch scalar {
        case "\n": safe += "\\n"
        case "\r": safe += "\\r"
        case "\t": safe += "\\t"
        case _ where acts(scalar) || run > marks: safe += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default: safe.unicodeScalars.append(scalar)
        }
    }
}
