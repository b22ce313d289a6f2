import CivicModel
import Histogram

/// How long hops between services take, on corrected time.
struct HopLatencies: Sendable {
    /// An effect may precede its cause by this much before it counts: clocks of one machine are read at different moments.
    static let tolerance: Int64 = 10_000_000

    struct Entry: Sendable {
        /// Microseconds.
        var histogram: Histogram<UInt32>
        var count = 0
        /// Hops that go back in raw time by more than the tolerance.
        var backward = PartitionFold.Counter()
        /// Hops that go back even in corrected time.
        var impossible = 0

        init() {
            histogram = Histogram(highestTrackableValue: 86_400_000_000, numberOfSignificantValueDigits: .two)
        }
    }

    private var list: [Entry] = []
    private var places: [PartitionFold.Pair: Int] = [:]
    /// Pairs that were met last, by a few bits of their numbers.
    private var recent = [(pair: PartitionFold.Pair, place: Int)](repeating: (.init(from: -1, to: -1), -1), count: 256)

    /// By the names of the services.
    var entries: [(pair: PartitionFold.Pair, entry: Entry)] {
        places.sorted { $0.key < $1.key }.map { ($0.key, list[$0.value]) }
    }

    func entry(of pair: PartitionFold.Pair) -> Entry? { places[pair].map { list[$0] } }

    private mutating func place(of pair: PartitionFold.Pair) -> Int {
        let slot = (pair.from &* 31 &+ pair.to) & 255
        if recent[slot].pair == pair { return recent[slot].place }
        let place = places[pair] ?? list.count
        if place == list.count {
            list.append(Entry())
            places[pair] = place
        }
        recent[slot] = (pair, place)
        return place
    }

    /// What to take off the times of each service.
    struct Correction: Sendable {
        /// By place of service.
        var clocks: [ServiceClock]
        var turned: Set<PartitionFold.Pair>
        /// Directions that are likely only: such hops are none of which anything is out of order.
        var undecided: Set<PartitionFold.Pair> = []
        /// What the times of each service are cut to, nanoseconds, by place of service; empty: not known.
        var resolutions: [Int64] = []

        /// How much too early a time of the service may look because its last decimals are cut off.
        @inline(__always)
        func cut(_ service: Int) -> Int64 { service < resolutions.count ? resolutions[service] : 0 }

        @inline(__always)
        func offset(_ service: Int, at time: Int64) -> Int64 {
            guard service < clocks.count, !clocks[service].segments.isEmpty else { return 0 }
            return clocks[service].correction(at: Instant(nanoseconds: time))
        }

        /// How much earlier a time of the service may be than what the correction makes of it, nanoseconds.
        @inline(__always)
        func earlier(_ service: Int, at time: Int64) -> Int64 {
            guard let segment = segment(service, at: time) else { return 0 }
            return max(0, segment.high &- offset(service, at: time)) &+ jump(service, at: time)
        }

        /// How much later a time of the service may be than what the correction makes of it, nanoseconds.
        @inline(__always)
        func later(_ service: Int, at time: Int64) -> Int64 {
            guard let segment = segment(service, at: time) else { return 0 }
            return max(0, offset(service, at: time) &- segment.low) &+ jump(service, at: time)
        }

        @inline(__always)
        private func segment(_ service: Int, at time: Int64) -> ServiceClock.Segment? {
            guard service < clocks.count, !clocks[service].segments.isEmpty else { return nil }
            return clocks[service].segment(at: Instant(nanoseconds: time))
        }

        /// What a clock may have jumped by just then: after it was put back it shows times once more that it had shown before.
        @inline(__always)
        func jump(_ service: Int, at time: Int64) -> Int64 {
            guard service < clocks.count, !clocks[service].steps.isEmpty else { return 0 }
            return clocks[service].steps.reduce(0) { most, step in
                let size = abs(step.change)
                let isNear = time >= step.after.nanoseconds && time &- size <= step.before.nanoseconds
                return isNear ? max(most, size) : most
            }
        }
    }

    mutating func add(_ hop: HopRow, _ correction: Correction) {
        var pair = PartitionFold.Pair(from: Int(hop.from), to: Int(hop.to))
        var (time, delay) = (hop.time, hop.delay)
        var isOrdered = true
        if hop.isUndirected {
            let reverse = PartitionFold.Pair(from: pair.to, to: pair.from)
            let isKnown = correction.turned.contains(pair)
            var isTurned = !isKnown && correction.turned.contains(reverse)
            if !hop.sharesEvent {
                if isTurned { return }
            } else if isTurned {
                if hop.isEchoed { return }
            } else if !isKnown {
                isOrdered = false
                isTurned = correction.undecided.contains(reverse) && !correction.undecided.contains(pair)
                guard !hop.isEchoed, isTurned || correction.undecided.contains(pair) else { return }
            }
            if isTurned {
                pair = reverse
                time = time &+ delay
                delay = 0 &- delay
            }
        }
        let corrected = delay &- correction.offset(pair.to, at: time &+ delay) &+ correction.offset(pair.from, at: time)
        list[place(of: pair)].add(
            hop, raw: isOrdered ? delay &+ correction.cut(pair.to) : 0, corrected: corrected,
            margin: correction.earlier(pair.from, at: time) &+ correction.later(pair.to, at: time &+ delay))
    }

    mutating func merge(_ other: HopLatencies) {
        for (pair, theirs) in other.entries {
            let place = place(of: pair)
            list[place].histogram.add(theirs.histogram)
            list[place].count += theirs.count
            list[place].backward.merge(theirs.backward)
            list[place].impossible += theirs.impossible
        }
    }

    /// Hops whose effect precedes its cause whatever the clocks show, as far as they are known.
    var outOfOrder: Int { list.reduce(0) { $0 + $1.impossible } }

    /// For the report, by the names of the services.
    /// - Parameter lost: events of each hop that never arrived, in the order of `entries`; empty: none are known.
    /// - Parameter resolutions: what the times of each service are cut to, nanoseconds; empty: not known.
    func hops(_ services: [String], lost: [Int] = [], resolutions: [Int64] = []) -> [Correlation.Hop] {
        entries.enumerated().map { place, element in
            let (pair, entry) = element
            var hop = Correlation.Hop(from: services[pair.from], to: services[pair.to], count: entry.count)
            hop.lost = place < lost.count ? max(0, lost[place]) : 0
            func seconds(_ nanoseconds: Int64?) -> Double? { nanoseconds.map { Double($0) / 1e9 } }
            let (p50, p90, p99) = (
                entry.quantile(0.5, lost: hop.lost), entry.quantile(0.9, lost: hop.lost), entry.quantile(0.99, lost: hop.lost)
            )
            if pair.from < resolutions.count, pair.to < resolutions.count {
                (hop.less, hop.more) = (Double(resolutions[pair.from]) / 1e9, Double(resolutions[pair.to]) / 1e9)
            }
            // Two decimals of a percentile are kept: what is finer than a millisecond changes none of them.
            let (less, more) = (hop.less > 0.001 ? hop.less : 0, hop.more > 0.001 ? hop.more : 0)
            func interval(_ quantile: Entry.Quantile) -> (Double?, Double?, Double?) {
                (
                    seconds(quantile.value), seconds(quantile.low).map { max(0, $0 - less) },
                    seconds(quantile.high).map { $0 + more }
                )
            }
            (hop.p50, hop.p50Low, hop.p50High) = interval(p50)
            (hop.p90, hop.p90Low, hop.p90High) = interval(p90)
            (hop.p99, hop.p99Low, hop.p99High) = interval(p99)
            return hop
        }
    }
}

extension HopLatencies.Entry {
    /// Nanoseconds below which a share of the hops lies, with the interval that holds it in at least 95 of 100 recordings. Nil where too
    /// few hops say, or where it lies beyond the slowest of them.
    struct Quantile: Equatable {
        var value: Int64?
        var low: Int64?
        var high: Int64?
    }

    /// The interval runs between two of the hops themselves, by their ranks, and takes no shape of the distribution for granted.
    ///
    /// A lost event has waited for as long as it was watched, which is longer than any that arrived took. Where more than one in a
    /// hundred is lost, they count as slower than all: this is what the estimate of Kaplan and Meier comes to when everything that
    /// is cut off is cut off behind the last arrival.
    /// - Parameter lost: events that never arrived.
    func quantile(_ q: Double, lost: Int) -> Quantile {
        let all = lost > (count + lost) / 100 ? count + lost : count
        // Ten hops above it, where 100 times 1 - 0.9 is a little less than ten.
        guard count > 0, Double(all) * (1 - q) > 9.999 || q <= 0.5 else { return Quantile() }
        let middle = q * Double(all)
        let spread = 1.96 * (middle * (1 - q)).squareRoot()
        return Quantile(
            value: all == count ? nanoseconds(q * 100) : arrival(middle.rounded(.up)),
            low: arrival((middle - spread).rounded(.down)), high: arrival((middle + spread).rounded(.up) + 1))
    }

    /// Nanoseconds that the hop of a rank, 1 the fastest, took; nil when there is none.
    private func arrival(_ rank: Double) -> Int64? {
        guard rank >= 1, rank <= Double(count) else { return nil }
        return nanoseconds(rank / Double(count) * 100)
    }

    private func nanoseconds(_ percentile: Double) -> Int64 { Int64(clamping: histogram.valueAtPercentile(percentile)) * 1_000 }

    @inline(__always)
    mutating func add(_ hop: HopRow, raw: Int64, corrected: Int64, margin: @autoclosure () -> Int64) {
        count += 1
        _ = histogram.record(UInt64(min(max(corrected, 0) / 1_000, 86_400_000_000)))
        backward.population += 1
        if raw < -HopLatencies.tolerance {
            backward.violations += 1
            backward.marks.insert(
                .init(
                    order: hop.key.low, place: hop.place, line: hop.line & HopRow.lineMask, time: hop.time, key: hop.key,
                    stage: 0))
            if corrected < -(HopLatencies.tolerance &+ margin()) { impossible += 1 }
        }
    }
}
