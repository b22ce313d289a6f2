/// What became of chains, by the stretch of time in which they began and by the step that they began with. Merges in any order.
struct BlastCounts: Sendable {
    /// Sizes of a time, four a power of two.
    static let buckets = 256

    /// Chains of one kind at one service.
    struct Arrivals: Sendable {
        /// Chains that have a record of the service.
        var count = 0
        /// Of these, those in which it reports an error.
        var failed = 0
        /// Of those without an error: by the size of the time from the chain's beginning to the last word of the service.
        var times = [UInt32](repeating: 0, count: BlastCounts.buckets)

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
                    return min(max(bucket + 4, BlastCounts.bucket(of: 100_000_000)), Self.last)
                }
            }
            return Self.last
        }

        private static let last = BlastCounts.buckets - 1

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
    /// By period, and then by kind: of each fault its own, the quiet time before it, and the latest of that.
    private(set) var kinds: [[Kind]]

    init(_ periods: BlastPeriods, kinds: BlastKinds, services: [String]) {
        (self.periods, self.services, beginnings) = (periods, services, kinds.services)
        self.kinds = Array(
            repeating: Array(repeating: Kind(), count: kinds.services.count), count: 3 * periods.faults.count)
    }

    mutating func merge(_ other: BlastCounts) {
        for period in kinds.indices {
            for kind in kinds[period].indices { kinds[period][kind].merge(other.kinds[period][kind]) }
        }
    }

    /// - Parameters:
    ///   - period: three times the number of the fault for its own time, one more for the quiet time before it, two more for the
    ///     latest of that.
    ///   - arrivals: services of the chain, each once: time from its beginning, nil after an error.
    mutating func add(period: Int, kind: Int, _ arrivals: [(service: Int, delay: Int64?)]) {
        kinds[period][kind].chains += 1
        for arrival in arrivals {
            kinds[period][kind].arrivals[arrival.service, default: Arrivals()].count += 1
            if let delay = arrival.delay {
                kinds[period][kind].arrivals[arrival.service]?.times[Self.bucket(of: delay)] += 1
            } else {
                kinds[period][kind].arrivals[arrival.service]?.failed += 1
            }
        }
    }

    /// Times below a microsecond are of one size.
    static func bucket(of nanoseconds: Int64) -> Int {
        let size = UInt64(max(nanoseconds, 1_000))
        let power = 63 - size.leadingZeroBitCount
        return power * 4 + Int(size >> UInt64(power - 2) & 3)
    }
}
