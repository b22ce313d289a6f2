public import CivicContract
public import CivicModel

/// The gate: a finished audit, what else was found and the policy become one verdict. A pure function, which `civic audit` and
/// `civic check` share.
public struct GateJudge {
    /// Nil: there is no configuration, and so no gate.
    public var policy: GatePolicy?
    /// Whether a name matches a glob.
    public var matches: (_ glob: String, _ name: String) -> Bool
    /// Where a setting is, by dotted key.
    public var anchor: (_ key: String) -> ReportIssue.Anchor
    /// What `gate.no_worse_than` names.
    public var earlier: EarlierAudit?
    public var tier: (_ service: String) -> ServiceTier
    /// The run is limited to some services, so that nothing can be said of the system.
    public var isPartial: Bool

    /// Reasons that are told one by one.
    private static let told = 20

    public init(
        policy: GatePolicy?, isPartial: Bool = false, earlier: EarlierAudit? = nil,
        matches: @escaping (_ glob: String, _ name: String) -> Bool, tier: @escaping (_ service: String) -> ServiceTier,
        anchor: @escaping (_ key: String) -> ReportIssue.Anchor
    ) {
        (self.policy, self.isPartial, self.earlier) = (policy, isPartial, earlier)
        (self.matches, self.tier, self.anchor) = (matches, tier, anchor)
    }

    /// Whether something of this severity fails in a service.
    public func fails(_ service: String, _ severity: Severity) -> Bool {
        guard let policy else { return false }
        return policy.limits(of: service, matches: matches).failOn.map { severity >= $0 } ?? false
    }

    /// The findings of the rules, with those that fail.
    public func ruleIssues(_ card: Scorecard) -> [ReportIssue] {
        var issues = RuleIssues.issues(card, anchor: anchor("gate.fail_on"), fails: fails)
        guard let policy, policy.failOnNew, let earlier else { return issues }
        let failed = Set(card.findings.filter { $0.score.verdict == .fail }.map(\.fingerprint))
        for index in issues.indices where failed.contains(issues[index].fingerprint) {
            if !earlier.findings.contains(issues[index].fingerprint) { issues[index].fails = true }
        }
        return issues
    }

    /// Scores that the policy does not let pass.
    public func scoreIssues(_ card: Scorecard) -> [ReportIssue] {
        guard let policy else { return [] }
        var issues: [ReportIssue] = []
        if let minimum = policy.minimumScore, !isPartial, let system = card.system, system.score + Grade.noise < minimum {
            issues.append(
                GateIssueKind.systemScore.issue(
                    .error, fails: true,
                    message: "the system scores \(Self.text(system.score)), below gate.min_score \(Self.text(minimum))",
                    anchor: anchor("gate.min_score")))
        }
        for service in card.services where service.isScored {
            let limits = policy.limits(of: service.name, matches: matches)
            if let demand = limits.minimumScore, service.score + Grade.noise < demand.minimum {
                issues.append(
                    GateIssueKind.serviceScore.issue(
                        .error, fails: true, service: service.name,
                        message: "\(service.name) scores \(Self.text(service.score)), below \(demand.key) min_score "
                            + Self.text(demand.minimum), anchor: anchor(demand.key)))
            }
            for score in service.dimensions where score.assessed {
                guard let demand = limits.minimumDimension[score.dimension], score.score + Grade.noise < demand.minimum else {
                    continue
                }
                let key =
                    demand.key == "gate.min_dimension"
                    ? "gate.min_dimension.\(score.dimension.rawValue)"
                    : "\(demand.key) min_dimension.\(score.dimension.rawValue)"
                issues.append(
                    GateIssueKind.dimensionScore.issue(
                        .error, fails: true, service: service.name, subject: score.dimension.rawValue,
                        message: "\(service.name) scores \(Self.text(score.score)) in \(score.dimension.rawValue), below "
                            + "\(key) \(Self.text(demand.minimum))", anchor: anchor(demand.key)))
            }
        }
        return issues
    }

    /// Scores that fell against the earlier report.
    public func comparisonIssues(_ audit: AuditReport) -> [ReportIssue] {
        guard let policy, let earlier else { return [] }
        let place = anchor("gate.no_worse_than")
        var issues: [ReportIssue] = []
        if earlier.rulesDigest != audit.rulesDigest {
            issues.append(
                GateIssueKind.otherRulesBefore.issue(
                    .warn, fails: false,
                    message: "\(earlier.path) was judged by other rules: only what both judged is compared",
                    anchor: place))
        }
        func compare(_ pair: EarlierAudit.Pair?, _ service: String) {
            guard let pair, pair.now + EarlierAudit.rounding < pair.before - policy.tolerance else { return }
            issues.append(
                GateIssueKind.worseThanBefore.issue(
                    .error, fails: true, service: service,
                    message: "\(service.isEmpty ? "the system" : service) fell from \(Self.text(pair.before)) to "
                        + "\(Self.text(pair.now)) by the rules of both runs (gate.no_worse_than)", anchor: place))
        }
        if !isPartial { compare(earlier.systemScores(of: audit.card, tier: tier), "") }
        for service in audit.card.services { compare(earlier.scores(of: service), service.name) }
        return issues
    }

    /// One verdict of everything.
    /// - Parameters:
    ///   - issues: all that was found, accepted debt marked.
    ///   - contract: nil: no contract was asked for.
    public func report(
        _ audit: AuditReport, issues: [ReportIssue], contract: ContractComparison? = nil, contractPath: String = ""
    ) -> CheckReport {
        let failing = issues.filter(\.fails).sorted(by: ReportIssue.precedes)
        var reasons: [String] = []
        let breaks = failing.count { $0.origin == .contract }
        if breaks > 0 { reasons.append("\(breaks) \(breaks == 1 ? "change breaks" : "changes break") the contract") }
        var verdict: CheckReport.Verdict = breaks > 0 ? .breaking : failing.isEmpty ? .ok : .gate
        if let minimum = policy?.minimumRecords, audit.ledger.records < minimum {
            reasons.append("inconclusive: \(audit.ledger.records) records, and gate.min_records asks for \(minimum)")
            if verdict != .breaking { verdict = .inconclusive }
        }
        let others = failing.filter { $0.origin != .contract && $0.origin != .rule }
        reasons += others.prefix(Self.told).map { "\($0.origin == .gate ? "gate" : $0.id): \($0.message)" }
        if others.count > Self.told { reasons.append("… and \(others.count - Self.told) more") }
        let findings = failing.filter { $0.origin == .rule }
        if !findings.isEmpty {
            reasons.append("gate: \(findings.count == 1 ? "1 finding" : "\(findings.count) findings") \(why)")
        }
        return CheckReport(
            audit: audit, verdict: verdict, reasons: reasons, issues: issues.sorted(by: ReportIssue.precedes),
            contract: contract, contractPath: contractPath)
    }

    /// Which setting findings fail by.
    private var why: String {
        let isUniform = policy.map { $0.services.allSatisfy { $0.failOn == nil } && !$0.failOnNew } ?? false
        guard isUniform, let failOn = policy?.failOn else { return "that gate.fail_on does not let pass" }
        return "at \(failOn.rawValue) or above (gate.fail_on)"
    }

    private static func text(_ score: Double) -> String {
        let text = NumberText.fixed(score, decimals: 2) ?? "?"
        guard text.contains(".") else { return text }
        return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
    }
}
