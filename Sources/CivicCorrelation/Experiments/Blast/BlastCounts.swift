/// What became of chains, by the stretch of time in which they began and by the step that they began with. Merges in any order.
struct BlastCounts: Sendable {
    /// Chains of one kind at one service.
    struct Arrivals: Sendable {
        /// Chains that have a record of the service.
        var count = 0
        /// Of these, those in which it reports an error.
        var failed = 0
        /// Of those without an error: by the size of the time from the chain's beginning to the last word of the service.
        var times = [UInt32](repeating: 0, count: TimeSize.count)

        /// Times below a microsecond are of one size.
        private static func size(_ nanoseconds: Int64) -> Int { TimeSize.of(UInt64(max(nanoseconds, 1_000))) }

        mutating func add(_ arrival: Arrival, since start: Int64) {
            count += 1
            if arrival.failed { failed += 1 } else { times[Self.size(arrival.last &- start)] += 1 }
        }

        mutating func merge(_ other: Arrivals) {
            count += other.count
            failed += other.failed
            for i in times.indices { times[i] += other.times[i] }
        }

        /// Twice the size that all but one in a hundred stay below, and no less than a tenth of a second, which clocks that are not
        /// known to the moment may make of nothing: what is larger is late.
        var usual: Int {
            let total = times.reduce(0) { $0 + Int($1) }
            var seen = 0
            for (bucket, count) in times.enumerated() {
                seen += Int(count)
                if seen * 100 >= total * 99 {
                    return min(max(bucket + 4, Self.size(100_000_000)), Self.last)
                }
            }
            return Self.last
        }

        private static let last = TimeSize.count - 1

        func late(beyond usual: Int) -> Int {
            usual >= Self.last ? 0 : times[(usual + 1)...].reduce(0) { $0 + Int($1) }
        }
    }

    /// Chains of one kind in one period.
    struct Kind: Sendable {
        var chains = 0
        /// By place of service.
        var arrivals: [Int: Arrivals] = [:]

        mutating func merge(_ other: Kind) {
            chains += other.chains
            arrivals.merge(other.arrivals) { a, b in
                var a = a
                a.merge(b)
                return a
            }
        }
    }

    let periods: BlastPeriods
    /// Place of the service that chains of a kind begin at, by kind; -1: any.
    let beginnings: [Int]
    let services: [String]
    /// By stretch of each fault, and then by kind.
    private(set) var kinds: [[Kind]]

    init(_ periods: BlastPeriods, kinds: BlastKinds, services: [String]) {
        (self.periods, self.services, beginnings) = (periods, services, kinds.services)
        self.kinds = Array(
            repeating: Array(repeating: Kind(), count: kinds.services.count),
            count: BlastPeriods.Stretch.allCases.count * periods.faults.count)
    }

    mutating func merge(_ other: BlastCounts) {
        for period in kinds.indices {
            for kind in kinds[period].indices { kinds[period][kind].merge(other.kinds[period][kind]) }
        }
    }

    /// Chains of one stretch of a fault, by kind.
    func kinds(_ stretch: BlastPeriods.Stretch, of fault: Int) -> [Kind] { kinds[Self.place(stretch, fault)] }

    private static func place(_ stretch: BlastPeriods.Stretch, _ fault: Int) -> Int {
        fault * BlastPeriods.Stretch.allCases.count + stretch.rawValue
    }

    /// A service that a chain has records of.
    struct Arrival {
        var service: Int
        /// Its last word, nanoseconds.
        var last: Int64
        /// It reports an error.
        var failed: Bool
    }

    /// Counts a chain that began at a time.
    /// - Parameter arrivals: its services, each once.
    mutating func add(
        fault: Int, _ stretch: BlastPeriods.Stretch, kind: Int, since start: Int64, _ arrivals: [Arrival]
    ) {
        let place = Self.place(stretch, fault)
        kinds[place][kind].chains += 1
        for arrival in arrivals { kinds[place][kind].arrivals[arrival.service, default: Arrivals()].add(arrival, since: start) }
    }
}
