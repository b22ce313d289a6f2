/// Columns that text takes on a terminal. Simple on purpose: wide East Asian characters and pictures take two, marks none.
enum DisplayWidth {
    /// Ranges of wide characters (East Asian Width W and F of UAX 11, joined to whole blocks).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97f,
        0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff,
        0x20000...0x3fffd,
    ]

    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        if isMark(scalar) { return 0 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    static func of(_ text: some StringProtocol) -> Int { text.unicodeScalars.reduce(0) { $0 + of($1) } }

    /// The text, or as much of its start as fits with a `…` behind it.
    static func cut(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var (kept, width) = ("", 0)
        for scalar in text.unicodeScalars {
            width += of(scalar)
            if width > columns - 1 { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + "…"
    }

    /// As much of the end as fits, with a `…` before it: of a path the end says more.
    static func cutStart(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var (kept, width): ([Unicode.Scalar], Int) = ([], 0)
        for scalar in text.unicodeScalars.reversed() {
            width += of(scalar)
            if width > columns - 1 { break }
            kept.append(scalar)
        }
        var end = String.UnicodeScalarView()
        end.append(contentsOf: kept.reversed())
        return "…" + String(end)
    }

    /// Filled with blanks up to `columns`, on the right or, for numbers, on the left.
    static func pad(_ text: String, to columns: Int, right: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, columns - of(text)))
        return right ? blanks + text : text + blanks
    }

    /// Broken at blanks into lines of at most `columns`; a word that is longer is broken where it must be.
    static func wrap(_ text: String, to columns: Int) -> [String] {
        let columns = max(8, columns)
        var (lines, line, used): ([String], String, Int) = ([], "", 0)
        for word in text.split(separator: " ") {
            let width = of(word)
            if used > 0, used + 1 + width > columns {
                lines.append(line)
                (line, used) = ("", 0)
            }
            if used > 0 {
                line += " "
                used += 1
            }
            if width <= columns {
                line += word
                used += width
                continue
            }
            for scalar in word.unicodeScalars {
                if used + of(scalar) > columns {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line.unicodeScalars.append(scalar)
                used += of(scalar)
            }
        }
        if used > 0 || lines.isEmpty { lines.append(line) }
        return lines
    }
}
