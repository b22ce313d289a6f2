/// What one rule counted in one service. Counts only: credit, verdict and points are the score's.
public struct RuleOutcome: Sendable {
    public var rule: RuleInfo
    public var service: String
    /// Units that the rule is about.
    public var population: Int
    /// Units that break it.
    public var violations: Int
    /// Violation ratio of every template (each with at least one unit), for balanced rules; the mean of these is the
    /// second half of the ratio. Templates below 0.01 % of the service's records are summed into one entry.
    public var templateRatios: [TemplateCount]
    /// Some addresses of violations, in the order of path and byte.
    public var evidence: [Evidence]
    /// Facts that the message may quote, such as the names of the fields in conflict; empty when there is none.
    public var example: String
    /// Violations that a suppression of `civic.yml` took out of `violations`.
    public var suppressed: Int
    /// Suppressions that took something, as indices into those that were given, ascending.
    public var suppressedBy: [Int] = []
    /// Suppressions that have ended and would have taken something, as indices into those that have ended, ascending.
    public var missedBy: [Int] = []
    /// Where a rule that looks for secrets found some: violations by id of the message template, accepted ones among them;
    /// nil: it looks for none.
    public var secrets: [String: Int]?
    /// What exactly breaks the rule, where it counts named things (fields): sorted names, the same in every run that shows the
    /// same faults. Part of the finding's identity, which `example` is not.
    public var subjects: [String] = []

    public struct TemplateCount: Sendable, Hashable {
        public var population: Int
        public var violations: Int
        public init(population: Int, violations: Int) { (self.population, self.violations) = (population, violations) }
    }

    public init(
        rule: RuleInfo, service: String, population: Int, violations: Int, templateRatios: [TemplateCount] = [],
        evidence: [Evidence] = [], example: String = "", suppressed: Int = 0
    ) {
        (self.rule, self.service, self.population, self.violations) = (rule, service, population, violations)
        (self.templateRatios, self.evidence, self.example, self.suppressed) = (templateRatios, evidence, example, suppressed)
    }
}

/// An address in the input, with a sample that is safe to print: secrets masked, control characters escaped, bounded.
public struct Evidence: Sendable, Hashable, Comparable {
    public var path: String
    /// 1-based line in the decompressed stream; 0 when the whole input is meant.
    public var line: Int
    /// Byte offset of the line in the decompressed stream.
    public var byte: Int
    public var sample: String
    /// The statement that wrote the record, where it says so.
    public var statement: CodeLocation?

    public init(path: String, line: Int, byte: Int, sample: String, statement: CodeLocation? = nil) {
        (self.path, self.line, self.byte, self.sample, self.statement) = (path, line, byte, sample, statement)
    }

    public static func < (a: Evidence, b: Evidence) -> Bool {
        (a.path, a.byte, a.line, a.sample) < (b.path, b.byte, b.line, b.sample)
    }
}
