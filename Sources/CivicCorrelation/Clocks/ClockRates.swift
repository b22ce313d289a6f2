/// How much faster or slower than most of the others each clock runs.
///
/// A clock that runs away makes the ways to its service longer and longer and those from it shorter and shorter, in a straight line and by
/// as much. So the least delays of each way are held against time first, and what they gain or lose is taken out before one offset is
/// sought for the whole run: bounds from its beginning and its end would otherwise contradict each other, or put the blame on whoever is
/// bounded from one side only.
struct ClockRates: Sendable {
    /// What one clock gains.
    struct Line: Sendable {
        /// Nanoseconds a nanosecond, as the clock itself shows them; 0: it runs as most do.
        var slope = 0.0
        /// How far from the truth the slope may be.
        var uncertainty = 0.0
        /// The time that it shows when nothing is gained yet, nanoseconds.
        var reference: Int64 = 0
        /// Nothing more is gained so far from it: what a record of another decade says is no measure of a clock.
        var reach: Int64 = 0
        /// Places of those that may run the other way instead, since as many agree with one side as with the other.
        var rivals: [Int] = []

        /// Nanoseconds that are gained at `time`.
        @inline(__always)
        func gain(at time: Int64) -> Int64 {
            slope == 0 ? 0 : Int64(slope * Double(min(max(time &- reference, -reach), reach)))
        }

        /// How far off that may be anywhere in the run, nanoseconds.
        var error: Int64 { Int64(uncertainty * Double(reach)) }
    }

    /// By place of service.
    private(set) var lines: [Line]
    var isSteady: Bool { lines.allSatisfy { $0.slope == 0 } }

    /// - Parameters:
    ///   - references: by place of service: the middle of the run on its clock, nanoseconds.
    ///   - length: nanoseconds of the run.
    init(_ ways: [ClockWay], references: [Int64], length: Int64) {
        lines = references.map { Line(reference: $0, reach: length) }
        guard length > 0, ways.contains(where: { $0.course == .drifting }) else { return }
        for group in Self.groups(ways, services: references.count, length: Double(length)) {
            let frame = group.clusters[group.frame]
            for cluster in group.clusters where cluster.services != frame.services {
                guard let found = Self.line(of: cluster, in: group, ways, length: Double(length)) else { continue }
                for service in cluster.services {
                    (lines[service].slope, lines[service].uncertainty) = (found.slope, found.uncertainty)
                    if cluster.services.count == frame.services.count { lines[service].rivals = frame.services }
                }
            }
        }
    }

    // MARK: Who runs alike

    private struct Cluster {
        var services: [Int]
        /// How fast they run beside some one of the group.
        var pace: Double
    }

    /// Services whose paces can be compared.
    private struct Group {
        /// By pace.
        var clusters: [Cluster]
        /// Place of the one that most belong to.
        var frame: Int
        /// By place of service; nil: not of the group.
        var paces: [Double?]
    }

    /// Paces follow from the ways that show them best, one way between any two; the others are there to contradict.
    private static func groups(_ ways: [ClockWay], services: Int, length: Double) -> [Group] {
        let best = ways.indices.filter { ways[$0].course != .crooked }.sorted {
            (ways[$0].slope.halfWidth, ways[$0].from, ways[$0].to, $0) < (
                ways[$1].slope.halfWidth, ways[$1].from, ways[$1].to, $1
            )
        }
        var root = Array(0..<services)
        // Beside the root.
        var pace = Array(repeating: 0.0, count: services)
        var doubt = pace
        for way in best.map({ ways[$0] }) where root[way.from] != root[way.to] {
            // All that hangs on `to` is put on the root of `from`.
            let (kept, lost) = (root[way.from], root[way.to])
            let change = pace[way.from] + way.expected - pace[way.to]
            for i in 0..<services where root[i] == lost {
                root[i] = kept
                pace[i] += change
                doubt[i] += way.slope.halfWidth
            }
        }
        var traffic = Array(repeating: 0, count: services)
        for way in ways {
            traffic[way.from] += way.count
            traffic[way.to] += way.count
        }
        return Set(root).sorted().compactMap { name in
            let members = (0..<services).filter { root[$0] == name }
            guard members.count > 1 else { return nil }
            var clusters: [Cluster] = []
            for i in members.sorted(by: { (pace[$0], $0) < (pace[$1], $1) }) {
                let wide = ClockWay.leastChange / length + doubt[i]
                if let last = clusters.last?.services.last, pace[i] - pace[last] <= wide + doubt[last] {
                    clusters[clusters.count - 1].services.append(i)
                } else {
                    clusters.append(Cluster(services: [i], pace: 0))
                }
            }
            for i in clusters.indices {
                let list = clusters[i].services
                clusters[i].pace = pace[list[list.count / 2]]
                clusters[i].services.sort()
            }
            func weight(_ cluster: Cluster) -> (Int, Int) {
                (cluster.services.count, cluster.services.reduce(0) { $0 + traffic[$1] })
            }
            // Of two that weigh the same, the one with the first name.
            let frame = clusters.indices.max {
                let (a, b) = (weight(clusters[$0]), weight(clusters[$1]))
                return a != b ? a < b : clusters[$0].services[0] > clusters[$1].services[0]
            }
            var paces: [Double?] = Array(repeating: nil, count: services)
            for cluster in clusters { for i in cluster.services { paces[i] = cluster.pace } }
            return frame.map { Group(clusters: clusters, frame: $0, paces: paces) }
        }
    }

    // MARK: Who runs away

    /// What those of a cluster gain, where it is their clocks: a way that gets slower, as a queue that grows, does not make others faster.
    private static func line(
        of cluster: Cluster, in group: Group, _ ways: [ClockWay], length: Double
    ) -> (slope: Double, uncertainty: Double)? {
        let frame = group.clusters[group.frame].pace
        var found: [(slope: Double, halfWidth: Double)] = []
        var (leads, follows, isBelowNothing) = (false, false, false)
        var (agreeing, contradicting) = (0, 0)
        for way in ways where cluster.services.contains(way.from) != cluster.services.contains(way.to) {
            guard way.course != .crooked, let from = group.paces[way.from], let to = group.paces[way.to] else { continue }
            let due = to - from
            // It varies too much to show a drift like this.
            if way.course == .steady, way.slope.halfWidth * 2 > abs(due) { continue }
            guard abs(way.expected - due) <= max(abs(due) / 5, 3 * way.slope.halfWidth, ClockWay.leastChange / length) else {
                contradicting += 1
                continue
            }
            agreeing += 1
            guard way.course == .drifting else { continue }
            let isInto = cluster.services.contains(way.to)
            if isInto { follows = true } else { leads = true }
            if way.endsBelowNothing { isBelowNothing = true }
            found.append(
                (
                    isInto ? way.slope.value + from - frame : to - frame - way.slope.value, way.slope.halfWidth
                ))
        }
        guard leads && follows || isBelowNothing, agreeing > contradicting else { return nil }
        // The better a way shows it the more it counts.
        let floor = 1e5 / length
        let weights = found.map { 1 / ($0.halfWidth + floor) }
        let slope = zip(found, weights).reduce(0) { $0 + $1.0.slope * $1.1 } / weights.reduce(0, +)
        let spread = found.reduce(0) { max($0, abs($1.slope - slope)) }
        return (slope, max(spread, (found.map(\.halfWidth).min() ?? 0) + floor))
    }
}
