import CivicScore

/// Texts of issues as every report shows them: printable, and never longer than a reader takes in.
enum IssueText {
    /// Columns of a message: SARIF allows 1,024 characters.
    static let limit = 900

    static func message(_ issue: ReportIssue) -> String {
        var text = issue.service.isEmpty ? "" : "\(issue.service): "
        text += issue.message
        if issue.isCounted { text += " (\(NumberText.count(issue.violations)) of \(NumberText.count(issue.population)))" }
        if !issue.consumers.isEmpty { text += "; read by \(issue.consumers.joined(separator: ", "))" }
        return SafeText.printable(text, columns: limit)
    }

    static func short(_ text: String) -> String { SafeText.printable(text, columns: limit) }

    static func title(_ issue: ReportIssue) -> String { SafeText.name("\(issue.id) \(issue.name)") }

    /// Where the issue is shown: a path inside of the repository.
    static func path(_ issue: ReportIssue) -> String {
        var path = issue.anchor.path[...]
        while let start = ["/", "./", "../"].first(where: path.hasPrefix) { path = path.dropFirst(start.count) }
        return path.isEmpty ? "civic.yml" : SafeText.printable(path, columns: 400)
    }

    static func line(_ issue: ReportIssue) -> Int { max(1, issue.anchor.line) }

    /// What a report lists: what somebody should do something about. Additions are fine and listed where a contract is shown.
    static func listed(_ report: CheckReport) -> [ReportIssue] {
        report.issues.filter { $0.severity > .info || $0.fails || $0.origin != .contract }
    }
}
