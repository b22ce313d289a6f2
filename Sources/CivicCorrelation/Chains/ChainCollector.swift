import CivicFormats
import CivicModel
import CivicProfile
import Synchronization

/// Collects the ids of all records as rows, and, when all is read, folds them into chains, hops, clocks and losses.
final class ChainCollector: Sendable {
    /// Rows of one id and everything about it; partitions by the id's highest bits.
    let rows: PartitionedRows<EventRow>
    /// Mentions of flows, where some service names no events; else nil.
    let flows: PartitionedRows<FlowRow>?
    let stages = StageTable()
    let roles: ColumnRoles
    let partitionBits: Int
    /// Size of the pieces in which a worker hands rows over.
    let chunkBytes: Int
    let options: EvidenceCollector.Options
    let shares: MemoryShares
    private let state = Mutex(State())

    private struct State {
        var edges: [LabelEdge] = []
        var voidCount = 0
    }

    init(_ options: EvidenceCollector.Options) {
        self.options = options
        partitionBits = min(max(options.partitionBits, 0), 12)
        let partitions = 1 << partitionBits
        roles = ColumnRoles(pins: options.pins.columns, found: options.columns, lengths: options.idLengths)
        shares = MemoryShares(options.memory, jobs: options.jobs)
        chunkBytes = shares.chunk(partitions: partitions)
        flows =
            options.followsFlows
            ? PartitionedRows(partitions: 64, budget: shares.flows, folder: options.spillFolder) : nil
        // Two rows of 56 bytes for a record of some 400 bytes, which gzip makes a fifth of that: at least a third of what is stored.
        rows = PartitionedRows(
            partitions: partitions, budget: shares.rows, folder: options.spillFolder, expected: options.inputBytes / 3)
    }

    func observer() -> any RecordObserver { ChainObserver(self) }

    func add(edges: [LabelEdge], voids: Int) {
        state.withLock { state in
            state.edges += edges
            state.voidCount += voids
        }
    }

    /// What the ids say together; nil when no record had one.
    func correlation(
        of profile: Profile, names: ServiceNames, health: HealthLog, damaged: Set<String>
    ) throws(SpillError) -> Correlation? {
        try rows.check()
        let named = Stages(self.stages, profile: profile, names: names)
        if named.list.isEmpty { return nil }
        let stages = try StoreProducers.settled(named, rows: rows, slice: shares.slice(of: EventRow.self))
        let edges = state.withLock { $0.edges }
        return try ChainFold(
            self, stages: stages, profile: profile, names: names, edges: edges, health: health, damaged: damaged
        ).correlation()
    }
}
