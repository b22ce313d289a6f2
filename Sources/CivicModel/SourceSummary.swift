/// What Civic understood of one input: one entry of `civic inspect`.
public struct SourceSummary: Sendable {
    public enum Kind: String, Sendable { case logs, health, journal, empty, unknown }

    /// Records of one service in a source, and where its name came from.
    public struct ServiceShare: Sendable, Hashable {
        public var name: String
        public var records: Int
        public var origin: ServiceOrigin
        public init(name: String, records: Int, origin: ServiceOrigin) {
            (self.name, self.records, self.origin) = (name, records, origin)
        }
    }

    /// What the snapshots of health endpoints in a source say.
    public struct Health: Sendable {
        public var format: String
        public var snapshots: Int
        /// Keyed by `pass`, `warn`, `fail`, `unknown`, `unreachable`.
        public var statuses: [String: Int]
        /// First-level components of the largest snapshot.
        public var components: Int
        public init(format: String, snapshots: Int, statuses: [String: Int], components: Int) {
            (self.format, self.snapshots, self.statuses, self.components) = (format, snapshots, statuses, components)
        }
    }

    public var path: String
    /// `none` or `gzip`.
    public var compression: String
    public var kind: Kind = .unknown
    public var ledger = Ledger()
    /// Format ids with their records, most first, then by id.
    public var formats: [(id: String, records: Int)] = []
    public var structured = false
    /// Times of the first and the last record that have one, in the order of the file, with the decimals read.
    public var firstTime: (instant: Instant, digits: Int)?
    public var lastTime: (instant: Instant, digits: Int)?
    /// The earliest and the latest time of any record.
    public var span: ClosedRange<Instant>?
    public var timeBasis: TimeBasis = .none
    public var levels: [Level: Int] = [:]
    /// Most records first, then by name.
    public var services: [ServiceShare] = []
    /// Field paths that fill each role, most records first, then by path.
    public var roles: [Role: [String]] = [:]
    public var health: Health?

    public init(path: String, compression: String) {
        self.path = path
        self.compression = compression
    }
}

/// Where the name of a service came from. `process` is a program name in a syslog header or the like.
public enum ServiceOrigin: UInt8, Sendable, CaseIterable {
    case field, process, configuration, path, none

    public var name: String {
        switch self {
        case .configuration: "config"
        default: "\(self)"
        }
    }
}
