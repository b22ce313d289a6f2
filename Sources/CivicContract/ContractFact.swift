/// One line of a contract: one thing that holds for the logs of one service.
public struct ContractFact: Sendable, Hashable {
    /// What a fact is about; the raw value is what the file says.
    public enum Kind: String, Sendable, CaseIterable {
        /// The service itself: its format, its volume, the identity of the recording.
        case service
        /// Events of another service that this one acts on.
        case edge
        case field
        /// A field that was removed on purpose and must not come back.
        case gone
        /// A role that ids of this service fill.
        case id
        /// A rule about secrets that this service is known to break.
        case leak
        /// A message template.
        case template = "tpl"
        /// How times are written.
        case time = "ts"
    }

    public var service: String
    public var kind: Kind
    /// What tells this fact from others of its kind: a field path, a template id, a service, a role; empty where there is one.
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
}
