import CivicContract
import CivicModel
public import CivicScore

/// Markdown for a step summary, a merge request or a wiki: cut to a number of bytes, with a note wherever something is left out.
public struct MarkdownReporter: Sendable {
    /// All that a step writes to its summary: beyond that GitHub shows nothing of it.
    public static let stepLimit = 1 << 20
    /// Our part of it.
    public static let byteLimit = 900 << 10

    private let limit: Int

    /// - Parameter limit: of the report, in bytes.
    public init(limit: Int = byteLimit) { self.limit = min(limit, Self.byteLimit) }

    public func report(_ report: CheckReport) -> String {
        let headline = "## Civic: \(Self.headline(report))\n\n"
        var text = headline
        let reasons = report.reasons.map { "- \(MarkdownCode.text($0))\n" }
        append(reasons, to: &text, share: limit / 8) { "- \($0) more\n" }
        if !reasons.isEmpty { text += "\n" }
        let services = report.audit.card.services.filter(\.isScored).map(Self.row)
        if !services.isEmpty {
            text += "| service | score | grade | records |\n|---|--:|---|--:|\n"
            append(services, to: &text, share: limit / 4) { "\n\($0) more services are left out here.\n" }
            text += "\n"
        }
        let issues = IssueText.listed(report).map(Self.row)
        if !issues.isEmpty {
            text += "| | rule | service | what | where |\n|---|---|---|---|---|\n"
            append(issues, to: &text, share: limit / 2) { "\n\($0) more are left out here.\n" }
            text += "\n"
        }
        text += contract(report, room: limit - text.utf8.count)
        if text.utf8.count <= limit { return text }
        // Less room than the heads of the tables take.
        text = headline + "All else is left out: there is no room for it here.\n"
        return text.utf8.count <= limit ? text : ""
    }

    /// Appends the rows that leave the text within its share, and says how many did not.
    private func append(_ rows: [String], to text: inout String, share: Int, note: (Int) -> String) {
        var (size, left) = (text.utf8.count, rows.count)
        for row in rows {
            size += row.utf8.count
            guard size < share else { break }
            text += row
            left -= 1
        }
        if left > 0 { text += note(left) }
    }

    private static func headline(_ report: CheckReport) -> String {
        switch report.verdict {
        case .ok: "fine"
        case .breaking: "the log contract is broken"
        case .gate: "below the gate"
        case .inconclusive: "inconclusive"
        }
    }

    private static func row(_ card: ServiceCard) -> String {
        let score = NumberText.fixed(Grade.printed(card.score), decimals: 1) ?? ""
        return
            "| \(MarkdownCode.text(card.name, columns: 120)) | \(score) | \(card.grade) | \(NumberText.count(card.records)) |\n"
    }

    private static func row(_ issue: ReportIssue) -> String {
        let mark = issue.fails ? "**fails**" : issue.state == .accepted ? "accepted" : issue.severity.rawValue
        let place = MarkdownCode.text("\(IssueText.path(issue)):\(IssueText.line(issue))", columns: 200)
        return "| \(mark) | \(issue.id) | \(MarkdownCode.text(issue.service, columns: 120))"
            + " | \(MarkdownCode.text(IssueText.message(issue))) | \(place) |\n"
    }

    private func contract(_ report: CheckReport, room: Int) -> String {
        guard let contract = report.contract else { return "" }
        let counts =
            "\(NumberText.count(contract.compared)) facts compared, \(NumberText.count(contract.notExercised)) not exercised by this run.\n"
        guard !contract.patch.isEmpty else { return counts }
        // The lines of a patch are ASCII, and none of them can close the fence: each starts with its mark.
        let whole =
            counts
            + "\n<details><summary>Accept all of it: git apply</summary>\n\n```diff\n\(contract.patch)```\n\n</details>\n"
        if whole.utf8.count <= room, contract.patch.utf8.count < limit / 3 { return whole }
        return counts
            + "\nThe patch that accepts all of it is too long to be shown: `civic check --format patch=civic.patch`.\n"
    }
}
