/// How bad a violation is; what `gate.fail_on` compares.
public enum Severity: String, Sendable, CaseIterable, Comparable {
    case info, warn, error
    public static func < (a: Severity, b: Severity) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}

/// How much a rule weighs inside its dimension (weights of the Instrumentation Score).
public enum Impact: String, Sendable, CaseIterable {
    case critical, important, normal, low
    /// Said, and never part of the score: it is about the recording and not about the service.
    case unscored = "none"

    public var weight: Double {
        switch self {
        case .unscored: 0
        case .critical: 40
        case .important: 30
        case .normal: 20
        case .low: 10
        }
    }
}

/// The seven aspects that a service is scored on, in the order of the score card.
public enum Dimension: String, Sendable, CaseIterable {
    case format, message, correlation, health, security, volume, experiment

    /// Weight in the service score.
    public var weight: Double {
        switch self {
        case .format, .message, .health, .security: 15
        case .correlation: 20
        case .volume, .experiment: 10
        }
    }
}

/// What a rule counts.
public enum RuleUnit: String, Sendable, CaseIterable {
    case record, template, field, group, concept, service, snapshot, window, fault, event, hop
}

/// Whether violations are counted over records alone, or balanced with the variety of templates
/// (mean of the record ratio and the mean ratio of the templates).
public enum RatioKind: String, Sendable, CaseIterable { case records, balanced }

/// Violation ratios between which the credit falls from 1 to 0, and the units that a verdict needs.
public struct Allowance: Sendable, Hashable {
    /// Ratio that still earns full credit, 0...1.
    public var ok: Double
    /// Ratio that earns none, `ok`...1.
    public var bad: Double
    /// Fewer units than this give a provisional verdict only.
    public var minimum: Int
    public var ratio: RatioKind
    /// A census: one violation is a finding and costs at least half the credit, whatever the ratio.
    public var presence: Bool

    public init(ok: Double, bad: Double, minimum: Int = 30, ratio: RatioKind = .records, presence: Bool = false) {
        (self.ok, self.bad, self.minimum, self.ratio, self.presence) = (ok, bad, minimum, ratio, presence)
    }
}

/// A ceiling that a rule puts on the score of a service once its violation ratio reaches `from`.
public struct ScoreCap: Sendable, Hashable {
    /// Highest score, 0...100.
    public var at: Double
    /// Smallest ratio that caps; 0 means any violation.
    public var from: Double
    public init(at: Double, from: Double = 0) { (self.at, self.from) = (at, from) }
}

/// What the score and the reports need to know of a rule: its declaration without its algorithm.
public struct RuleInfo: Sendable, Hashable {
    public var id: String
    public var name: String
    /// One sentence: what goes wrong when the rule is broken.
    public var rationale: String
    /// One sentence in the imperative.
    public var fix: String
    public var severity: Severity
    public var impact: Impact
    public var dimension: Dimension
    public var unit: RuleUnit
    public var allowance: Allowance
    public var cap: ScoreCap?
    /// Text of a finding; `{service}` `{violations}` `{n}` `{ratio}` `{example}` are filled in.
    public var message: String
    /// Profiles that switch the rule on.
    public var profiles: [String]

    /// Gives the rule another weight, with the severity that goes with it; never more severe than it was declared.
    public mutating func grade(_ impact: Impact) {
        self.impact = impact
        switch impact {
        case .critical, .important: break
        case .normal: severity = min(severity, .warn)
        case .low, .unscored: severity = .info
        }
    }

    public var family: String { String(id.prefix { $0 != "-" }) }

    public init(
        id: String, name: String, rationale: String, fix: String, severity: Severity, impact: Impact, dimension: Dimension,
        unit: RuleUnit, allowance: Allowance, cap: ScoreCap? = nil, message: String, profiles: [String] = ["recommended"]
    ) {
        (self.id, self.name, self.rationale, self.fix) = (id, name, rationale, fix)
        (self.severity, self.impact, self.dimension, self.unit) = (severity, impact, dimension, unit)
        (self.allowance, self.cap, self.message, self.profiles) = (allowance, cap, message, profiles)
    }
}
