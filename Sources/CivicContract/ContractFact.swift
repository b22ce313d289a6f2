/// One line of a contract: one thing that holds for the logs of one service.
public struct ContractFact: Sendable, Hashable {
    /// What a fact is about; the raw value is what the file says.
    public enum Kind: String, Sendable, CaseIterable {
        /// The service itself: its format, its volume, the lowest level that it writes.
        case service
        /// Events of another service that this one acts on.
        case edge
        case field
        /// A field that was removed on purpose and must not come back.
        case gone
        /// A field of ids and what they are for.
        case id
        /// A rule about secrets that this service is known to break.
        case leak
        /// A message template.
        case template = "tpl"
        /// A field of times and how they are written.
        case time = "ts"

        /// The key that tells facts of one kind apart; nil: a service has only one.
        public var subjectKey: String? {
            switch self {
            case .service: nil
            case .edge: "from"
            case .field, .gone, .id, .time: "p"
            case .leak: "rule"
            case .template: "id"
            }
        }
    }

    public var service: String
    public var kind: Kind
    /// What tells this fact from others of its kind: a field path, a template id, a service; empty where there is one.
    public var subject: String
    /// All else that the line says, by key.
    public var attributes: [String: FactValue]
    /// 1-based line in the contract file; 0 when it was not read from one.
    public var line: Int

    public init(
        service: String, kind: Kind, subject: String = "", attributes: [String: FactValue] = [:], line: Int = 0
    ) {
        (self.service, self.kind, self.subject) = (service, kind, subject)
        (self.attributes, self.line) = (attributes, line)
    }

    public func text(_ key: String) -> String? {
        if case .text(let text) = attributes[key] { return text }
        return nil
    }

    public func number(_ key: String) -> Int? {
        if case .number(let number) = attributes[key] { return number }
        return nil
    }

    /// A list, or a text as a list of one.
    public func list(_ key: String) -> [String] {
        switch attributes[key] {
        case .list(let list): list
        case .text(let text): [text]
        default: []
        }
    }

    public func flag(_ key: String) -> Bool { attributes[key] == .flag(true) }

    /// Whether both are about the same thing, whatever they say of it.
    func names(_ other: ContractFact) -> Bool {
        service == other.service && kind == other.kind && subject == other.subject
    }

    /// Whether both say the same.
    func says(_ other: ContractFact) -> Bool { names(other) && attributes == other.attributes }
}
