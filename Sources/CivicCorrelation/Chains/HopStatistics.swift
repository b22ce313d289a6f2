import CivicModel

/// What the hops between two services say of their clocks.
struct HopStatistics: Sendable {
    struct Bin: Sendable {
        var count = 0
        /// Smallest and largest delay, nanoseconds, each with the hop that shows it.
        var least = Int64.max
        var most = Int64.min
        var leastHop = Extreme()
        var mostHop = Extreme()

        @inline(__always)
        mutating func add(_ hop: HopRow) {
            count += 1
            // Equal delays: the hop with the smaller key, so that the order of rows does not matter.
            if hop.delay <= least, hop.delay < least || hop.key < leastHop.key {
                (least, leastHop) = (hop.delay, Extreme(hop))
            }
            if hop.delay >= most, hop.delay > most || hop.key < mostHop.key {
                (most, mostHop) = (hop.delay, Extreme(hop))
            }
        }

        mutating func merge(_ other: Bin) {
            count += other.count
            if other.least < least || other.least == least && other.leastHop.key < leastHop.key {
                (least, leastHop) = (other.least, other.leastHop)
            }
            if other.most > most || other.most == most && other.mostHop.key < mostHop.key {
                (most, mostHop) = (other.most, other.mostHop)
            }
        }

        /// The same hops from their other end.
        var turned: Bin {
            guard count > 0 else { return Bin() }
            var bin = Bin()
            bin.count = count
            (bin.least, bin.most) = (0 &- most, 0 &- least)
            (bin.leastHop, bin.mostHop) = (mostHop, leastHop)
            return bin
        }
    }

    struct Extreme: Sendable {
        var place: UInt64 = 0
        var line: UInt32 = 0
        var time: Int64 = 0
        var key = IDKey.none
        init() {}
        init(_ hop: HopRow) {
            (place, line, time, key) = (hop.place, hop.line & HopRow.lineMask, hop.time, hop.key)
        }
    }

    var pair: PartitionFold.Pair
    /// The two records mention the same event.
    var sharesEvent: Bool
    /// `pair` says nothing of the direction.
    var isUndirected: Bool
    /// For an order amongst those of one pair.
    var kind: Int { (sharesEvent ? 2 : 0) + (isUndirected ? 1 : 0) }
    var count = 0
    /// Hops with a delay above 0.
    var forward = 0
    /// By stretch of time; most are empty between two services that rarely meet.
    var bins: [Bin]
    /// The same by the clock of the service that was reached.
    var arrivals: [Bin]
    /// Some delays, chosen by the hash of their event: the median of all is close to theirs.
    private(set) var sample: [Sample] = []
    static let sampleLimit = 1_023

    struct Sample: Sendable {
        var order: UInt64
        var delay: Int64
        /// Stretch of time, by the clock of `from`.
        var bin: Int
        /// When it began, by the clock of `from`, nanoseconds.
        var time: Int64
    }

    init(pair: PartitionFold.Pair, sharesEvent: Bool, isUndirected: Bool, bins: Int) {
        (self.pair, self.sharesEvent, self.isUndirected) = (pair, sharesEvent, isUndirected)
        self.bins = Array(repeating: Bin(), count: bins)
        arrivals = self.bins
    }

    mutating func add(_ hop: HopRow, bin: Int, arrival: Int) {
        count += 1
        if hop.delay > 0 { forward += 1 }
        bins[bin].add(hop)
        arrivals[arrival].add(hop)
        let order = hop.key.low ^ hop.key.high
        if sample.count == Self.sampleLimit, order > sample[Self.sampleLimit - 1].order { return }
        insert(Sample(order: order, delay: hop.delay, bin: bin, time: hop.time))
    }

    mutating func merge(_ other: HopStatistics) {
        count += other.count
        forward += other.forward
        for i in bins.indices {
            bins[i].merge(other.bins[i])
            arrivals[i].merge(other.arrivals[i])
        }
        for item in other.sample {
            if sample.count == Self.sampleLimit, item.order > sample[Self.sampleLimit - 1].order { continue }
            insert(item)
        }
    }

    private mutating func insert(_ item: Sample) {
        var (low, high) = (0, sample.count)
        while low < high {
            let middle = (low + high) / 2
            let other = sample[middle]
            if (other.order, other.delay, other.time) < (item.order, item.delay, item.time) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        sample.insert(item, at: low)
        if sample.count > Self.sampleLimit { sample.removeLast() }
    }

    /// Median delay of the sample, nanoseconds.
    var median: Int64 {
        let sorted = sample.map(\.delay).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    /// Which way the hops go by the tails of their delays.
    var lean: DelayTails.Lean {
        DelayTails.lean(sample.sorted { ($0.bin, $0.order) < ($1.bin, $1.order) }.map(\.delay))
    }

    /// The same hops seen from their other end.
    var reversed: HopStatistics {
        var other = HopStatistics(
            pair: .init(from: pair.to, to: pair.from), sharesEvent: sharesEvent, isUndirected: isUndirected, bins: 0)
        other.count = count
        other.forward = count - forward
        other.bins = arrivals.map(\.turned)
        other.arrivals = bins.map(\.turned)
        other.sample = sample.map { Sample(order: $0.order, delay: 0 &- $0.delay, bin: $0.bin, time: $0.time &+ $0.delay) }
        return other
    }

    /// The same hops as clocks would show them that run as fast as the others.
    func undrifted(from: ClockRates.Line, to: ClockRates.Line) -> HopStatistics {
        func delay(_ delay: Int64, _ time: Int64) -> Int64 { delay &+ from.gain(at: time) &- to.gain(at: time &+ delay) }
        func straight(_ bin: Bin) -> Bin {
            guard bin.count > 0 else { return bin }
            var bin = bin
            let (a, b) = (delay(bin.least, bin.leastHop.time), delay(bin.most, bin.mostHop.time))
            (bin.least, bin.most) = (min(a, b), max(a, b))
            return bin
        }
        var other = self
        other.bins = bins.map(straight)
        other.arrivals = arrivals.map(straight)
        other.sample = sample.map { Sample(order: $0.order, delay: delay($0.delay, $0.time), bin: $0.bin, time: $0.time) }
        if !sample.isEmpty { other.forward = count * other.sample.count { $0.delay > 0 } / sample.count }
        return other
    }
}
