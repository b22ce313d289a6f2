public import CivicContract
public import CivicModel
public import CivicProfile

/// The changes of a contract as issues of a report.
public enum ContractIssues {
    /// - Parameters:
    ///   - file: the contract that the comparison was made with.
    ///   - evidence: turns samples into addresses with texts that are safe to print.
    public static func issues(
        _ comparison: ContractComparison, file: ContractFile, evidence: (SampleSet) -> [Evidence]
    ) -> [ReportIssue] {
        comparison.changes.map { change in
            let severity: Severity =
                switch change.verdict {
                case .breaking: .error
                case .warn: .warn
                case .ok: .info
                }
            let service = file.contract.fact(of: change.service, .service)
            // The line of the message that it shows in says more than that of the service.
            let template = change.templates.lazy.compactMap { file.contract.fact(of: change.service, .template, $0) }.first
            let line = (change.before ?? template ?? service)?.line ?? 1
            return ReportIssue(
                origin: .contract, id: change.kind.rawValue, name: change.kind.name, rationale: change.kind.rationale,
                fix: change.fix, severity: severity, fails: change.verdict == .breaking, service: change.service,
                subject: change.subject, message: change.message, violations: change.evidence.k, population: change.evidence.n,
                fingerprint: ReportIssue.fingerprint(
                    id: change.kind.rawValue, service: change.service, subject: change.subject),
                anchor: .init(path: file.path, line: max(1, line)),
                evidence: change.addresses + evidence(change.samples), consumers: change.consumers)
        }
    }
}
