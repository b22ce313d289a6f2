import CivicModel

/// Writes changes into a contract, and nothing else.
public struct ContractUpdate {
    private let run: RunObservation
    private let month: String?
    private let why: String?

    /// - Parameters:
    ///   - month: for fields that go on purpose, `2026-11`.
    ///   - why: the reason that stays beside them.
    public init(run: RunObservation, month: String?, why: String? = nil) {
        (self.run, self.month, self.why) = (run, month, why)
    }

    public func apply(_ changes: [ContractChange], to contract: inout Contract) {
        for change in changes { apply(change, to: &contract) }
    }

    /// The first contract of a run.
    public static func contract(of run: RunObservation, mode: Contract.Mode = .forward) -> Contract {
        let names = run.services.keys.sorted()
        return Contract(mode: mode, facts: names.flatMap { run.services[$0].map { ContractDraft($0).facts() } ?? [] })
    }

    private func apply(_ change: ContractChange, to contract: inout Contract) {
        guard let observation = run.services[change.service] else { return }
        let draft = ContractDraft(observation)
        if change.subject.isEmpty, change.before == nil {
            // A service that is new.
            for fact in draft.facts() { contract.put(fact) }
            return
        }
        if change.subject.isEmpty, change.kind == .typeChanged {
            // Another notation altogether: its facts are new ones.
            for fact in contract.facts where fact.service == change.service && fact.kind != .gone { contract.remove(fact) }
            for fact in draft.facts() { contract.put(fact) }
            return
        }
        if let before = change.before, change.after.map({ !$0.names(before) }) ?? true { remove(before, from: &contract) }
        guard var after = change.after else { return }
        if let before = change.before, before.names(after), let current = contract.facts.first(where: { $0.names(after) }) {
            // Other changes may have touched the fact: only what this one is about is written.
            var merged = current
            for key in Set(before.attributes.keys).union(after.attributes.keys)
            where before.attributes[key] != after.attributes[key] {
                merged.attributes[key] = after.attributes[key]
            }
            after = merged
        }
        contract.put(after)
        switch after.kind {
        case .field:
            if change.before?.kind != .field || change.before?.subject != after.subject {
                introduce(after, draft, to: &contract)
            }
            if change.kind == .presenceDropped || change.kind == .idCoverageDropped { settle(after, draft, in: &contract) }
        default: break
        }
    }

    private func remove(_ fact: ContractFact, from contract: inout Contract) {
        contract.remove(fact)
        guard fact.kind == .field else { return }
        for other in contract.facts where other.service == fact.service && other.subject == fact.subject {
            if other.kind == .id || other.kind == .time { contract.remove(other) }
        }
        var gone = ContractFact(service: fact.service, kind: .gone, subject: fact.subject)
        if let month { gone.attributes["since"] = .text(month) }
        if let why { gone.attributes["why"] = .text(why) }
        contract.put(gone)
        for template in contract.facts where template.service == fact.service && template.kind == .template {
            mention(fact.subject, nil, in: template, of: &contract)
        }
    }

    /// Writes what follows from a new field: its role, its times, the messages that have it.
    private func introduce(_ fact: ContractFact, _ draft: ContractDraft, to contract: inout Contract) {
        contract.remove(ContractFact(service: fact.service, kind: .gone, subject: fact.subject))
        for other in draft.ids() + draft.times() where other.subject == fact.subject { contract.put(other) }
        settle(fact, draft, in: &contract)
    }

    /// Says anew which messages have the field.
    private func settle(_ fact: ContractFact, _ draft: ContractDraft, in contract: inout Contract) {
        let isCommon = fact.text("pres").flatMap(PresenceClass.init)?.isCommon ?? false
        for template in contract.facts where template.service == fact.service && template.kind == .template {
            guard let shown = draft.observation.templates[template.subject], shown.records >= ContractDraft.settled else {
                continue
            }
            let present = draft.observation.present(fact.subject, in: shown)
            let key: String? = isCommon ? (present < shown.records ? "lacks" : nil) : present == shown.records ? "has" : nil
            mention(fact.subject, key, in: template, of: &contract)
        }
    }

    /// Puts a path into the list `key` of a template and takes it out of the others.
    private func mention(_ path: String, _ key: String?, in template: ContractFact, of contract: inout Contract) {
        var template = template
        for list in ["has", "lacks"] {
            var paths = template.list(list).filter { $0 != path }
            if list == key { paths = (paths + [path]).sorted() }
            template.attributes[list] = paths.isEmpty ? nil : .list(paths)
        }
        contract.put(template)
    }
}
