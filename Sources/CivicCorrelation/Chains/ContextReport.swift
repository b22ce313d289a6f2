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
            add(&correlation, .context, stages.services[pair.to], counter) { "\($0) came from \(from) under another trace" }
        }
        for (pair, entry) in latencies.entries where pair.from != pair.to {
            let (from, to) = (stages.services[pair.from], stages.services[pair.to])
            let clocks = Dictionary(correlation.clocks.map { ($0.service, $0) }, uniquingKeysWith: { a, _ in a })
            // Charged to the clock that is off; when neither is known to be, to the one that received.
            let charged = clocks[from].map(isOff) == true && clocks[to].map(isOff) != true ? from : to
            add(&correlation, .causalTime, charged, entry.backward) {
                "\($0): what \(to) did is older than what \(from) caused it with"
            }
        }
    }

    private func isOff(_ clock: ServiceClock) -> Bool { (clock.low ?? 0) > 0 || (clock.high ?? 0) < 0 }

    private func add(
        _ correlation: inout Correlation, _ check: CorrelationCheck, _ service: String, _ counter: PartitionFold.Counter,
        what: (String) -> String
    ) {
        let key = Correlation.CheckKey(service: service, check: check)
        correlation.checks[key, default: .init()].population += counter.population
        correlation.checks[key, default: .init()].violations += counter.violations
        for mark in counter.marks.marks {
            correlation.checks[key, default: .init()].incidents.append(
                Correlation.Incident(
                    check: check, service: service, id: IDDisplay.text(mark.key), time: Instant(nanoseconds: mark.time),
                    what: what(IDDisplay.text(mark.key)), mark: mark))
        }
    }
}
