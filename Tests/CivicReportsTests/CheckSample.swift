import CivicContract
import CivicModel

@testable import CivicScore

/// A hand-made check that has every kind of issue once: findings of rules, all changes of a contract, all of the gate, some of them
/// accepted, and text in it that wants to act wherever it is read.
enum CheckSample {
    /// What a log may hold, one for each medium that a report is written for.
    private static let hostile = [
        "::error file=a,line=1::owned", "%0A::warning::owned", "##[error]owned", "]]></failure><!-- &lt;",
        "\u{1B}[31mred\u{7}\u{0}",
        "a\u{202E}cilbup", "\"\n# TYPE owned counter\nowned 1\\", "| a | b |\n|---|", "```\n<script>alert(1)</script>",
        "@everyone [x](https://evil.example)", "${{ secrets.TOKEN }}", "=cmd|' /C calc'!A0", "\u{FFFE}\u{FFFF} e\u{301}\u{301}",
        "line\r\nfeed\u{2028}end",
    ]

    private static let contractPath = ".civic/contract.json"

    static var report: CheckReport {
        let comparison = comparison
        var issues = RuleIssues.issues(Sample.report.card, anchor: .init(path: "civic.yml", line: 1)) { _, severity in
            severity == .error
        }
        issues += ContractIssues.issues(comparison, file: ContractFile(path: contractPath, contract: Contract(facts: facts))) {
            _ in
            [Evidence(path: "logs/\u{1B}[2J/orders.log", line: 7, byte: 90, sample: "]]>")]
        }
        issues += gateIssues
        place(&issues)
        // Every fourth change and every third finding was accepted.
        for index in issues.indices where [.rule, .contract].contains(issues[index].origin) && index % 4 == 3 {
            issues[index].state = .accepted
            issues[index].fails = false
        }
        return CheckReport(
            audit: Sample.report, verdict: .breaking,
            reasons: ["9 breaks of the contract", "gate: service \(hostile[0]) scores 49.0, and 70 is wanted", hostile[8]],
            issues: issues.sorted(by: ReportIssue.precedes), contract: comparison, contractPath: contractPath)
    }

    /// Log statements instead of lines of the contract, in files whose names are hard to write in an address.
    private static func place(_ issues: inout [ReportIssue]) {
        let paths = [
            "src/order service/100%.py", "src/größe#1?.ts", "./src/a:b.go", "../outside/of\\it.py", "/srv/app/main.py",
            hostile[0],
        ]
        for (index, path) in paths.enumerated() { issues[index * 3].anchor = .init(path: path, line: index * 10 + 1) }
    }

    private static var gateIssues: [ReportIssue] {
        GateIssueKind.allCases.enumerated().map { index, kind in
            let severity = Severity.allCases[index % 3]
            return kind.issue(
                severity, fails: severity == .error, service: index % 4 == 0 ? "" : index % 4 == 1 ? hostile[index] : "orders",
                subject: index % 2 == 0 ? "" : "LOG-00\(index)",
                message: "\(kind.name) says \(hostile[index])", counts: (index, 2 * index),
                anchor: .init(path: "civic.yml", line: index + 1))
        }
    }

    private static var facts: [ContractFact] {
        ChangeKind.allCases.enumerated().map { index, _ in
            ContractFact(
                service: "orders", kind: .field, subject: hostile[index % hostile.count], attributes: ["types": .list(["str"])],
                line: index + 3)
        }
    }

    private static var comparison: ContractComparison {
        var comparison = ContractComparison()
        comparison.changes = ChangeKind.allCases.enumerated().map { index, kind in
            let text = hostile[index % hostile.count]
            let verdict = ContractChange.Verdict.allCases[(index + 2) % 3]
            return ContractChange(
                kind: kind, verdict: kind == .secretAdded ? .breaking : verdict,
                service: index % 5 == 4 ? text : "orders", subject: index == 0 ? "order_id" : text, before: facts[index],
                evidence: .init(k: index, n: 1200 * index, low: 0, high: 0.25), message: "\(kind.name): \(text) was there",
                fix: "Say \(text) again.", consumers: index % 3 == 0 ? ["alerts/\(text).yml", "Ada"] : [])
        }
        (comparison.compared, comparison.notExercised) = (1234, 56)
        let before = ContractFile(path: contractPath, contract: Contract(facts: facts)).text
        let after = ContractFile(path: contractPath, contract: Contract(facts: Array(facts.dropFirst(3)))).text
        (comparison.proposed, comparison.patch) = (after, UnifiedDiff.text(from: before, to: after, path: contractPath))
        return comparison
    }
}
