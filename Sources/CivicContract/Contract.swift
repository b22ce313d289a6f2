/// The committed promise of what logs look like: facts, each on a line of its own.
public struct Contract: Sendable {
    /// Who must not be broken (the words of schema registries).
    public enum Mode: String, Sendable, CaseIterable {
        /// Those who read new logs with what they knew before: alerts, dashboards, parsers.
        case forward
        /// Those who will read old logs with what they know now.
        case backward
        /// Both.
        case full
        /// Nobody: changes are listed and none breaks.
        case off
    }

    /// The version of the file's format that this program writes.
    public static let version = 1

    public var mode: Mode
    /// Sorted by `precedes`.
    public var facts: [ContractFact]

    public init(mode: Mode = .forward, facts: [ContractFact] = []) {
        self.mode = mode
        self.facts = facts.sorted(by: Self.precedes)
    }

    /// The order of the lines: by service, what is said of the service itself first, then by kind and subject.
    static func precedes(_ a: ContractFact, _ b: ContractFact) -> Bool {
        if a.service != b.service { return a.service < b.service }
        let (i, j) = (a.kind == .service ? 0 : 1, b.kind == .service ? 0 : 1)
        return (i, a.kind.rawValue, a.subject) < (j, b.kind.rawValue, b.subject)
    }

    public var services: [String] { Set(facts.map(\.service)).sorted() }

    public func facts(of service: String, _ kind: ContractFact.Kind) -> [ContractFact] {
        facts.filter { $0.service == service && $0.kind == kind }
    }

    public func fact(of service: String, _ kind: ContractFact.Kind, _ subject: String = "") -> ContractFact? {
        facts.first { $0.service == service && $0.kind == kind && $0.subject == subject }
    }

    /// Puts `fact` in place of the one with the same service, kind and subject, if there is one.
    public mutating func put(_ fact: ContractFact) {
        if let at = facts.firstIndex(where: { $0.names(fact) }) {
            var fact = fact
            fact.line = facts[at].line
            facts[at] = fact
        } else {
            let at = facts.firstIndex { Self.precedes(fact, $0) } ?? facts.count
            facts.insert(fact, at: at)
        }
    }

    public mutating func remove(_ fact: ContractFact) { facts.removeAll { $0.names(fact) } }
}
