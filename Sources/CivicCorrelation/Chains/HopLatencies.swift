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
    private var last: (pair: PartitionFold.Pair, place: Int) = (.init(from: -1, to: -1), -1)

    /// By the names of the services.
    var entries: [(pair: PartitionFold.Pair, entry: Entry)] {
        places.sorted { $0.key < $1.key }.map { ($0.key, list[$0.value]) }
    }

    func entry(of pair: PartitionFold.Pair) -> Entry? { places[pair].map { list[$0] } }

    private mutating func place(of pair: PartitionFold.Pair) -> Int {
        if pair == last.pair { return last.place }
        let place = places[pair] ?? list.count
        if place == list.count {
            list.append(Entry())
            places[pair] = place
        }
        last = (pair, place)
        return place
    }

    /// What to take off the times of each service.
    struct Correction: Sendable {
        /// By place of service.
        var clocks: [ServiceClock]
        var turned: Set<PartitionFold.Pair>
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

        /// How far the correction may be off, nanoseconds.
        @inline(__always)
        func margin(_ service: Int) -> Int64 {
            guard service < clocks.count, let low = clocks[service].low, let high = clocks[service].high else { return 0 }
            return max(0, (high &- low) / 2)
        }
    }

    mutating func add(_ hop: HopRow, _ correction: Correction) {
        var pair = PartitionFold.Pair(from: Int(hop.from), to: Int(hop.to))
        var (time, delay) = (hop.time, hop.delay)
        if hop.sharesEvent {
            if correction.turned.contains(.init(from: pair.to, to: pair.from)) {
                pair = .init(from: pair.to, to: pair.from)
                time = time &+ delay
                delay = 0 &- delay
            } else if !correction.turned.contains(pair) {
                return
            }
        }
        let corrected = delay &- correction.offset(pair.to, at: time &+ delay) &+ correction.offset(pair.from, at: time)
        let margin = correction.margin(pair.from) &+ correction.margin(pair.to)
        list[place(of: pair)].add(hop, raw: delay &+ correction.cut(pair.to), corrected: corrected, margin: margin)
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

    /// Nanoseconds below which a share of the hops lies; nil when too few say.
    func quantile(_ q: Double, of pair: PartitionFold.Pair) -> Int64? {
        guard let entry = entry(of: pair), entry.count > 0, Double(entry.count) * (1 - q) >= 10 || q <= 0.5 else { return nil }
        return Int64(clamping: entry.histogram.valueAtPercentile(q * 100)) * 1_000
    }

    /// For the report, by the names of the services.
    func hops(_ services: [String]) -> [Correlation.Hop] {
        entries.map { pair, entry in
            var hop = Correlation.Hop(from: services[pair.from], to: services[pair.to], count: entry.count)
            func seconds(_ q: Double) -> Double? { quantile(q, of: pair).map { Double($0) / 1e9 } }
            (hop.p50, hop.p90, hop.p99) = (seconds(0.5), seconds(0.9), seconds(0.99))
            return hop
        }
    }
}

extension HopLatencies.Entry {
    @inline(__always)
    mutating func add(_ hop: HopRow, raw: Int64, corrected: Int64, margin: Int64) {
        count += 1
        _ = histogram.record(UInt64(min(max(corrected, 0) / 1_000, 86_400_000_000)))
        backward.population += 1
        if raw < -HopLatencies.tolerance {
            backward.violations += 1
            backward.marks.insert(
                .init(
                    order: hop.key.low, place: hop.place, line: hop.line & HopRow.lineMask, time: hop.time, key: hop.key,
                    stage: 0))
            if corrected < -(HopLatencies.tolerance &+ margin) { impossible += 1 }
        }
    }
}
