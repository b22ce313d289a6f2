import CivicContract
import CivicModel
public import CivicScore

/// Markdown for a step summary, a merge request or a wiki. A step summary may have 1 MiB; this stays below 900 KiB and says what it
/// left out.
public struct MarkdownReporter: Sendable {
    public static let byteLimit = 900 << 10

    public init() {}

    public func report(_ report: CheckReport) -> String {
        var text = "## Civic: \(Self.headline(report))\n\n"
        for reason in report.reasons { text += "- \(MarkdownCode.text(reason))\n" }
        if !report.reasons.isEmpty { text += "\n" }
        text += services(report)
        let issues = IssueText.listed(report)
        var left = issues.count
        if !issues.isEmpty {
            text += "| | rule | service | what | where |\n|---|---|---|---|---|\n"
            for issue in issues {
                let row = Self.row(issue)
                guard text.utf8.count + row.utf8.count < Self.byteLimit / 2 else { break }
                text += row
                left -= 1
            }
            text += left > 0 ? "\n\(left) more are left out here.\n\n" : "\n"
        }
        return text + contract(report)
    }

    private static func headline(_ report: CheckReport) -> String {
        switch report.verdict {
        case .ok: "fine"
        case .breaking: "the log contract is broken"
        case .gate: "below the gate"
        case .inconclusive: "inconclusive"
        }
    }

    private func services(_ report: CheckReport) -> String {
        let cards = report.audit.card.services.filter(\.isScored)
        guard !cards.isEmpty else { return "" }
        var text = "| service | score | grade | records |\n|---|--:|---|--:|\n"
        for card in cards.prefix(200) {
            let score = NumberText.fixed(Grade.printed(card.score), decimals: 1) ?? ""
            text +=
                "| \(MarkdownCode.text(card.name, columns: 120)) | \(score) | \(card.grade) | \(NumberText.count(card.records)) |\n"
        }
        return text + "\n"
    }

    private static func row(_ issue: ReportIssue) -> String {
        let mark = issue.fails ? "**fails**" : issue.state == .accepted ? "accepted" : issue.severity.rawValue
        let place = MarkdownCode.text("\(IssueText.path(issue)):\(IssueText.line(issue))", columns: 200)
        return "| \(mark) | \(issue.id) | \(MarkdownCode.text(issue.service, columns: 120))"
            + " | \(MarkdownCode.text(IssueText.message(issue))) | \(place) |\n"
    }

    private func contract(_ report: CheckReport) -> String {
        guard let contract = report.contract else { return "" }
        var text =
            "\(NumberText.count(contract.compared)) facts compared, \(NumberText.count(contract.notExercised)) not exercised by this run.\n"
        guard !contract.patch.isEmpty else { return text }
        // The lines of a patch are ASCII, and none of them can close the fence: each starts with its mark.
        guard contract.patch.utf8.count < Self.byteLimit / 3 else {
            return text
                + "\nThe patch that accepts all of it is too long to be shown: `civic check --format patch=civic.patch`.\n"
        }
        text += "\n<details><summary>Accept all of it: git apply</summary>\n\n```diff\n\(contract.patch)```\n\n</details>\n"
        return text
    }
}
