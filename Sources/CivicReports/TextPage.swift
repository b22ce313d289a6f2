import CivicModel

/// Collects the lines of a text report.
struct TextPage {
    /// Columns to lay out for; less than 40 is treated as 40.
    let width: Int
    let ink: Ink
    private(set) var text = ""

    init(width: Int, color: Bool) {
        self.width = max(40, width)
        ink = Ink(color: color)
    }

    /// The lines so far, which are not given again.
    mutating func take() -> String {
        defer { text = "" }
        return text
    }

    /// Adds a line. Blanks at its end go, and what a build server would take for a command of its own (`::…` at the start of
    /// a line, `##[` anywhere) is broken up, since the line may hold words of a log.
    mutating func line(_ content: String = "") {
        var content = content
        while content.hasSuffix(" ") { content.removeLast() }
        let blanks = content.prefix(while: \.isWhitespace)
        if content.dropFirst(blanks.count).hasPrefix("::") {
            content = blanks + "\\u{3A}" + content.dropFirst(blanks.count + 1)
        }
        var guarded = ""
        var rest = content[...]
        while let at = rest.firstRange(of: "##[") {
            guarded += rest[..<at.lowerBound] + "#\\u{23}["
            rest = rest[at.upperBound...]
        }
        text += guarded + rest + "\n"
    }

    /// Adds a paragraph, broken to the width, each line behind `indent` blanks; `first` replaces the first indent.
    mutating func paragraph(_ content: String, indent: Int, first: String? = nil) {
        let blanks = String(repeating: " ", count: indent)
        for (i, part) in DisplayWidth.wrap(content, to: width - indent).enumerated() {
            line((i == 0 ? first ?? blanks : blanks) + part)
        }
    }

    /// Adds a loss: its address, and what was lost, on the same line or broken below it.
    mutating func loss(_ address: String, _ detail: String, indent: Int) {
        let blanks = String(repeating: " ", count: indent)
        let address = SafeText.printableEnd(address, columns: width - indent)
        let detail = SafeText.printable(detail, columns: 10 * width)
        if indent + DisplayWidth.of(address) + 3 + DisplayWidth.of(detail) <= width {
            line(blanks + address + "   " + detail)
        } else {
            line(blanks + address)
            paragraph(detail, indent: indent + 2)
        }
    }

    /// Adds an address and a sample from there: on one line where the sample has room, else on two.
    mutating func evidence(_ address: String, _ sample: String, indent: Int) {
        let blanks = String(repeating: " ", count: indent)
        let address = SafeText.printableEnd(address, columns: width - indent)
        let room = width - indent - DisplayWidth.of(address) - 2
        if sample.isEmpty {
            line(blanks + address)
        } else if room >= Self.sampleRoom || room > 0 && DisplayWidth.of(SafeText.printable(sample, columns: room + 1)) <= room
        {
            line(blanks + address + "  " + SampleText.fit(sample, columns: room))
        } else {
            line(blanks + address)
            line(blanks + "  " + SampleText.fit(sample, columns: width - indent - 2))
        }
    }

    /// Columns beside its address that a sample can be read in.
    private static let sampleRoom = 72
}

/// The few colours of a report: bold headings, and red, yellow or green for a grade. Nothing at all when not asked for.
struct Ink {
    let color: Bool

    func bold(_ text: String) -> String { color ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func dim(_ text: String) -> String { color ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    /// `text` in the colour of a letter: A and B green, C and D yellow, F red.
    func grade(_ text: String, letter: String) -> String {
        guard color, let code = ["A": 32, "B": 32, "C": 33, "D": 33, "F": 31][letter.prefix(1)] else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
