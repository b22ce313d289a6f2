public import CivicModel
import CivicScore

/// The catalogue for a person: `civic rules list` and `civic rules explain ID`.
public struct RulesTextReporter: Sendable {
    /// Columns of the terminal.
    public var width: Int
    public var color: Bool

    public init(width: Int, color: Bool) { (self.width, self.color) = (width, color) }

    /// All rules, in the order given, with a blank line between families.
    public func list(_ rules: [RuleInfo]) -> String {
        var page = TextPage(width: width, color: color)
        var columns = ["rule", "name", "severity", "impact", "unit", "cap"].map { TextTable.Column(heading: $0) }
        columns[5].right = true
        for rule in rules {
            let cells = [
                SafeText.name(rule.id), DisplayWidth.cut(SafeText.name(rule.name), to: 32), rule.severity.rawValue,
                rule.impact.rawValue, rule.unit.rawValue, rule.cap.map { ScoreTable.whole($0.at) } ?? "",
            ]
            for (i, cell) in cells.enumerated() { columns[i].cells.append(cell) }
        }
        let table = TextTable(columns: columns)
        page.line(page.ink.bold(table.heading))
        for (i, rule) in rules.enumerated() {
            if i == 0 || rules[i - 1].family != rule.family {
                if i > 0 { page.line() }
            }
            page.line(table.row(i))
        }
        page.line()
        page.line("\(CountText.of(rules.count, "rule")); civic rules explain ID tells more")
        return page.text
    }

    /// One rule with everything that there is to know of it. Examples are log text, as the rule file has them.
    public func explain(_ rule: RuleInfo, passing: [String] = [], failing: [String] = []) -> String {
        var page = TextPage(width: width, color: color)
        page.line(page.ink.bold(SafeText.printable("\(rule.id) \(rule.name)", columns: page.width)))
        page.paragraph(SafeText.printable(rule.rationale, columns: 10 * page.width), indent: 2)
        page.paragraph("help: " + SafeText.printable(rule.fix, columns: 10 * page.width), indent: 2)
        page.line()
        let allowance = rule.allowance
        field("severity", rule.severity.rawValue, to: &page)
        field("dimension", "\(rule.dimension.rawValue), weight \(ScoreTable.whole(rule.dimension.weight))", to: &page)
        field("impact", "\(rule.impact.rawValue), weight \(ScoreTable.whole(rule.impact.weight))", to: &page)
        let balanced = ", balanced over message templates"
        field("counts", "\(rule.unit.rawValue)s\(allowance.ratio == .balanced ? balanced : "")", to: &page)
        if allowance.presence {
            field("allows", "none: the first one costs half of the credit, one in a thousand all of it", to: &page)
        } else {
            let (ok, bad) = (NumberText.percent(allowance.ok), NumberText.percent(allowance.bad))
            field("allows", "\(ok) at full credit, falling to none at \(bad)", to: &page)
            field("verdict", "needs \(CountText.of(allowance.minimum, rule.unit))", to: &page)
        }
        if let cap = rule.cap {
            let from = cap.from > 0 ? "from \(NumberText.percent(cap.from)) on" : "from the first one on"
            field("cap", "\(ScoreTable.whole(cap.at)) for the whole service, \(from)", to: &page)
        }
        field("profiles", rule.profiles.map { SafeText.name($0) }.joined(separator: ", "), to: &page)
        examples("Kept", passing, to: &page)
        examples("Broken", failing, to: &page)
        return page.text
    }

    private func field(_ name: String, _ value: String, to page: inout TextPage) {
        page.paragraph(value, indent: 13, first: "  " + DisplayWidth.pad(name, to: 11))
    }

    private func examples(_ title: String, _ examples: [String], to page: inout TextPage) {
        guard !examples.isEmpty else { return }
        page.line()
        page.line(page.ink.bold(title))
        for (i, example) in examples.enumerated() {
            if i > 0 { page.line() }
            for line in example.split(separator: "\n", omittingEmptySubsequences: true) {
                // Whole, over as many lines as it takes: what matters is often at the end.
                page.paragraph(SafeText.printable(line, columns: 10 * page.width), indent: 4, first: "  ")
            }
        }
    }
}
