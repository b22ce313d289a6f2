import CivicModel
public import CivicScore

/// GitLab Code Quality: a subset of the Code Climate format. Of equal fingerprints GitLab shows only the first, so there are none.
public struct GitLabReporter: Sendable {
    public init() {}

    public func report(_ report: CheckReport) -> String {
        var json = JSONWriter(breakDepth: 2)
        var seen: Set<String> = []
        json.array { json in
            for issue in IssueText.listed(report)
            where issue.state == .open && seen.insert(issue.fingerprint).inserted {
                json.object { json in
                    json.member("description", IssueText.message(issue))
                    json.member("check_name", IssueText.title(issue))
                    json.member("fingerprint", issue.fingerprint)
                    json.member("severity", Self.severity(issue))
                    json.object("location") { json in
                        json.member("path", IssueText.path(issue))
                        json.object("lines") { $0.member("begin", IssueText.line(issue)) }
                    }
                }
            }
        }
        return json.text
    }

    private static func severity(_ issue: ReportIssue) -> String {
        if issue.fails { return issue.severity == .error ? "critical" : "major" }
        switch issue.severity {
        case .error: return "major"
        case .warn: return "minor"
        case .info: return "info"
        }
    }
}
