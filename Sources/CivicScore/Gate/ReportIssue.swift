public import CivicModel

/// One thing that a report says, wherever it comes from: a rule that is broken, a change of the contract, a service that
/// sent nothing, a suppression that has expired. All machine-readable reports are written from a list of these.
public struct ReportIssue: Sendable {
    /// Where the issue comes from.
    public enum Origin: String, Sendable, CaseIterable { case rule, contract, debt, configuration, expectation, gate }

    /// What stands for the issue in a repository.
    public struct Anchor: Sendable, Hashable {
        /// Relative to the working folder, with `/`, without `./`.
        public var path: String
        /// 1-based.
        public var line: Int

        public init(path: String, line: Int) { (self.path, self.line) = (path, line) }
    }

    /// What became of it.
    public enum State: String, Sendable, CaseIterable {
        /// Counts.
        case open
        /// Stands in the file of accepted debt.
        case accepted
    }

    public var origin: Origin
    /// `LOG-001`, `CB01`, `CFG-001` …: one meaning for ever.
    public var id: String
    /// Kebab name, such as `timestamp-present`.
    public var name: String
    /// One sentence: what goes wrong. From a rule file, never from a log.
    public var rationale: String
    /// One sentence in the imperative.
    public var fix: String
    public var severity: Severity
    public var state: State
    /// The run ends with status 1 because of it.
    public var fails: Bool
    /// Empty when it is about no service.
    public var service: String
    /// Field path, template, rule …; empty when the service is meant. Hostile text.
    public var subject: String
    /// One sentence. May quote the input: hostile text.
    public var message: String
    /// Units that break it, and units that were looked at; what is said of the gate and its files has none (`isCounted`).
    public var violations: Int
    public var population: Int
    /// 16 hexadecimal digits over id, service and subject: never counts, lines or times.
    public var fingerprint: String
    public var anchor: Anchor
    public var evidence: [Evidence]
    /// Who reads what broke.
    public var consumers: [String]

    /// Whether `violations` of `population` tells a reader something.
    public var isCounted: Bool { population > 0 && (origin == .rule || origin == .contract) }

    public init(
        origin: Origin, id: String, name: String, rationale: String, fix: String, severity: Severity, state: State = .open,
        fails: Bool, service: String, subject: String = "", message: String, violations: Int, population: Int,
        fingerprint: String, anchor: Anchor, evidence: [Evidence] = [], consumers: [String] = []
    ) {
        (self.origin, self.id, self.name, self.rationale, self.fix) = (origin, id, name, rationale, fix)
        (self.severity, self.state, self.fails, self.service, self.subject) = (severity, state, fails, service, subject)
        (self.message, self.violations, self.population) = (message, violations, population)
        (self.fingerprint, self.anchor, self.evidence, self.consumers) = (fingerprint, anchor, evidence, consumers)
    }
}
