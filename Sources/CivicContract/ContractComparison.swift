/// All that a comparison of a run with a contract says.
public struct ContractComparison: Sendable {
    /// Breaks first, then by service, kind and subject.
    public var changes: [ContractChange] = []
    /// Facts of the contract that the run gave no chance to show.
    public var notExercised = 0
    /// Facts that were compared.
    public var compared = 0
    /// Why the run cannot be held against the contract, one sentence a service; empty: it can.
    public var incomparable: [String] = []
    /// Services of the contract that the run holds nothing of.
    public var absentServices: [String] = []
    /// What the run could have proven and what not, one sentence a service.
    public var power: [String] = []
    /// What was left out of the comparison, and why.
    public var limits: [String] = []
    /// The contract as it would read with all changes.
    public var proposed = ""
    /// A unified diff that makes the contract say what the run shows, for `git apply`; empty: nothing changed.
    public var patch = ""

    /// Services that the run has too little of, or too damaged, to say that something is gone.
    var openServices: Set<String> = []
    /// What the run decides nothing about, by service: subjects of facts that it did not exercise.
    private var openSubjects: [String: Set<String>] = [:]

    public var isComparable: Bool { incomparable.isEmpty }

    mutating func leaveOpen(_ subject: String, of service: String) {
        openSubjects[service, default: []].insert(subject)
    }

    /// Whether a change that this comparison does not show has not happened, rather than had no chance to show.
    public func settles(_ subject: String, of service: String) -> Bool {
        isComparable && !absentServices.contains(service) && !openServices.contains(service)
            && openSubjects[service]?.contains(subject) != true
    }

    public init() {}

    /// Two comparisons with contracts of different services as one.
    public func joined(with other: ContractComparison) -> ContractComparison {
        var result = self
        result.changes = (changes + other.changes).sorted(by: ContractChange.precedes)
        result.notExercised += other.notExercised
        result.compared += other.compared
        result.incomparable += other.incomparable
        result.absentServices = (absentServices + other.absentServices).sorted()
        result.openServices.formUnion(other.openServices)
        result.openSubjects.merge(other.openSubjects) { $0.union($1) }
        result.power += other.power
        result.limits += other.limits
        result.patch += other.patch
        result.proposed += other.proposed
        return result
    }
}
