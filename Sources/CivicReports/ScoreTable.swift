import CivicModel
import CivicScore

/// The table at the head of an audit: a line for each service, its caps below it, and the system at the end.
struct ScoreTable {
    /// Services whose name nothing in the input says come last.
    let unresolved: Set<String>

    private static let headings: [Dimension: (long: String, short: String)] = [
        .format: ("format", "fmt"), .message: ("message", "msg"), .correlation: ("correl.", "cor"),
        .health: ("health", "hlt"), .security: ("security", "sec"), .volume: ("volume", "vol"),
        .experiment: ("experiment", "exp"),
    ]

    /// Best first, the nameless behind the named.
    func order(_ cards: [ServiceCard]) -> [ServiceCard] {
        cards.sorted { a, b in
            let (x, y) = (unresolved.contains(a.name), unresolved.contains(b.name))
            if x != y { return y }
            if a.isScored != b.isScored { return a.isScored }
            return a.score != b.score ? a.score > b.score : a.name < b.name
        }
    }

    func write(_ scorecard: Scorecard, services: [ServiceCard], to page: inout TextPage) {
        let cards = order(services)
        let table = fitting(cards, system: scorecard.system, width: page.width, ink: page.ink)
        let indent = table.columns[0].width + 2
        page.line(page.ink.bold(table.heading))
        for (row, card) in cards.enumerated() {
            page.line(table.row(row))
            if let lowest = card.caps.first?.at, card.uncapped > lowest { page.paragraph(caps(of: card), indent: indent) }
            if Grade.printed(card.unsuppressed) < Grade.printed(card.score) {
                page.paragraph("\(Self.decimal(card.unsuppressed)) without suppressions", indent: indent)
            }
        }
        if scorecard.system != nil { page.line(table.row(cards.count)) }
        notes(cards, to: &page)
    }

    /// `77.9`.
    static func decimal(_ score: Double) -> String { NumberText.fixed(Grade.printed(score), decimals: 1) ?? "?" }

    /// The score with its 95 % interval: `±0.4`, or both sides where they differ, or nothing where a cap leaves no doubt.
    static func score(_ card: ServiceCard) -> String {
        guard card.isScored else { return "    -" }
        let text = DisplayWidth.pad(decimal(card.score), to: 5, right: true)
        func tenths(_ x: Double) -> String { NumberText.fixed(max(0, x), decimals: 1) ?? "?" }
        let (down, up) = (card.score - card.low, card.high - card.score)
        if tenths(down) == "0.0", tenths(up) == "0.0" { return text }
        return abs(down - up) < 0.5 ? "\(text) ±\(tenths(max(down, up)))" : "\(text) -\(tenths(down))/+\(tenths(up))"
    }

    /// The widest layout that fits: with long headings, with short ones, tighter, without records, without dimensions.
    private func fitting(_ cards: [ServiceCard], system: (score: Double, grade: String)?, width: Int, ink: Ink) -> TextTable {
        let layouts: [(long: Bool, gap: Int, records: Bool, dimensions: Bool)] = [
            (true, 2, true, true), (false, 2, true, true), (false, 1, true, true), (false, 1, false, true),
            (false, 2, false, false),
        ]
        var table = TextTable(columns: [])
        for nameLimit in [40, 16] {
            for layout in layouts {
                var columns = [TextTable.Column(heading: "service")]
                columns[0].cells = cards.map { DisplayWidth.cut(Self.name($0.name), to: nameLimit) }
                var score = TextTable.Column(heading: "score")
                score.cells = cards.map(Self.score)
                var grade = TextTable.Column(heading: "grade", gap: layout.gap)
                grade.cells = cards.map(\.grade)
                grade.paint = { cell, filled in ink.grade(filled, letter: cell) }
                columns += [score, grade]
                if layout.dimensions {
                    for (i, dimension) in Dimension.allCases.enumerated() {
                        let heading = Self.headings[dimension]
                        var column = TextTable.Column(
                            heading: (layout.long ? heading?.long : heading?.short) ?? dimension.rawValue, right: true,
                            gap: layout.gap)
                        column.cells = cards.map { card in
                            guard let score = card.dimensions.first(where: { $0.dimension == dimension }), score.assessed
                            else { return "n/a" }
                            // Rounded down: 100 means nothing is left to mend.
                            return NumberText.fixed((score.score + 1e-9).rounded(.down), decimals: 0) ?? "?"
                        }
                        if layout.long, i > 0 { column.gap = 1 }
                        columns.append(column)
                    }
                }
                if layout.records {
                    var records = TextTable.Column(heading: "records", right: true, gap: layout.gap)
                    records.cells = cards.map { NumberText.count($0.records) }
                    columns.append(records)
                }
                if let system {
                    for i in columns.indices { columns[i].cells.append("") }
                    columns[0].cells[cards.count] = "system"
                    columns[1].cells[cards.count] = DisplayWidth.pad(Self.decimal(system.score), to: 5, right: true)
                    columns[2].cells[cards.count] = system.grade
                }
                table = TextTable(columns: columns)
                if table.width <= width { return table }
            }
        }
        return table
    }

    static func name(_ service: String) -> String { service.isEmpty ? "(no service)" : SafeText.name(service) }

    /// `capped at 49 by SEC-005 (214 records); 58.3 without`.
    private func caps(of card: ServiceCard) -> String {
        guard let lowest = card.caps.first?.at else { return "" }
        let inForce = card.caps.filter { $0.at == lowest }.map { cap in
            let unit = card.rules.first { $0.outcome.rule.id == cap.rule }?.outcome.rule.unit ?? .record
            return "\(cap.rule) (\(CountText.of(cap.violations, unit)))"
        }
        var text = "capped at \(Self.whole(lowest)) by \(CountText.list(inForce)); \(Self.decimal(card.uncapped)) without"
        let others = card.caps.filter { $0.at > lowest }.map { "\($0.rule) at \(Self.whole($0.at))" }
        if !others.isEmpty { text += ", then \(CountText.list(others))" }
        return text
    }

    /// `49`, or `49.5` where a rule set says so.
    static func whole(_ x: Double) -> String {
        (x == x.rounded() ? NumberText.fixed(x, decimals: 0) : NumberText.fixed(x, decimals: 1)) ?? "?"
    }

    /// What the signs in the table mean, where they are there.
    private func notes(_ cards: [ServiceCard], to page: inout TextPage) {
        var notes: [String] = []
        if cards.contains(where: { $0.dimensions.contains { !$0.assessed } }) {
            notes.append("n/a: not assessed, no rule found anything to judge")
        }
        if cards.contains(where: { $0.grade == Grade.unrated }) {
            notes.append("unrated: a letter needs format, message, correlation and security")
        }
        if cards.contains(where: { $0.grade.hasSuffix("?") }) {
            notes.append("?: too few records to be sure of the letter (the interval is wider than ±8)")
        }
        for note in notes { page.paragraph(note, indent: 0) }
    }
}
