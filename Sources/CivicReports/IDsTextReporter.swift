public import CivicCorrelation

/// Which fields hold ids, what each is for, and what that stands on: `civic ids explain` for a person.
public struct IDsTextReporter: Sendable {
    /// Columns of the terminal.
    public var width: Int
    public var color: Bool

    public init(width: Int, color: Bool) { (self.width, self.color) = (width, color) }

    public func report(_ evidence: [ColumnEvidence]) -> String {
        var page = TextPage(width: width, color: color)
        let shown = evidence.filter { $0.role != nil }
        let others = evidence.filter { $0.role == nil && $0.distinct >= 20 }
        guard !shown.isEmpty || !others.isEmpty else {
            page.line("no field holds ids: records can be put in order by time alone")
            return page.text
        }
        table(shown, to: &page)
        if !others.isEmpty {
            page.line()
            page.line(page.ink.bold("Not used"))
            table(others, to: &page)
        }
        page.line()
        page.paragraph(
            "From the first records of each input. To say it yourself, in civic.yml: ids: [{path: meta.ce-id, role: event}]",
            indent: 0)
        return page.text
    }

    private func table(_ list: [ColumnEvidence], to page: inout TextPage) {
        var columns = ["field", "role", "values", "distinct", "per value", "why"].map { TextTable.Column(heading: $0) }
        for i in 2...4 { columns[i].right = true }
        for item in list {
            let cells = [
                DisplayWidth.cut(SafeText.name(item.path), to: 36), item.role?.rawValue ?? "-", "\(item.values)",
                "\(item.distinct)",
                "\(item.perValue)", SafeText.printable(item.reason),
            ]
            for (i, cell) in cells.enumerated() { columns[i].cells.append(cell) }
        }
        let table = TextTable(columns: columns)
        page.line(page.ink.bold(table.heading))
        for (i, item) in list.enumerated() {
            page.line(table.row(i))
            page.paragraph("in " + item.services.map { SafeText.name($0) }.joined(separator: ", "), indent: 4)
        }
    }
}
