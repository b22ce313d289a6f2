import CivicModel

/// Holds a run against a contract.
public struct ContractJudge {
    private let file: ContractFile
    private let run: RunObservation
    private let options: JudgeOptions

    public init(_ file: ContractFile, run: RunObservation, options: JudgeOptions) {
        (self.file, self.run) = (file, run)
        var options = options
        options.mode = file.contract.mode
        self.options = options
    }

    /// - Parameter named: services that other contracts speak of, which are not new to this one.
    public func compare(elsewhere named: Set<String> = []) -> ContractComparison {
        var result = ContractComparison()
        let byService = Dictionary(grouping: file.contract.facts, by: \.service)
        for (service, facts) in byService.sorted(by: { $0.key < $1.key }) {
            guard let observation = run.services[service], observation.records > 0 else {
                result.absentServices.append(service)
                result.notExercised += facts.count
                continue
            }
            compare(service, facts, observation, into: &result)
        }
        let known = Set(byService.keys).union(named)
        for (service, observation) in run.services.sorted(by: { $0.key < $1.key }) where !known.contains(service) {
            guard observation.records >= Proof.least else { continue }
            let old = result.absentServices.first { isSuccessor(observation, of: byService[$0] ?? []) }
            result.changes.append(
                ContractChange(
                    kind: .added, verdict: old == nil ? .ok : .warn, service: service, subject: "",
                    after: ContractDraft(observation).service(), evidence: .init(observation.records, of: observation.records),
                    message: "the contract knows no service \(service)"
                        + (old.map { "; by its messages it is likely \($0) under another name" } ?? ""),
                    fix: old == nil
                        ? "civic contract update writes its facts."
                        : "Keep the old name: whoever selects logs by it finds nothing any more."))
        }
        result.changes.removeAll { options.isSuppressed($0.kind.rawValue, $0.service, $0.subject) }
        result.changes.sort(by: ContractChange.precedes)
        var updated = file
        ContractUpdate(run: run, month: options.month).apply(result.changes, to: &updated.contract)
        result.patch = UnifiedDiff.text(from: file.text, to: updated.text, path: file.path)
        result.proposed = updated.text
        return result
    }

    /// Whether a service logs at least half of the messages that the contract has for another.
    /// - Parameter facts: of the other.
    private func isSuccessor(_ observation: ServiceObservation, of facts: [ContractFact]) -> Bool {
        let templates = facts.filter { $0.kind == .template }
        return templates.count >= 2
            && templates.count(where: { observation.templates[$0.subject] != nil }) * 2 >= templates.count
    }

    private func compare(
        _ service: String, _ facts: [ContractFact], _ observation: ServiceObservation, into result: inout ContractComparison
    ) {
        if observation.isDamaged {
            result.incomparable.append(
                "\(service): a file of it is damaged (civic inspect says where), so what is missing proves nothing")
        }
        let threshold = facts.first { $0.kind == .service }?.text("lvl").flatMap { Level(name: $0) }
        if let threshold, let lowest = observation.lowestLevel, lowest > threshold,
            observation.records >= options.policy.minimumRecords
        {
            result.limits.append(
                "\(service) wrote nothing below \(lowest.name), and the contract was made from \(threshold.name) on: messages below are not judged"
            )
        }
        var judge = ServiceJudge(service, facts, observation, options: options)
        judge.judge()
        let stands = Claim.proven(judge.claims, looked: judge.looked)
        for (claim, isProven) in zip(judge.claims, stands) {
            guard isProven else {
                result.notExercised += 1
                result.leaveOpen(claim.change.subject, of: service)
                continue
            }
            result.changes.append(weighed(claim.change))
        }
        result.compared += judge.looked
        result.notExercised += judge.unexercised.count
        for fact in judge.unexercised { result.leaveOpen(fact.subject, of: service) }
        if !judge.provesAbsence { result.openServices.insert(service) }
        if judge.templates.all > 0 { result.power.append(power(service, judge, records: observation.records)) }
    }

    private func power(_ service: String, _ judge: ServiceJudge, records: Int) -> String {
        let rate = Proof.demand / Double(max(1, records))
        let shown = "\(service): \(judge.templates.shown) of \(judge.templates.all) messages exercised; \(records) records"
        guard rate < 1 else { return shown + " are too few to prove the loss of any message" }
        return shown + " could have proven the loss of any message recorded at \(NumberWords.percent(rate)) or more"
    }

    /// Kinds that break whoever reads it: alerts go blind, joins fail, secrets leak.
    private static let always: Set<ChangeKind> = [
        .timeFormatChanged, .levelChanged, .idCoverageDropped, .idRenamed, .goneCameBack, .secretAdded,
    ]

    /// Names the readers; where the configuration lists any, what nobody reads does not break.
    private func weighed(_ change: ContractChange) -> ContractChange {
        var change = change
        if options.mode == .off { change.verdict = min(change.verdict, .warn) }
        guard !options.policy.consumers.isEmpty, let fact = change.before ?? change.after else { return change }
        change.consumers = options.readers(change.service, fact).sorted()
        if change.verdict == .breaking, change.consumers.isEmpty, !Self.always.contains(change.kind) { change.verdict = .warn }
        return change
    }
}
