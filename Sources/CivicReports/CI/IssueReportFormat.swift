public import CivicScore

/// The reports that other programs read, all written from one list of issues. Each is a pure function of what a check found: no
/// clock, no machine, no order of files.
public enum IssueReportFormat: String, Sendable, CaseIterable {
    case sarif, junit, github, gitlab, checkstyle, markdown, prometheus, badge, patch, contract
    case githubSummary = "github-summary"

    public static let names = allCases.map(\.rawValue).sorted()

    /// Reports that say what a contract should be: of `civic check` alone.
    public static let contractNames = [patch, contract].map(\.rawValue)

    public func text(_ report: CheckReport) -> String {
        switch self {
        case .sarif: SARIFReporter().report(report)
        case .junit: JUnitReporter().report(report)
        case .github: GitHubAnnotationsReporter().report(report)
        case .gitlab: GitLabReporter().report(report)
        case .checkstyle: CheckstyleReporter().report(report)
        case .markdown, .githubSummary: MarkdownReporter().report(report)
        case .prometheus: PrometheusReporter().report(report)
        case .badge: BadgeReporter().report(report)
        case .patch: report.contract?.patch ?? ""
        case .contract: report.contract?.proposed ?? ""
        }
    }
}
