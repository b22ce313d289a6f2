/// How strictly a contract is judged: `contract:` and `consumers:` of the configuration.
public struct ContractPolicy: Sendable, Hashable {
    /// Fewer records of a service than this prove nothing that is gone.
    public var minimumRecords = 20
    /// New values of a closed list break.
    public var strictValues = false
    public var consumers: [Consumer] = []

    public init() {}
}
