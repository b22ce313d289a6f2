import CivicScore

/// What the gate, expectations, suppressions and accepted debt say of an audit, for a person. Nothing where all is well.
struct GateText {
    /// Everything instead of the first few.
    var all: Bool
    private static let limit = 10

    func write(_ report: CheckReport, to page: inout TextPage) {
        let issues = report.issues.filter { $0.origin != .rule && $0.origin != .contract }
        let accepted = report.issues.count { $0.state == .accepted }
        guard !issues.isEmpty || accepted > 0 else { return }
        page.line()
        page.line(page.ink.bold("Gate"))
        let shown = issues.prefix(all ? issues.count : Self.limit)
        for issue in shown {
            let place = "\(SafeText.printable(issue.anchor.path, columns: 80)):\(issue.anchor.line)"
            page.paragraph(
                "\(issue.id) \(issue.fails ? "fails" : issue.severity.rawValue): "
                    + "\(SafeText.printable(issue.message, columns: 10 * page.width)) (\(place))", indent: 2)
            page.paragraph("help: \(issue.fix)", indent: 4)
        }
        if issues.count > shown.count {
            page.paragraph("… \(NumberText.count(issues.count - shown.count)) more: civic audit --all", indent: 2)
        }
        if accepted > 0 {
            page.paragraph("\(CountText.of(accepted, "finding")) accepted as debt: civic debt list", indent: 2)
        }
    }
}
