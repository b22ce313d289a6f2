import CivicContract
import CivicModel
import CivicScore

/// Contract and gate become one verdict.
enum CheckVerdict {
    /// - Parameter verdict: the gate; what the contract says is added to it.
    static func report(
        _ run: ObservedRun, contracts: [ContractFile], verdict gate: RunVerdict, strictEvidence: Bool
    ) -> CheckReport {
        var issues: [ReportIssue] = []
        var joined: ContractComparison?
        for file in contracts {
            let others = Set(contracts.filter { $0.path != file.path }.flatMap(\.contract.services))
            // What no contract knows is new to the first.
            let known = file.path == contracts[0].path ? others : others.union(run.audit.card.services.map(\.name))
            let comparison = ContractJudge(file, run: run.observation, options: run.judgeOptions()).compare(elsewhere: known)
            issues += ContractIssues.issues(comparison, file: file, evidence: run.evidence)
            joined = joined.map { $0.joined(with: comparison) } ?? comparison
        }
        var gate = gate
        gate.contract = (issues, joined, contracts.map(\.path).joined(separator: ", "))
        gate.suppressedChanges = run.suppressions.used
        var report = gate.report(run.audit)
        if let joined, joined.compared == 0 {
            report.reasons.append("no fact of the contract could be compared with this run")
            if report.verdict == .ok { report.verdict = .inconclusive }
        }
        if let joined, !joined.isComparable {
            report.reasons += joined.incomparable
            if report.verdict == .ok, strictEvidence { report.verdict = .inconclusive }
        }
        return report
    }
}
