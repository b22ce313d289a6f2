public import CivicModel

/// What a comparison may be told.
public struct JudgeOptions: Sendable {
    public var policy = ContractPolicy()
    /// Whether a text matches a glob: the one notation of `civic.yml`.
    public var matches: @Sendable (_ glob: String, _ text: String) -> Bool = { $0 == $1 || $0 == "*" }
    /// Changes that the configuration suppresses.
    public var isSuppressed: @Sendable (_ id: String, _ service: String, _ subject: String) -> Bool = { _, _, _ in false }
    /// Whom the contract protects.
    public var mode = Contract.Mode.forward
    /// Month for `gone` facts: `2026-11`.
    public var month: String?

    public init() {}
}

extension JudgeOptions {
    /// What goes breaks nobody who is protected.
    var isBackwardOnly: Bool { mode == .backward }
    /// What comes breaks those who will read old logs.
    var breaksReadersOfOld: Bool { mode == .backward || mode == .full }

    /// Who reads what a fact is about.
    func readers(_ service: String, _ fact: ContractFact) -> [String] {
        policy.consumers.filter { consumer in
            guard consumer.services.isEmpty || consumer.services.contains(where: { matches($0, service) }) else { return false }
            switch fact.kind {
            case .field, .id, .time, .gone: return consumer.fields.contains { matches($0, fact.subject) }
            case .template:
                let text = fact.text("x") ?? ""
                return consumer.templates.contains { $0 == fact.subject || matches($0, text) }
                    || consumer.levels.contains { $0 == fact.text("lvl") }
            case .service, .edge, .leak: return false
            }
        }.map(\.name)
    }
}
