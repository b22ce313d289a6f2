public import CivicContract
public import CivicModel

/// Holds the issues of a run against the file of accepted findings.
public struct AcceptedDebt: Sendable {
    private let file: DebtFile
    private let today: CalendarDate?

    public init(_ file: DebtFile, today: CalendarDate?) { (self.file, self.today) = (file, today) }

    /// Marks what is accepted, which no longer fails, and says which entries are to go.
    /// - Parameter wasJudged: whether the run had a chance to show the finding: only then is one that it does not show gone.
    /// - Returns: the issues of the file itself.
    public func apply(
        to issues: inout [ReportIssue], wasJudged: (DebtEntry) -> Bool
    ) -> [ReportIssue] {
        var places: [String: [Int]] = [:]
        for (index, issue) in issues.enumerated() where issue.origin == .rule || issue.origin == .contract {
            places[issue.fingerprint, default: []].append(index)
        }
        var own: [ReportIssue] = []
        for entry in file.entries {
            // An entry that was edited by hand accepts nothing that it does not name.
            let found = (places[entry.fingerprint] ?? []).filter { index in
                issues[index].id == entry.rule && issues[index].service == entry.service
            }
            let subject = [entry.rule, entry.subject].filter { !$0.isEmpty }.joined(separator: " ")
            let anchor = ReportIssue.Anchor(path: file.path, line: max(1, entry.line))
            if found.isEmpty {
                guard wasJudged(entry) else { continue }
                own.append(
                    GateIssueKind.debtPaid.issue(
                        .error, fails: true, service: entry.service, subject: subject,
                        message: "\(entry.rule) is accepted as debt and no longer occurs: remove it", anchor: anchor))
            } else if entry.isExpired(on: today) {
                let worst = found.map { issues[$0].severity }.max() ?? .warn
                own.append(
                    GateIssueKind.debtExpired.issue(
                        max(.warn, worst), fails: found.contains { issues[$0].fails }, service: entry.service, subject: subject,
                        message: "\(entry.rule) was accepted until \(entry.expires.map { "\($0)" } ?? "") and counts again",
                        anchor: anchor))
            } else {
                for index in found {
                    issues[index].state = .accepted
                    issues[index].fails = false
                }
            }
        }
        return own
    }
}
