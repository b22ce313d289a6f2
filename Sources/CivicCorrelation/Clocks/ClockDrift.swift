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

    /// Parts per million, where the 95 % interval (by the order of the slopes, after Kendall's S) excludes zero; else nil.
    static func partsPerMillion(_ points: [Point]) -> Double? {
        guard points.count >= leastPoints else { return nil }
        let step = (points.count + mostPoints - 1) / mostPoints
        let chosen = stride(from: 0, to: points.count, by: step).map { points[$0] }
        var slopes: [Double] = []
        for (i, a) in chosen.enumerated() {
            for b in chosen[(i + 1)...] where b.time != a.time {
                slopes.append(Double(b.offset &- a.offset) / Double(b.time &- a.time) * 1e6)
            }
        }
        slopes.sort()
        let n = Double(chosen.count)
        let half = Int(1.96 * sqrt(n * (n - 1) * (2 * n + 5) / 18) / 2)
        let middle = slopes.count / 2
        guard middle - half >= 0, middle + half < slopes.count else { return nil }
        let (low, high) = (slopes[middle - half], slopes[middle + half])
        return low > 0 || high < 0 ? slopes[middle] : nil
    }
}
