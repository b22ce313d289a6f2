import CivicCorrelation
import CivicModel
import CivicProfile
import CivicReports
import CivicRules
import CivicScore

/// From a scanned profile to the report of an audit.
enum Audit {
    static func report(
        of result: LogScan.Result, evidence: SystemEvidence, session: ScanSession, only: String?
    ) throws(CommandFailure) -> AuditReport {
        guard let rules = session.rules else {
            throw CommandFailure(status: .usage, message: "no rules were compiled for an audit")
        }
        var effective: [String: [String: EffectiveRule]] = [:]
        let evaluation = RuleEvaluation(rules: rules, paths: session.walk.inputs.map(\.path), evidence: evidence)
        let (all, services) = evaluation.outcomes(of: result.profile) { service, declaration in
            if effective[service] == nil {
                effective[service] = Dictionary(
                    session.configuration.effectiveRules(for: service, builtIns: session.builtIns).map {
                        ($0.declaration.info.id, $0)
                    },
                    uniquingKeysWith: { first, _ in first })
            }
            guard let rule = effective[service]?[declaration.info.id], rule.isOn else { return nil }
            return rule.declaration.info
        }
        let glob = only.map { Glob($0) }
        func isWanted(_ service: String) -> Bool { glob?.matches(service) ?? true }
        let outcomes = all.filter { isWanted($0.service) }.map { suppress($0, session.configuration) }
        let shown = services.filter { isWanted($0.name) }
        var tiers: [String: ServiceTier] = [:]
        for service in shown {
            if Glob.list(session.configuration.criticalServices, matches: service.name) { tiers[service.name] = .critical }
            if Glob.list(session.configuration.internalServices, matches: service.name) { tiers[service.name] = .internal }
        }
        var assessed: Set<Dimension> = [.format, .message, .correlation, .security, .volume]
        if evidence.health != nil { assessed.insert(.health) }
        if !evidence.experiments.isEmpty { assessed.insert(.experiment) }
        let scoring = Scoring(
            tiers: tiers, pointVerdicts: session.configuration.pointVerdicts,
            assessed: assessed)
        let sources = result.summaries()
        var ledger = Ledger()
        for source in sources { ledger.add(source.ledger) }
        return AuditReport(
            toolVersion: CivicCommand.version, rulesDigest: session.rulesDigest,
            standard: session.configuration.isStandard, ledger: ledger, sources: sources,
            card: scoring.card(outcomes: outcomes, services: shown),
            health: result.healthByService().filter { isWanted($0.service) })
    }

    /// Takes suppressed violations out of the count; they stay in the report. A suppression that has expired does nothing.
    private static func suppress(_ outcome: RuleOutcome, _ configuration: Configuration) -> RuleOutcome {
        let live = configuration.suppressions.contains { suppression in
            suppression.applies(rule: outcome.rule.id, service: outcome.service)
                && !(ScanSession.today.map(suppression.isExpired(on:)) ?? false)
        }
        guard live else { return outcome }
        var outcome = outcome
        outcome.suppressed = outcome.violations
        outcome.violations = 0
        outcome.templateRatios = outcome.templateRatios.map { .init(population: $0.population, violations: 0) }
        return outcome
    }

    /// What `civic.yml` suppresses and no longer may, or not in this version: said before anything is judged.
    static func checkSuppressions(_ configuration: Configuration, quiet: Bool) throws(CommandFailure) {
        if let narrow = configuration.suppressions.first(where: { $0.template != nil }) {
            throw CommandFailure(
                status: .usage,
                message: "\(narrow.location): suppressing a single template is not supported by this version yet\n"
                    + "  help: leave out template: to suppress \(narrow.rule) for the services that are named")
        }
        guard !quiet, let today = ScanSession.today else { return }
        for expired in configuration.expiredSuppressions(on: today) {
            Console.error("\(expired.location): CFG-001: the suppression of \(expired.rule) has expired and no longer works")
        }
    }

    /// Why there is nothing to judge, and what would help.
    static func emptyMessage(_ report: AuditReport, _ session: ScanSession, only: String?) -> String {
        let inputs = CountText.of(session.walk.inputs.count, "input")
        if session.walk.inputs.isEmpty {
            return "no input: the folders hold no files (hidden ones are skipped)\n  help: name the folder that the logs are in"
        }
        if report.ledger.lines == 0 { return "no records: \(inputs), empty or unreadable" }
        if report.ledger.records > 0 {
            let names = Set(report.sources.flatMap(\.services).map(\.name)).filter { !$0.isEmpty }.sorted()
            if let only, !names.isEmpty {
                let rest = names.count > 12 ? " … (\(NumberText.count(names.count)) in all)" : ""
                return "no service matches --service \(SafeText.printable(only))\n  help: there are "
                    + SafeText.printable(names.prefix(12).joined(separator: ", ")) + rest
            }
            return "no record lies between --from and --to\n  help: civic inspect PATH... says which times each input covers"
        }
        return "no records in \(CountText.of(report.ledger.lines, "line")) of \(inputs)\n"
            + "  help: civic inspect PATH... says what was understood of each"
    }

    /// The gate of the configuration; without a configuration file nothing is gated.
    static func gate(_ report: AuditReport, _ configuration: Configuration) -> CommandFailure? {
        guard configuration.path != nil else { return nil }
        let gate = configuration.gate
        if let minimum = gate.minimumRecords, report.ledger.records < minimum {
            return CommandFailure(
                status: .inconclusive,
                message: "inconclusive: \(report.ledger.records) records, and gate.min_records asks for \(minimum)")
        }
        var reasons: [String] = []
        if let minimum = gate.minimumScore, let system = report.card.system, system.score < minimum {
            reasons.append("the system scores below gate.min_score \(minimum)")
        }
        for (dimension, minimum) in gate.minimumDimension.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for service in report.card.services {
                for score in service.dimensions where score.dimension == dimension && score.assessed && score.score < minimum {
                    reasons.append("\(service.name) scores below gate.min_dimension.\(dimension.rawValue) \(minimum)")
                }
            }
        }
        if let failOn = gate.failOn {
            let failing = report.card.findings.filter { $0.score.verdict == .fail && $0.score.outcome.rule.severity >= failOn }
            if !failing.isEmpty { reasons.append("\(failing.count) findings at \(failOn.rawValue) or above (gate.fail_on)") }
        }
        if reasons.isEmpty { return nil }
        return CommandFailure(status: .findings, message: "gate: " + reasons.joined(separator: "\ngate: "))
    }
}
