public import CivicModel

/// The verdict on one rule in one service.
public enum Verdict: String, Sendable, CaseIterable { case pass, fail, provisional, notApplicable, suppressed }

/// One rule of one service, scored.
public struct RuleScore: Sendable {
    public var outcome: RuleOutcome
    public var verdict: Verdict
    /// Violation ratio (balanced where the rule says so), 0...1.
    public var ratio: Double
    /// 95 % interval of the ratio.
    public var ratioLow: Double
    public var ratioHigh: Double
    /// 0...1.
    public var credit: Double
    /// What the service's uncapped score would gain if this rule were kept in full, 0...100.
    public var pointsLost: Double
    /// What its score would gain, caps included: more than `pointsLost` where the rule alone holds the score down, 0 where
    /// another rule does.
    public var gain: Double
    /// Whether the rule caps the score, at whatever height.
    public var caps: Bool

    /// What the rule costs, for order and print: a cap that it alone holds counts, and behind another rule's cap it still
    /// costs its points.
    public var price: Double { max(pointsLost, gain) }

    public init(
        outcome: RuleOutcome, verdict: Verdict, ratio: Double, ratioLow: Double, ratioHigh: Double, credit: Double,
        pointsLost: Double, gain: Double = 0, caps: Bool = false
    ) {
        (self.outcome, self.verdict, self.ratio) = (outcome, verdict, ratio)
        (self.ratioLow, self.ratioHigh, self.credit, self.pointsLost) = (ratioLow, ratioHigh, credit, pointsLost)
        (self.gain, self.caps) = (gain, caps)
    }
}

public struct DimensionScore: Sendable {
    public var dimension: Dimension
    /// 0...100; meaningless when `assessed` is false.
    public var score: Double
    public var low: Double
    public var high: Double
    /// False when nothing that this dimension needs was supplied, or when no rule of it had a unit to judge.
    public var assessed: Bool

    public init(dimension: Dimension, score: Double, low: Double, high: Double, assessed: Bool) {
        (self.dimension, self.score, self.low, self.high, self.assessed) = (dimension, score, low, high, assessed)
    }
}

/// How sure the number is: half-width of its 95 % interval at most 3, at most 8, or wider.
public enum Certainty: String, Sendable, CaseIterable { case solid, fair, thin }

public struct ServiceCard: Sendable {
    public struct Cap: Sendable {
        public var rule: String
        public var at: Double
        public var violations: Int

        public init(rule: String, at: Double, violations: Int) {
            (self.rule, self.at, self.violations) = (rule, at, violations)
        }
    }

    public var name: String
    public var records: Int
    /// Capped score, 0...100, not rounded.
    public var score: Double
    public var low: Double
    public var high: Double
    /// Letter, with `?` when thin; `unrated` when a dimension that a letter needs was not assessed.
    public var grade: String
    public var certainty: Certainty
    public var uncapped: Double
    /// Score without suppressions.
    public var unsuppressed: Double
    /// Caps in force, lowest first.
    public var caps: [Cap]
    /// In the order of `Dimension.allCases`.
    public var dimensions: [DimensionScore]
    /// Sorted by rule id.
    public var rules: [RuleScore]

    /// False when no dimension was assessed: the numbers mean nothing then.
    public var isScored: Bool { dimensions.contains { $0.assessed } }

    public init(
        name: String, records: Int, score: Double, low: Double, high: Double, grade: String, certainty: Certainty,
        uncapped: Double, unsuppressed: Double, caps: [Cap], dimensions: [DimensionScore], rules: [RuleScore]
    ) {
        (self.name, self.records, self.score, self.low, self.high) = (name, records, score, low, high)
        (self.grade, self.certainty, self.uncapped, self.unsuppressed) = (grade, certainty, uncapped, unsuppressed)
        (self.caps, self.dimensions, self.rules) = (caps, dimensions, rules)
    }
}

/// The whole verdict, ready to be printed.
public struct Scorecard: Sendable {
    public var services: [ServiceCard]
    /// Nil when no service could be scored.
    public var system: (score: Double, grade: String)?
    /// Broken rules, dearest first: what caps a score below a C, then what failed, then what is provisional; within these
    /// by price, then severity, service, rule id.
    public var findings: [Finding]

    public init(services: [ServiceCard], system: (score: Double, grade: String)?, findings: [Finding]) {
        (self.services, self.system, self.findings) = (services, system, findings)
    }
}

public struct Finding: Sendable {
    public var score: RuleScore
    public var service: String
    public var message: String
    /// Stable over runs: digest of rule, service and what is wrong, not of counts.
    public var fingerprint: String

    public init(score: RuleScore, service: String, message: String, fingerprint: String) {
        (self.score, self.service, self.message, self.fingerprint) = (score, service, message, fingerprint)
    }
}

/// What an audit prints: the account of the input, what was understood of each source, and the verdict.
public struct AuditReport: Sendable {
    public var toolVersion: String
    /// Digest of the rule files that were in force.
    public var rulesDigest: String
    /// True for the unmodified built-in profile `recommended`.
    public var standard: Bool
    public var ledger: Ledger
    public var sources: [SourceSummary]
    public var card: Scorecard
    /// Health snapshots by service and state, services sorted.
    public var health: [(service: String, statuses: [String: Int])]

    public init(
        toolVersion: String, rulesDigest: String, standard: Bool, ledger: Ledger, sources: [SourceSummary], card: Scorecard,
        health: [(service: String, statuses: [String: Int])]
    ) {
        (self.toolVersion, self.rulesDigest, self.standard) = (toolVersion, rulesDigest, standard)
        (self.ledger, self.sources, self.card, self.health) = (ledger, sources, card, health)
    }
}
