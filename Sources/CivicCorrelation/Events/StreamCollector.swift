import CivicModel
import CivicProfile
import Synchronization

/// Collects where events stand in their streams, and, when all is read, counts what is missing, repeated or rewritten.
final class StreamCollector: Sendable {
    struct Owner: Hashable, Sendable {
        var service: String
        var origin: ServiceOrigin
        var source: Int
    }

    /// Most types of events that are told apart in one export or log.
    static let typeLimit = 10_000

    let rows: PartitionedRows<StreamRow>
    private let shares: MemoryShares
    private let state = Mutex(State())

    private struct State {
        var numbers: [Owner: UInt16] = [:]
        var owners: [Owner] = []
        var types: [UInt16: Set<String>] = [:]
    }

    init(_ options: EvidenceCollector.Options) {
        shares = MemoryShares(options.memory, jobs: options.jobs)
        rows = PartitionedRows(partitions: 64, budget: shares.streams, folder: options.spillFolder)
    }

    func observer() -> any RecordObserver { StreamObserver(self) }

    /// Beyond what 16 bits tell apart, producers share the last number.
    func owner(_ owner: Owner) -> UInt16 {
        state.withLock { state in
            if let known = state.numbers[owner] { return known }
            guard state.owners.count < Int(UInt16.max) else { return .max - 1 }
            let number = UInt16(state.owners.count)
            state.owners.append(owner)
            state.numbers[owner] = number
            return number
        }
    }

    func add(type: String, of owner: UInt16) {
        state.withLock { state in
            guard state.types[owner]?.count ?? 0 < Self.typeLimit else { return }
            state.types[owner, default: []].insert(type)
        }
    }

    /// Adds what was found to the checks.
    func fill(_ correlation: inout Correlation?, names: ServiceNames) throws(SpillError) {
        try rows.check()
        let (owners, types) = state.withLock { ($0.owners, $0.types) }
        if owners.isEmpty { return }
        let services = owners.map { names.name($0.service, $0.origin, source: $0.source) }
        var fold = StreamFold()
        var buffer = RowBuffer<StreamRow>()
        for partition in 0..<rows.partitionCount {
            try rows.eachSlice(
                partition, of: shares.slice(of: StreamRow.self), into: &buffer, keeps: false, by: { $0.streamHash },
                { rows in
                    // Only exports of stores are whole enough to be asked what is missing.
                    var kept = 0
                    for row in rows where names.stores.contains(row.source) {
                        rows[kept] = row
                        kept += 1
                    }
                    fold.fold(UnsafeMutableBufferPointer(rebasing: rows[..<kept]))
                })
        }
        var filled = correlation ?? Correlation()
        fold.fill(&filled, services: services)
        EventTypes(types.map { (services[Int($0.key)], $0.value) }).fill(&filled)
        if correlation != nil || !filled.checks.isEmpty { correlation = filled }
    }
}
