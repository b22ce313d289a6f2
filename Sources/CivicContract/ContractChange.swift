public import CivicModel
public import CivicProfile

/// The kinds of change that a contract tells apart (docs/contract.md).
public enum ChangeKind: String, Sendable, CaseIterable {
    case fieldRemoved = "CB01"
    case presenceDropped = "CB02"
    case typeChanged = "CB03"
    case numberTypeChanged = "CB04"
    case enumChanged = "CB05"
    case timeFormatChanged = "CB06"
    case timeFormatImproved = "CB07"
    case templateRemoved = "CB08"
    case levelChanged = "CB09"
    case idCoverageDropped = "CB10"
    case idRenamed = "CB11"
    case cardinalityGrew = "CB12"
    case edgeLost = "CB13"
    case added = "CB14"
    case goneCameBack = "CB15"
    case secretAdded = "CB16"
    case volumeChanged = "CB17"
}

/// What differs between the contract and a run.
public struct ContractChange: Sendable {
    public enum Verdict: String, Sendable, CaseIterable, Comparable {
        case ok, warn
        case breaking = "break"

        public static func < (a: Verdict, b: Verdict) -> Bool {
            (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
        }
    }

    /// `k` of `n` units that the change shows in, with the 95 % interval of the share.
    public struct Evidence: Sendable {
        public var k: Int
        public var n: Int
        public var low: Double
        public var high: Double

        public init(k: Int, n: Int, low: Double, high: Double) {
            (self.k, self.n, self.low, self.high) = (k, n, low, high)
        }
    }

    public var kind: ChangeKind
    public var verdict: Verdict
    public var service: String
    /// Field path, template id, role, service at the other end of an edge, rule id.
    public var subject: String
    /// The fact as the contract has it; nil: it has none.
    public var before: ContractFact?
    /// The fact as the run shows it; nil: it does not.
    public var after: ContractFact?
    public var evidence: Evidence
    /// One sentence: what changed. May quote the input: hostile text.
    public var message: String
    /// One sentence: what to do about it.
    public var fix: String
    /// Who reads this, as `consumers:` of the configuration says.
    public var consumers: [String]
    /// Records that show it, where it shows in any.
    public var samples: SampleSet
    /// Addresses of such records that are safe to print already.
    public var addresses: [CivicModel.Evidence] = []
    /// Ids of the message templates that it shows in, most first, where it is about messages.
    public var templates: [String] = []

    public init(
        kind: ChangeKind, verdict: Verdict, service: String, subject: String, before: ContractFact? = nil,
        after: ContractFact? = nil, evidence: Evidence, message: String, fix: String, consumers: [String] = [],
        samples: SampleSet = SampleSet()
    ) {
        (self.kind, self.verdict, self.service, self.subject) = (kind, verdict, service, subject)
        (self.before, self.after, self.evidence) = (before, after, evidence)
        (self.message, self.fix, self.consumers, self.samples) = (message, fix, consumers, samples)
    }

    /// Breaks first, then by service, kind and subject.
    static func precedes(_ a: ContractChange, _ b: ContractChange) -> Bool {
        if a.verdict != b.verdict { return a.verdict > b.verdict }
        return (a.service, a.kind.rawValue, a.subject) < (b.service, b.kind.rawValue, b.subject)
    }
}
