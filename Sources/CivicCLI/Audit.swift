import CivicCorrelation
import CivicModel
import CivicProfile
import CivicReports
import CivicRules
import CivicScore

/// From a scanned profile to the report of an audit.
enum Audit {
    static func report(
        of result: LogScan.Result, evidence: SystemEvidence, session: ScanSession, scope: ServiceScope
    ) throws(CommandFailure) -> AuditReport {
        guard let rules = session.rules else {
            throw CommandFailure(status: .usage, message: "no rules were compiled for an audit")
        }
        var effective: [String: [String: EffectiveRule]] = [:]
        let evaluation = RuleEvaluation(
            rules: rules, paths: session.walk.inputs.map(\.path), evidence: evidence,
            suppressions: session.configuration.liveSuppressions(on: ScanSession.today),
            ended: session.configuration.expiredSuppressions(on: ScanSession.today))
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
        let outcomes = all.filter { scope.contains($0.service) }
        let shown = services.filter { scope.contains($0.name) }
        var tiers: [String: ServiceTier] = [:]
        for service in shown { tiers[service.name] = tier(of: service.name, session.configuration) }
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
            health: result.healthByService().filter { scope.contains($0.service) })
    }

    /// How much a service weighs in the score of the system.
    static func tier(of service: String, _ configuration: Configuration) -> ServiceTier {
        // An empty list of globs names nobody here.
        func isAmong(_ globs: [String]) -> Bool { !globs.isEmpty && Glob.list(globs, matches: service) }
        if isAmong(configuration.internalServices) { return .internal }
        return isAmong(configuration.criticalServices) ? .critical : .normal
    }

    /// Why there is nothing to judge, and what would help.
    static func emptyMessage(_ report: AuditReport, _ session: ScanSession, _ scope: ServiceScope) -> String {
        let inputs = CountText.of(session.walk.inputs.count, "input")
        if session.walk.inputs.isEmpty {
            return "no input: the folders hold no files (hidden ones are skipped)\n  help: name the folder that the logs are in"
        }
        if report.ledger.lines == 0 { return "no records: \(inputs), empty or unreadable" }
        if report.ledger.records > 0 {
            let names = Set(report.sources.flatMap(\.services).map(\.name)).filter { !$0.isEmpty }.sorted()
            if scope.isPartial, !names.isEmpty {
                let rest = names.count > 12 ? " … (\(NumberText.count(names.count)) in all)" : ""
                return "no service matches \(scope.text)\n  help: there are "
                    + SafeText.printable(names.prefix(12).joined(separator: ", ")) + rest
            }
            return "no record lies between --from and --to\n  help: civic inspect PATH... says which times each input covers"
        }
        return "no records in \(CountText.of(report.ledger.lines, "line")) of \(inputs)\n"
            + "  help: civic inspect PATH... says what was understood of each"
    }
}
