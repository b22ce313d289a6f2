/// How the least delays from one service to another go with time.
struct ClockWay: Sendable {
    enum Course: Sendable {
        /// Up or down in a straight line.
        case drifting
        /// As far as can be told, they stay what they are.
        case steady
        /// They change, but not as a clock makes them.
        case crooked
    }

    /// Places of services.
    var from: Int
    var to: Int
    var count: Int
    private(set) var course: Course
    /// Nanoseconds a nanosecond.
    private(set) var slope: ClockDrift.Slope
    /// Most of what they change by lies below nothing, where no delay can be: it is no way that gets faster.
    private(set) var endsBelowNothing = false

    /// What both clocks gain on each other by it.
    var expected: Double { course == .drifting ? slope.value : 0 }

    /// Stretches that a least delay is taken of.
    private static let stretches = 32
    /// Fewer hops in a stretch show no least delay.
    private static let fewestHops = 5
    /// Least delays that change less from end to end show no drift, nanoseconds.
    static let leastChange = 10_000_000.0
    /// Whole seconds that are cut off make what happens every so often drift by as much as a second.
    private static let cuts = 1.5
    /// Four in five of the least delays stay this much closer to their line than it goes.
    private static let straightness = 5.0
    /// Less than this is the clock, and no record that was written late, nanoseconds.
    private static let belowNothing = -20_000_000.0

    /// - Parameters:
    ///   - resolution: nanoseconds that a delay may be off by because times are cut.
    ///   - length: nanoseconds of the run.
    /// - Returns: nil where too few hops say.
    init?(_ hops: HopStatistics, from: Int, to: Int, resolution: Int64, length: Int64) {
        (self.from, self.to, count) = (from, to, hops.count)
        let points = Self.points(hops)
        guard length > 0, let slope = ClockDrift.slope(points) else { return nil }
        self.slope = slope
        let first = points[0].time
        let middle = Double(points[points.count / 2].time &- first)
        let levels = points.map { Double($0.offset) - slope.value * (Double($0.time &- first) - middle) }.sorted()
        let level = levels[levels.count / 2]
        let distances = levels.map { abs($0 - level) }.sorted()
        let off = distances[distances.count * 4 / 5]
        let covered = Double(points[points.count - 1].time &- first)
        let change = abs(slope.value) * covered
        guard slope.low > 0 || slope.high < 0, change >= max(Self.leastChange, Self.cuts * Double(resolution)) else {
            course = .steady
            return
        }
        // Half the time it goes half as far: a jump does not.
        let halves = [points[..<(points.count / 2)], points[(points.count / 2)...]].compactMap(ClockDrift.median)
        let isEven = halves.allSatisfy { $0 / slope.value >= 0.5 && $0 / slope.value <= 1.5 }
        course = isEven && off * Self.straightness <= change ? .drifting : .crooked
        let ends = [level - slope.value * middle, level + slope.value * (covered - middle)]
        let lower = min(ends[0], ends[1])
        endsBelowNothing =
            course == .drifting && lower <= min(Self.belowNothing - Double(resolution), -change / 2)
    }

    /// The least delay of each stretch, with when its hop began. By the clock of the other end where that of the first lies outside of the
    /// run.
    private static func points(_ hops: HopStatistics) -> [ClockDrift.Point] {
        let isOutside = hops.bins.count { $0.count > 0 } * 2 < hops.arrivals.count { $0.count > 0 }
        let bins = isOutside ? hops.arrivals : hops.bins
        guard let first = bins.firstIndex(where: { $0.count > 0 }), let last = bins.lastIndex(where: { $0.count > 0 }) else {
            return []
        }
        let parts = min(stretches, last - first + 1, hops.count / fewestHops)
        guard parts >= ClockDrift.leastPoints else { return [] }
        return (0..<parts).compactMap { part in
            let (low, high) = (first + part * (last - first + 1) / parts, first + (part + 1) * (last - first + 1) / parts)
            var joined = HopStatistics.Bin()
            for bin in bins[low..<high] where bin.count > 0 { joined.merge(bin) }
            // Few hops show no least delay.
            guard joined.count * 4 * parts >= hops.count else { return nil }
            return .init(time: joined.leastHop.time, offset: joined.least)
        }
    }
}
