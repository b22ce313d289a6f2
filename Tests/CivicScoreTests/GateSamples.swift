import CivicModel

@testable import CivicScore

/// A judge whose globs are names and `*`, and whose settings stand on line 1.
func judge(_ policy: GatePolicy?, isPartial: Bool = false, earlier: EarlierAudit? = nil) -> GateJudge {
    GateJudge(
        policy: policy, isPartial: isPartial, earlier: earlier, matches: plainMatch, tier: { _ in .normal },
        anchor: { .init(path: "civic.yml", line: $0.hasPrefix("gate.services") ? 2 : 1) })
}

func plainMatch(_ glob: String, _ name: String) -> Bool {
    glob == name || glob == "*" || glob.hasSuffix("*") && name.hasPrefix(glob.dropLast())
}

func audit(_ outcomes: [RuleOutcome], records: [String: Int], digest: String = "d") -> AuditReport {
    let card = Scoring(assessed: everything).card(outcomes: outcomes, services: records.map { ($0.key, $0.value) })
    var ledger = Ledger()
    ledger.records = records.values.reduce(0, +)
    return AuditReport(
        toolVersion: "0", rulesDigest: digest, standard: true, ledger: ledger, sources: [], card: card, health: [])
}

extension GateJudge {
    /// The verdict on an audit alone.
    func verdict(_ audit: AuditReport) -> CheckReport {
        report(audit, issues: ruleIssues(audit.card) + scoreIssues(audit.card) + comparisonIssues(audit))
    }
}

extension EarlierAudit {
    /// What an audit would be read back as.
    init(_ audit: AuditReport, path: String = "before.json") {
        var services: [String: Service] = [:]
        for card in audit.card.services {
            var service = Service()
            for rule in card.rules where rule.verdict != .notApplicable {
                service.credits[rule.outcome.rule.id] = (rule.credit * 10_000).rounded() / 10_000
            }
            for cap in card.caps { service.caps[cap.rule] = cap.at }
            services[card.name] = service
        }
        self.init(
            path: path, rulesDigest: audit.rulesDigest, services: services,
            findings: Set(audit.card.findings.filter { $0.score.verdict == .fail }.map(\.fingerprint)))
    }
}
