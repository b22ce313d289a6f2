public import CivicModel

/// One rule as its file declares it.
public struct RuleDeclaration: Sendable {
    public enum Body: Sendable {
        /// Every selected record (or template, or field) must satisfy this.
        case assert(Condition)
        /// An algorithm of `Measures/`, by its kebab-case name.
        case measure(String)
    }

    /// One example: log text that goes through the whole pipeline, one line a record unless the text says otherwise.
    public struct Example: Sendable {
        public var text: String
        public init(text: String) { self.text = text }
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
}
