import CivicModel

/// What hops lose on the way: the trace, and the order of time.
struct ContextReport {
    private let folded: PartitionFold.Result
    private let latencies: HopLatencies
    private let stages: Stages

    init(_ folded: PartitionFold.Result, latencies: HopLatencies, stages: Stages) {
        (self.folded, self.latencies, self.stages) = (folded, latencies, stages)
    }

    func fill(_ correlation: inout Correlation) {
        for (pair, counter) in folded.contexts.sorted(by: { $0.key < $1.key }) {
            let from = stages.services[pair.from]
            correlation.add(.context, of: stages.services[pair.to], counter) { "\($0) came from \(from) under another trace" }
        }
        let clocks = Dictionary(correlation.clocks.map { ($0.service, $0) }, uniquingKeysWith: { a, _ in a })
        for (pair, entry) in latencies.entries where pair.from != pair.to {
            let (from, to) = (stages.services[pair.from], stages.services[pair.to])
            // Charged to the clock that is off; when neither is known to be, to the one that received.
            let charged = clocks[from].map(isOff) == true && clocks[to].map(isOff) != true ? from : to
            correlation.add(.causalTime, of: charged, entry.backward) {
                "\($0): what \(to) did is older than what \(from) caused it with"
            }
        }
    }

    private func isOff(_ clock: ServiceClock) -> Bool { clock.isOff || !clock.steps.isEmpty }
}
