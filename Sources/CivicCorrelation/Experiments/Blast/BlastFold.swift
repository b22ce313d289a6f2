import CivicModel
import CivicProfile

/// Counts the chains that began in a fault's time or in quiet time. One per worker.
final class BlastFold {
    private let periods: BlastPeriods
    private let correction: HopLatencies.Correction
    private let span: RunSpan
    private let serviceOf: [Int]
    /// What times are cut to, nanoseconds, by service: a record may be this much later than it says.
    private let resolutions: [Int64]
    /// By service: the smaller, the more events come from it rather than go to it.
    private let ranks: [Int]
    private let kinds: BlastKinds
    /// By place of stage.
    private let isError: [Bool]
    /// What a store holds is no word of a service.
    private let isStored: [Bool]
    private(set) var counts: BlastCounts
    private var buffer = RowBuffer<FlowRow>()
    private var arrivals: [BlastCounts.Arrival] = []

    /// - Parameters:
    ///   - isError: stages that say that something failed, by place.
    ///   - ranks: of services, as `ranks(of:_:)` has them.
    init(
        _ periods: BlastPeriods, stages: Stages, kinds: BlastKinds, isError: [Bool], ranks: [Int], span: RunSpan,
        correction: HopLatencies.Correction
    ) {
        (self.periods, self.correction, self.span) = (periods, correction, span)
        (self.kinds, self.isError) = (kinds, isError)
        serviceOf = stages.list.map(\.service)
        isStored = stages.list.map(\.isStored)
        resolutions = stages.services.map { span.resolutions[$0] ?? 0 }
        self.ranks = ranks
        counts = BlastCounts(periods, kinds: kinds, services: stages.services)
    }

    /// Share of the hops of a service that lead to it, in thousandths; more than all for one that no hop tells of. By service.
    static func ranks(of services: [String], _ hops: [Correlation.Hop]) -> [Int] {
        var counts: [String: (to: Int, all: Int)] = [:]
        for hop in hops where hop.from != hop.to {
            counts[hop.from, default: (0, 0)].all += hop.count
            counts[hop.to, default: (0, 0)].all += hop.count
            counts[hop.to, default: (0, 0)].to += hop.count
        }
        return services.map { counts[$0].map { $0.to * 1_000 / max(1, $0.all) } ?? 2_000 }
    }

    func fold(_ partition: Int, of rows: PartitionedRows<FlowRow>, slice: Int, keeps: Bool) throws(SpillError) {
        try rows.eachChain(partition, slice: slice, into: &buffer, keeps: keeps) { fold($0) }
    }

    private func fold(_ chain: UnsafeMutableBufferPointer<FlowRow>) {
        // The step that the chain begins with must not hang on what became of it, nor on clocks that nobody can compare: the
        // service that the others' events come from decides, and its own clock. A time of whole seconds may be that much later.
        var first = (rank: Int.max, time: Int64.max, stage: UInt32.max)
        arrivals.removeAll(keepingCapacity: true)
        for row in chain where row.time != EventRow.noTime && !isStored[Int(row.stage)] {
            let service = serviceOf[Int(row.stage)]
            let time = row.time &- correction.offset(service, at: row.time)
            let order = (ranks[service], time &+ resolutions[service], row.stage)
            if order < first { first = order }
            if let at = arrivals.firstIndex(where: { $0.service == service }) {
                arrivals[at].last = max(arrivals[at].last, time)
                if isError[Int(row.stage)] { arrivals[at].failed = true }
            } else {
                arrivals.append(.init(service: service, last: time, failed: isError[Int(row.stage)]))
            }
        }
        // What began just before the recording ends has had no time to get anywhere.
        guard first.stage != .max, first.time < span.end &- FaultWindow.grace else { return }
        let kind = kinds.numbers[Int(first.stage)]
        for number in periods.faults.indices {
            for stretch in BlastPeriods.Stretch.allCases where periods.range(of: stretch, number).contains(first.time) {
                counts.add(fault: number, stretch, kind: kind, since: first.time, arrivals)
            }
        }
    }
}
