public import CivicModel
public import CivicProfile

/// What is known of a system beside the counts of its records: what rules about chains, health and experiments judge.
/// A part is nil when nothing of its kind was in the input.
public struct SystemEvidence: Sendable {
    public var correlation: Correlation?
    public var health: HealthHistory?
    /// One per fault experiment that could be held against the logs, by start.
    public var experiments: [ExperimentReview] = []
    /// What columns of ids are for, as far as that is known beyond their names.
    var roles = ColumnRoles()
    /// Fields that were read as the message before all others, since ids stand under its usual names.
    public var messages: [String] = []

    public init() {}
}

/// Makes the observers of a run and turns what they saw into evidence.
public final class EvidenceCollector: Sendable {
    public struct Options: Sendable {
        /// Bytes that correlation may hold in memory before it spills.
        public var memory = 512 << 20
        /// Rows of ids are kept in 2 to this power partitions, 0...12; the result does not depend on it.
        public var partitionBits = 8
        /// Where it spills to; the system's folder for temporary files when nil.
        public var spillFolder: String?
        public var jobs = 1
        /// Size of all inputs as stored, for a look at the disk before it is needed.
        public var inputBytes = 0
        /// Experiments that are known before the logs are read.
        public var experiments: [Experiment] = []
        /// What the user says of columns, faults and services.
        public var pins = CorrelationPins()
        /// Roles of columns that the values showed (`RoleInference`).
        public var columns: [String: IDRole] = [:]
        /// How long the ids behind words of messages are (`ColumnDiscovery`).
        public var idLengths: [String: Int] = [:]
        /// Columns of ids that are cut (`RoleInference`), with the addresses that sources have in this run.
        public var cuts: [CutIDs] = []
        /// Some service names flows and no events, so that chains are followed by their flows, too.
        public var followsFlows = false
        /// Whether health answers may be among the inputs, which the logs are then held against.
        public var hasHealth = true
        /// Off: ids are not collected (commands that need none).
        public var correlates = true
        public init() {}
    }

    private let options: Options
    private let chains: ChainCollector?
    private let streams: StreamCollector?
    private let healthLogs: HealthLogCollector
    private let witnesses: WitnessCollector?

    public init(_ options: Options) {
        self.options = options
        chains = options.correlates ? ChainCollector(options) : nil
        streams = options.correlates ? StreamCollector(options) : nil
        healthLogs = HealthLogCollector()
        witnesses =
            options.experiments.contains { !$0.faults.isEmpty }
            ? WitnessCollector(options.experiments, pins: options.pins.targets) : nil
    }

    /// The observers of one worker.
    public func observers() -> [any RecordObserver] {
        var list: [any RecordObserver] = []
        if let chains { list.append(chains.observer()) }
        if let streams { list.append(streams.observer()) }
        if options.hasHealth { list.append(healthLogs.observer()) }
        if let witnesses { list.append(witnesses.observer()) }
        return list
    }

    /// What the observers saw, once the scan is done. Throws when spilling failed.
    public func evidence(of result: LogScan.Result) throws(SpillError) -> SystemEvidence {
        var evidence = SystemEvidence()
        evidence.roles = ColumnRoles(pins: options.pins.columns, found: options.columns, lengths: options.idLengths)
        let names = ServiceNames(result.profile)
        evidence.correlation = try chains?.correlation(
            of: result.profile, names: names, health: result.health, damaged: result.damagedServices(names))
        evidence.correlation?.roles = RoleReport.roles(result.profile, names: names, columns: evidence.roles)
        evidence.correlation?.add(options.cuts)
        try streams?.fill(&evidence.correlation, names: names)
        if !result.health.isEmpty {
            evidence.health = HealthHistory(result.health, logs: healthLogs.logs(names: names))
        }
        if let witnesses {
            evidence.experiments = witnesses.reviews(
                names: names, profile: result.profile, health: evidence.health, correlation: evidence.correlation)
        }
        return evidence
    }
}

/// What `civic.yml` says that would otherwise be inferred.
public struct CorrelationPins: Sendable {
    /// Roles of columns (`ids:`).
    public var columns: [(path: String, role: IDRole)] = []
    /// Services by the name that a journal uses (`targets:`).
    public var targets: [String: String] = [:]
    public init() {}
}
