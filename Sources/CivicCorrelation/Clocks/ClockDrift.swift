#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How fast a clock runs away from the others: the median of the slopes between all pairs of points (Theil and Sen), which a
/// few odd stretches do not move.
enum ClockDrift {
    /// Fewer points than this show no slope.
    static let leastPoints = 6
    /// More points than this are thinned out evenly: the number of slopes grows with their square.
    private static let mostPoints = 256

    struct Point {
        /// Nanoseconds.
        var time: Int64
        var offset: Int64
    }

    /// A slope and the interval that holds it in 95 of 100 recordings, nanoseconds a nanosecond.
    struct Slope {
        var value: Double
        var low: Double
        var high: Double
        var halfWidth: Double { (high - low) / 2 }
    }

    /// The interval is by the order of the slopes, after Kendall's S. Nil: too few points.
    static func slope(_ points: [Point]) -> Slope? {
        guard points.count >= leastPoints else { return nil }
        let step = (points.count + mostPoints - 1) / mostPoints
        let chosen = stride(from: 0, to: points.count, by: step).map { points[$0] }
        let slopes = slopes(between: chosen)
        let n = Double(chosen.count)
        let half = Int(1.96 * sqrt(n * (n - 1) * (2 * n + 5) / 18) / 2)
        let middle = slopes.count / 2
        guard middle - half >= 0, middle + half < slopes.count else { return nil }
        return Slope(value: slopes[middle], low: slopes[middle - half], high: slopes[middle + half])
    }

    /// The median of the slopes between the points alone; nil: there is none.
    static func median(_ points: some Collection<Point>) -> Double? {
        let slopes = slopes(between: Array(points))
        return slopes.isEmpty ? nil : slopes[slopes.count / 2]
    }

    /// Between all pairs of points, sorted.
    private static func slopes(between points: [Point]) -> [Double] {
        var slopes: [Double] = []
        for (i, a) in points.enumerated() {
            for b in points[(i + 1)...] where b.time != a.time {
                slopes.append(Double(b.offset &- a.offset) / Double(b.time &- a.time))
            }
        }
        slopes.sort()
        return slopes
    }
}
