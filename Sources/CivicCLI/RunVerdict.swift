import CivicContract
import CivicModel
import CivicRules
import CivicScore

/// What the configuration, accepted debt and a contract make of a finished audit: one verdict for `civic audit` and `civic check`.
struct RunVerdict {
    let configuration: Configuration
    let scope: ServiceScope
    let debt: DebtFile?
    /// What the contract says, where there is one.
    var contract: (issues: [ReportIssue], comparison: ContractComparison?, path: String) = ([], nil, "")
    /// Suppressions that took out changes of a contract, among those that still work.
    var suppressedChanges: Set<Int> = []
    /// The gate holds without a configuration as well.
    var isAlwaysGated = false
    /// Debt that is paid fails where there is no gate, too.
    var holdsDebt = false

    private let earlier: EarlierAudit?

    /// Reads what the gate compares with.
    init(_ configuration: Configuration, scope: ServiceScope, debt: DebtFile?) throws(CommandFailure) {
        (self.configuration, self.scope, self.debt) = (configuration, scope, debt)
        if let path = configuration.gate.noWorseThan {
            earlier = try EarlierAuditReader.read(path)
        } else {
            earlier = nil
        }
    }

    func report(_ audit: AuditReport) -> CheckReport {
        let judge = judge(audit)
        var issues = judge.ruleIssues(audit.card) + contract.issues
        var others = suppressionIssues(audit, judge)
        let expectations = ExpectationJudge(
            configuration.expectations, scope: scope.globs, matches: Self.matches, anchor: anchor)
        if !configuration.expectations.isEmpty {
            let services = Dictionary(audit.card.services.map { ($0.name, $0.records) }, uniquingKeysWith: +)
            let answers = Dictionary(
                audit.health.map { ($0.service, $0.statuses.values.reduce(0, +)) }, uniquingKeysWith: +)
            others += expectations.issues(records: services, answers: answers)
        }
        if let debt {
            others += AcceptedDebt(debt, today: ScanSession.today).apply(to: &issues) { wasJudged($0, audit) }
            // Without a gate nothing fails.
            if judge.policy == nil, !holdsDebt { for index in others.indices { others[index].fails = false } }
        }
        others += judge.scoreIssues(audit.card) + judge.comparisonIssues(audit)
        return judge.report(
            audit, issues: issues + others, contract: contract.comparison, contractPath: contract.path)
    }

    private static func matches(_ glob: String, _ name: String) -> Bool { glob == name || Glob(glob).matches(name) }

    private func judge(_ audit: AuditReport) -> GateJudge {
        let isGated = isAlwaysGated || configuration.path != nil
        var tiers: [String: ServiceTier] = [:]
        for service in audit.card.services { tiers[service.name] = Audit.tier(of: service.name, configuration) }
        return GateJudge(
            policy: isGated ? configuration.gate : nil, isPartial: scope.isPartial, earlier: earlier, matches: Self.matches,
            tier: { tiers[$0] ?? .normal }, anchor: anchor)
    }

    /// Where a setting is; the first line of the configuration, be there one or not, for what nobody set.
    private func anchor(_ key: String) -> ReportIssue.Anchor {
        let place = configuration.place(of: key)
        return Self.anchor(place?.file ?? configuration.path ?? "civic.yml", place?.line ?? 1)
    }

    private static func anchor(_ file: String, _ line: Int) -> ReportIssue.Anchor {
        .init(path: file.hasPrefix("./") ? String(file.dropFirst(2)) : file, line: max(1, line))
    }

    // MARK: - Suppressions

    private func suppressionIssues(_ audit: AuditReport, _ judge: GateJudge) -> [ReportIssue] {
        let outcomes = audit.card.services.flatMap(\.rules).map(\.outcome)
        let live = configuration.liveSuppressions(on: ScanSession.today)
        let used = suppressedChanges.union(outcomes.flatMap(\.suppressedBy))
        let ended = configuration.expiredSuppressions(on: ScanSession.today)
        // They match what they would have taken.
        var missed = Set(outcomes.flatMap(\.missedBy))
        let changes = Suppressions(ended)
        for issue in contract.issues {
            missed.formUnion(changes.covering(rule: issue.id, service: issue.service, subject: issue.subject))
        }
        let uses =
            live.enumerated().map { use(of: $1, isMatched: used.contains($0), isExpired: false, audit) }
            + ended.enumerated().map { use(of: $1, isMatched: missed.contains($0), isExpired: true, audit) }
        return uses.compactMap { $0.issue(failOn: judge.policy?.failOn) }
    }

    private func use(
        of suppression: Configuration.Suppression, isMatched: Bool, isExpired: Bool, _ audit: AuditReport
    ) -> SuppressionUse {
        let isContract = Suppressions.contractChanges.contains(suppression.rule)
        let services = audit.card.services.filter { suppression.applies(rule: suppression.rule, service: $0.name) }
        let rules = services.flatMap(\.rules).filter { $0.outcome.rule.id == suppression.rule }
        let wasJudged =
            isContract ? contract.comparison != nil && !services.isEmpty : rules.contains { $0.verdict != .notApplicable }
        let (file, line) = suppression.place
        return SuppressionUse(
            rule: suppression.rule, services: suppression.services, scope: suppression.template,
            expired: isExpired ? suppression.expires.map { "\($0)" } : nil, anchor: Self.anchor(file, line),
            isMatched: isMatched, isAsked: wasJudged && isWhole(suppression, services),
            severity: rules.map(\.outcome.rule.severity).max() ?? .warn)
    }

    /// Whether all that a suppression is about can be in the run.
    private func isWhole(_ suppression: Configuration.Suppression, _ services: [ServiceCard]) -> Bool {
        guard scope.isPartial else { return true }
        return !suppression.services.isEmpty
            && suppression.services.allSatisfy { glob in services.contains { Self.matches(glob, $0.name) } }
    }

    // MARK: - Debt

    /// Whether the run had a chance to show a finding. One that too few units would have failed to show is not gone.
    private func wasJudged(_ entry: DebtEntry, _ audit: AuditReport) -> Bool {
        guard let card = audit.card.services.first(where: { $0.name == entry.service }) else { return false }
        if Suppressions.contractChanges.contains(entry.rule) {
            return contract.comparison?.settles(entry.subject, of: entry.service) ?? false
        }
        return card.rules.contains { score in
            score.outcome.rule.id == entry.rule && score.verdict != .notApplicable
                && (configuration.pointVerdicts || score.outcome.population >= score.outcome.rule.allowance.minimum)
        }
    }
}
