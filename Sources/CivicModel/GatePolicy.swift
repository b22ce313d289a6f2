/// What a run must reach: `gate:` of the configuration.
public struct GatePolicy: Sendable, Hashable {
    /// From which severity on a failed verdict fails the gate.
    public enum FailOn: Sendable, Hashable {
        case severity(Severity)
        /// No finding does.
        case nothing

        public var severity: Severity? {
            if case .severity(let severity) = self { return severity }
            return nil
        }
    }

    /// What some services must reach beside what holds for all.
    public struct ServiceLimits: Sendable, Hashable {
        /// Glob over names of services.
        public var services: String
        /// Lowest score, 0...100.
        public var minimumScore: Double?
        public var minimumDimension: [Dimension: Double] = [:]
        /// Nil: as for all.
        public var failOn: FailOn?

        public init(services: String) { self.services = services }
    }

    /// Lowest score of the system, 0...100.
    public var minimumScore: Double?
    /// Lowest scores of every service in a dimension, 0...100.
    public var minimumDimension: [Dimension: Double] = [:]
    /// In the order of the file: where several match a service, the last one that sets a value wins.
    public var services: [ServiceLimits] = []
    /// Failed verdicts of this severity or above fail the gate; nil: none do.
    public var failOn: Severity? = .error
    /// Path of an earlier report of `civic audit` that neither a service nor the system may fall behind.
    public var noWorseThan: String?
    /// Points that a score may lose against `noWorseThan`.
    public var tolerance = 0.5
    /// What fails and did not fail in `noWorseThan` fails the gate, whatever its severity.
    public var failOnNew = false
    /// Fewer records than this are inconclusive.
    public var minimumRecords: Int?

    public init() {}

    /// What holds for one service.
    /// - Parameter matches: whether a name matches a glob.
    public func limits(of service: String, matches: (_ glob: String, _ name: String) -> Bool) -> Limits {
        var limits = Limits(failOn: failOn)
        for (dimension, minimum) in minimumDimension {
            limits.minimumDimension[dimension] = .init(minimum: minimum, key: "gate.min_dimension")
        }
        for entry in services where matches(entry.services, service) {
            let key = "gate.services.\(entry.services)"
            if let minimum = entry.minimumScore { limits.minimumScore = .init(minimum: minimum, key: key) }
            for (dimension, minimum) in entry.minimumDimension {
                limits.minimumDimension[dimension] = .init(minimum: minimum, key: key)
            }
            if let failOn = entry.failOn { limits.failOn = failOn.severity }
        }
        return limits
    }

    /// What one service must reach.
    public struct Limits: Sendable, Hashable {
        /// A lowest score, and the setting that demands it.
        public struct Demand: Sendable, Hashable {
            public var minimum: Double
            /// `gate.services.pay*`: where `civic.yml` sets it.
            public var key: String
        }

        public var minimumScore: Demand?
        public var minimumDimension: [Dimension: Demand] = [:]
        public var failOn: Severity?
    }
}
