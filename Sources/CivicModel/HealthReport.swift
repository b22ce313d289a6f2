/// What the body of one health answer says, whatever format it is in.
public struct HealthReport: Sendable, Hashable {
    /// Where `overall` comes from.
    public enum OverallSource: String, Sendable { case reported, derived, http, none }
    public enum Lifecycle: String, Sendable { case starting, serving, draining, stopping, maintenance }

    /// Id of the format, as `civic formats list` prints it.
    public var format: String
    /// Never `unreachable`: a body was there.
    public var overall: HealthStatus
    public var overallSource: OverallSource
    /// The word as written, where the body reports one.
    public var rawStatus: String?
    /// An HTTP status that the body itself names.
    public var httpStatus: Int?
    public var lifecycle: Lifecycle?
    public var version: String?
    public var build: String?
    public var instance: String?
    /// Name of the service, where the body says it.
    public var service: String?
    /// Kind that the body tells (k8s trailer, Spring's livenessState alone).
    public var kind: HealthKind?
    /// When the report was made, as the body says.
    public var reportTime: Instant?
    /// First level; children below.
    public var components: [HealthComponent]
    /// The body parsed only after repair (byte order mark, trailing comma), or in part.
    public var isMalformed: Bool
    /// Times that could not be read, are zero, or have no zone; as written.
    public var badTimes: [String]
    /// The format answers with HTTP 200 whatever the state, by design: body and HTTP status may differ.
    public var isAlwaysOK: Bool
    /// The format knows checks whose failure is not the service's, marked or not: a failed component may lie under a good
    /// whole.
    public var hasNonFatalChecks: Bool

    public init(format: String, overall: HealthStatus = .unknown, overallSource: OverallSource = .none) {
        (self.format, self.overall, self.overallSource) = (format, overall, overallSource)
        (components, isMalformed, badTimes) = ([], false, [])
        (isAlwaysOK, hasNonFatalChecks) = (false, false)
    }
}

/// One part that a health body judges on its own.
public struct HealthComponent: Sendable, Hashable {
    public var name: String
    public var status: HealthStatus
    public var rawStatus: String?
    /// `datastore`, `component`, `system`, a tag: what the body says that it is.
    public var kind: String?
    /// False where the format says that its failure is not the service's.
    public var isCritical: Bool?
    public var time: Instant?
    /// Nanoseconds.
    public var duration: Int64?
    public var value: String?
    public var unit: String?
    /// Message, output or error, as text.
    public var message: String?
    /// Other members: dotted path and text, in the order of the body.
    public var details: [Detail]
    public var children: [HealthComponent]

    public struct Detail: Sendable, Hashable {
        public var path: String
        public var value: String
        public init(path: String, value: String) { (self.path, self.value) = (path, value) }
    }

    public init(name: String, status: HealthStatus, rawStatus: String? = nil) {
        (self.name, self.status, self.rawStatus) = (name, status, rawStatus)
        (details, children) = ([], [])
    }
}

/// What an endpoint is asked for.
public enum HealthKind: String, Sendable, CaseIterable { case live, ready, startup, health, deep }
