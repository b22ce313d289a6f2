public import CivicModel

/// What became of one suppression of the configuration in a run.
public struct SuppressionUse: Sendable {
    public var rule: String
    /// Globs, as written.
    public var services: [String]
    /// Template or field path; nil: all.
    public var scope: String?
    /// `2026-03-31`, when that day is over.
    public var expired: String?
    public var anchor: ReportIssue.Anchor
    /// It took something out of this run; of one that has expired: there is something that it hid.
    public var isMatched: Bool
    /// A service that it names was in the run, and its rule was judged there.
    public var isAsked: Bool
    /// Of the rule.
    public var severity: Severity

    public init(
        rule: String, services: [String], scope: String?, expired: String?, anchor: ReportIssue.Anchor, isMatched: Bool,
        isAsked: Bool, severity: Severity
    ) {
        (self.rule, self.services, self.scope, self.expired, self.anchor) = (rule, services, scope, expired, anchor)
        (self.isMatched, self.isAsked, self.severity) = (isMatched, isAsked, severity)
    }

    /// Nil: it does what it is for.
    public func issue(failOn: Severity?) -> ReportIssue? {
        let what = scope.map { "\(rule) of \($0)" } ?? rule
        let whom = services.isEmpty ? "" : " in \(services.joined(separator: ", "))"
        let subject = ([rule] + services + [scope].compactMap(\.self)).joined(separator: " ")
        if let expired {
            // What it hid counts again and fails by itself; the reason for it is named as gravely.
            let severity = isMatched ? max(.warn, self.severity) : .warn
            return GateIssueKind.suppressionExpired.issue(
                severity, fails: isMatched && failOn.map { severity >= $0 } ?? false, subject: subject,
                message: "the suppression of \(what)\(whom) ended on \(expired) and no longer works"
                    + (isMatched || !isAsked ? "" : "; there is nothing left that it hid"), anchor: anchor)
        }
        guard isAsked, !isMatched else { return nil }
        return GateIssueKind.suppressionUnused.issue(
            .warn, fails: failOn.map { Severity.warn >= $0 } ?? false, subject: subject,
            message: "the suppression of \(what)\(whom) hides nothing in this run", anchor: anchor)
    }
}
