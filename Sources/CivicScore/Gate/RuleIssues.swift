public import CivicModel

/// The findings of an audit as issues of a report.
public enum RuleIssues {
    /// - Parameters:
    ///   - fails: whether a failed verdict of this severity fails the gate for this service.
    ///   - anchor: what stands for the findings in a repository.
    public static func issues(
        _ card: Scorecard, anchor: ReportIssue.Anchor, fails: (_ service: String, _ severity: Severity) -> Bool
    ) -> [ReportIssue] {
        card.findings.map { finding in
            let outcome = finding.score.outcome
            let severity = outcome.rule.severity
            return ReportIssue(
                origin: .rule, id: outcome.rule.id, name: outcome.rule.name, rationale: outcome.rule.rationale,
                fix: outcome.rule.fix, severity: severity,
                fails: finding.score.verdict == .fail && fails(finding.service, severity), service: finding.service,
                subject: finding.subject, message: finding.message, violations: outcome.violations,
                population: outcome.population, fingerprint: finding.fingerprint, anchor: anchor,
                evidence: outcome.evidence.sorted())
        }
    }
}

extension Finding {
    /// What exactly is wrong, where a rule counts named things; else the service is meant.
    public var subject: String { score.outcome.subjects.joined(separator: ", ") }
}
