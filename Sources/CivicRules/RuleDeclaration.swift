public import CivicModel

/// One rule as its file declares it.
public struct RuleDeclaration: Sendable {
    public enum Body: Sendable {
        /// Every selected record (or template, or field) must satisfy this.
        case assert(Condition)
        /// An algorithm of `Measures/`, by its kebab-case name.
        case measure(String)
    }

    /// One example: files that go through the whole pipeline together, most often one log.
    public struct Example: Sendable {
        /// Relative path and text, in the order in which they are written.
        public var files: [(path: String, text: String)]
        /// A log alone; one line a record unless the text says otherwise.
        public init(text: String) { files = [("", text)] }
        public init(files: [(path: String, text: String)]) { self.files = files }

        /// The text of all files, for people.
        public var text: String {
            files.map { $0.path.isEmpty ? $0.text : "==> \($0.path)\n" + $0.text }.joined()
        }
    }

    public var info: RuleInfo
    /// Globs; empty means all.
    public var services: [String]
    public var sources: [String]
    public var condition: Condition?
    public var body: Body
    /// Settings of a measure, by kebab-case name.
    public var parameters: [String: Scalar]
    public var passing: [Example]
    public var failing: [Example]
    /// Ids of rules that say the same more exactly: where one of them found something in a service, this one is not applied.
    public var yields: [String] = []
    /// Addresses to read on.
    public var links: [String] = []
    /// `rules/log.yml:12`, for messages.
    public var location: String

    public init(
        info: RuleInfo, services: [String] = [], sources: [String] = [], condition: Condition? = nil, body: Body,
        parameters: [String: Scalar] = [:], passing: [Example] = [], failing: [Example] = [], location: String
    ) {
        (self.info, self.services, self.sources, self.condition, self.body) = (info, services, sources, condition, body)
        (self.parameters, self.passing, self.failing, self.location) = (parameters, passing, failing, location)
    }

    /// Whether it says that something must not be in a log for the sake of those whom it is about: a rule about security that
    /// has detectors, or forbids something outright. Characters that a screen obeys are no secret.
    var looksForSecrets: Bool {
        guard info.dimension == .security, case .assert(let condition) = body else { return false }
        if case .none = condition { return true }
        return !PatternTable(rules: [self]).detectors.isEmpty
    }
}
