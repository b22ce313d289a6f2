import CivicContract
import CivicModel
import CivicScore

/// Contract and gate become one verdict.
enum CheckVerdict {
    static func report(_ run: ObservedRun, contracts: [ContractFile], strictEvidence: Bool) -> CheckReport {
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
        var reasons: [String] = []
        var verdict = CheckReport.Verdict.ok
        if let gate = Audit.gate(run.audit, run.session.configuration) {
            verdict = gate.status == .inconclusive ? .inconclusive : .gate
            reasons += gate.message.split(separator: "\n").map(String.init)
        }
        let breaks = issues.count(where: \.fails)
        if breaks > 0 {
            verdict = .breaking
            reasons.insert("\(breaks) \(breaks == 1 ? "change breaks" : "changes break") the contract", at: 0)
        }
        if let joined, !joined.isComparable {
            reasons += joined.incomparable
            if verdict == .ok, strictEvidence { verdict = .inconclusive }
        }
        return CheckReport(
            audit: run.audit, verdict: verdict, reasons: reasons, issues: issues, contract: joined,
            contractPath: contracts.map(\.path).joined(separator: ", "))
    }
}
