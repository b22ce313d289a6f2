import CivicContract
import CivicCorrelation
import CivicModel
import CivicProfile
import CivicRules
import CivicScore

/// One run over logs with all that a contract asks: the audit and what was observed.
struct ObservedRun {
    let session: ScanSession
    let audit: AuditReport
    let evidence: SystemEvidence
    let observation: RunObservation
    /// The services that the run is limited to.
    let scope: ServiceScope
    let suppressions: ContractSuppressions

    /// - Parameter watchesValues: whether there is a contract to hold the run against, which asks for the values of all fields.
    init(
        _ input: InputOptions, only: [String] = [], watchesValues: Bool = true, progress: (ScanSession) -> ProgressLine?
    ) throws(CommandFailure) {
        session = try ScanSession(input, judges: true)
        let scope = ServiceScope(only + input.scope.globs)
        self.scope = scope
        suppressions = ContractSuppressions(session.configuration.liveSuppressions(on: ScanSession.today))
        let line = progress(session)
        let values = ValueCollector()
        let (result, evidence) = try session.run(progress: line, observers: { watchesValues ? [values.observer()] : [] })
        line?.clear()
        try session.writeRejects(to: input.rejects)
        self.evidence = evidence
        audit = try Audit.report(of: result, evidence: evidence, session: session, scope: scope)
        let masks = try session.secretMasks()
        let mask = masks.mask()
        let names = ServiceNames(result.profile)
        observation = RunObservation(
            result.profile, correlation: evidence.correlation, values: values,
            outcomes: audit.card.services.flatMap { $0.rules.map(\.outcome) }, damaged: result.damagedServices(names),
            masked: { text in
                var text = text
                var masked: [UInt8] = []
                text.withUTF8 { mask.append($0, limit: 4096, to: &masked) }
                return String(decoding: masked, as: UTF8.self)
            }, only: scope.isPartial ? { scope.contains($0) } : nil)
    }

    /// How the contract is judged, as the configuration says.
    func judgeOptions() -> JudgeOptions {
        var options = JudgeOptions()
        options.matches = { Glob($0).matches($1) }
        options.month = ScanSession.month
        options.policy = session.configuration.contract
        options.isSuppressed = suppressions.take
        return options
    }

    /// Addresses of samples, safe to print.
    func evidence(of samples: SampleSet) -> [Evidence] {
        guard let rules = session.rules else { return [] }
        return RuleEvaluation(rules: rules, paths: session.walk.inputs.map(\.path)).evidence(of: samples)
    }

    /// Stops a command that has nothing to judge.
    func requireRecords(_ input: InputOptions) throws(CommandFailure) {
        guard audit.ledger.records == 0 || audit.card.services.isEmpty else { return }
        throw CommandFailure(status: .inconclusive, message: Audit.emptyMessage(audit, session, scope))
    }
}
