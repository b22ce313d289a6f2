public import CivicModel

/// A body with what a reader should make of it: shown in the docs and tested.
public struct HealthSample: Sendable {
    public var text: String
    public var overall: HealthStatus
    /// Components of the first level.
    public var components: Int

    public init(_ text: String, _ overall: HealthStatus, components: Int = 0) {
        (self.text, self.overall, self.components) = (text, overall, components)
    }
}

/// A notation of health bodies: one file each under `Health/`, listed in `HealthFormats.all`.
public protocol HealthFormat: Sendable {
    /// Kebab-case, as `civic formats list` prints it.
    static var id: String { get }
    static var title: String { get }
    static var samples: [HealthSample] { get }
    /// Answers with HTTP 200 whatever the state, by design.
    static var isAlwaysOK: Bool { get }
    /// Knows checks whose failure is not the service's.
    static var hasNonFatalChecks: Bool { get }
    /// Nothing but a health body looks like this: a file of its own may be taken for one.
    static var isDistinctive: Bool { get }
    /// The report in `document`, or nil when it is of another format. Formats before this one in the list have said no.
    static func read(_ document: HealthDocument) -> HealthReport?
}

extension HealthFormat {
    public static var isAlwaysOK: Bool { false }
    public static var hasNonFatalChecks: Bool { false }
    public static var isDistinctive: Bool { true }
}
