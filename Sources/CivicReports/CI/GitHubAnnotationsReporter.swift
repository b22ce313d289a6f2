import CivicModel
public import CivicScore

/// Workflow commands of GitHub Actions: at most 10 errors and 10 warnings a step are shown, so the worst come first and the rest is
/// counted.
public struct GitHubAnnotationsReporter: Sendable {
    static let limit = 10

    public init() {}

    public func report(_ report: CheckReport) -> String {
        let issues = IssueText.listed(report).filter { $0.state == .open && $0.severity > .info || $0.fails }
        let errors = issues.filter { $0.fails || $0.severity == .error }
        let warnings = issues.filter { !$0.fails && $0.severity != .error }
        var text = ""
        for (command, list) in [("error", errors), ("warning", warnings)] {
            for issue in list.prefix(Self.limit) { text += Self.command(command, issue) }
            if list.count > Self.limit {
                text += "::notice title=civic::\(list.count - Self.limit) more \(command)s are in the other reports\n"
            }
        }
        return text
    }

    private static func command(_ name: String, _ issue: ReportIssue) -> String {
        let message = IssueText.message(issue) + (issue.fix.isEmpty ? "" : " Help: " + IssueText.short(issue.fix))
        return
            "::\(name) file=\(property(IssueText.path(issue))),line=\(IssueText.line(issue)),title=\(property(IssueText.title(issue)))"
            + "::\(data(message))\n"
    }

    /// What stands behind the second `::`.
    static func data(_ text: String) -> String {
        var result = ""
        for scalar in SafeText.printable(text).unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return RunnerText.harmless(result)
    }

    static func property(_ text: String) -> String {
        var result = ""
        for scalar in data(text).unicodeScalars {
            switch scalar {
            case ":": result += "%3A"
            case ",": result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
