public import CivicModel

/// A stretch of time in which a service logged far more errors than it ordinarily does.
public struct ErrorBurst: Sendable {
    /// Time of the first and of the last error.
    public var onset: Instant
    public var end: Instant
    public var errors: Int
    /// All records of the stretches that it touches.
    public var records: Int
    public var first: LogMark

    public var duration: Int64 { end.nanoseconds &- onset.nanoseconds }
}

/// Finds bursts of errors: at least so many in a window, and either several times the service's own median rate or a large
/// share of what it says.
public struct BurstFinder: Sendable {
    public var window: Int64 = 60_000_000_000
    /// Fewest errors in the window.
    public var errors = 5
    /// Times the median number of errors a window.
    public var factor = 3
    /// Share of the window's records that is a burst whatever the median, in per cent, and the fewest records for that.
    public var sharePercent = 20
    public var shareRecords = 10
    /// Smallest share, in per cent, for a burst by the median: a handful of errors among thousands of records is none.
    public var floorPercent = 0
    /// Nanoseconds without an error that end a burst.
    public var pause: Int64 = 20_000_000_000
    /// Judges every class of errors by its own median: a new kind of error is then a burst also among ordinary errors.
    public var byClass = false

    public init() {}

    /// By onset; bursts do not overlap.
    public func bursts(in log: ServiceHealthLog) -> [ErrorBurst] {
        let points = points(of: log)
        guard !points.isEmpty else { return [] }
        let classes = byClass ? Set(points.map(\.number)).sorted() : [0]
        var bursts: [ErrorBurst] = []
        for number in classes {
            let members = byClass ? points.filter { $0.number == number } : points
            bursts += self.bursts(members, in: log)
        }
        return join(bursts)
    }

    /// The errors of one stretch.
    private struct Point {
        var number: Int
        var count: Int
        var first: LogMark
        var last: Instant
    }

    private func points(of log: ServiceHealthLog) -> [Point] {
        log.bins.flatMap { bin in
            bin.errorClasses.map { Point(number: $0.number, count: $0.count, first: $0.first, last: $0.last) }
        }.sorted { ($0.first.time, $0.number) < ($1.first.time, $1.number) }
    }

    private func bursts(_ points: [Point], in log: ServiceHealthLog) -> [ErrorBurst] {
        let median = median(points, in: log)
        var dense = [Bool](repeating: false, count: points.count)
        var (low, sum) = (0, 0)
        for high in points.indices {
            sum += points[high].count
            while points[high].last.nanoseconds &- points[low].first.time.nanoseconds > window, low < high {
                sum -= points[low].count
                low += 1
            }
            guard sum >= errors else { continue }
            let from = points[low].first.time
            let records = max(
                sum, log.records(in: from...Instant(nanoseconds: max(from.nanoseconds, from.nanoseconds &+ window))))
            let isMany = sum >= factor * median && sum * 100 >= floorPercent * records
            let isShare = records >= shareRecords && sum * 100 >= sharePercent * records
            guard isMany || isShare else { continue }
            for index in low...high { dense[index] = true }
        }
        return runs(points, dense, in: log)
    }

    /// Dense stretches, cut where there was a pause; what a pause cuts off and is too little for a burst goes, unless nothing
    /// else would be left of it.
    private func runs(_ points: [Point], _ dense: [Bool], in log: ServiceHealthLog) -> [ErrorBurst] {
        var bursts: [ErrorBurst] = []
        var index = 0
        while index < points.count {
            guard dense[index] else {
                index += 1
                continue
            }
            var end = index
            while end + 1 < points.count, dense[end + 1] { end += 1 }
            var pieces: [Range<Int>] = []
            var start = index
            var last = points[index].last
            for next in index..<end where next + 1 <= end {
                last = max(last, points[next].last)
                if points[next + 1].first.time.nanoseconds &- last.nanoseconds > max(pause, log.width &* 2) {
                    pieces.append(start..<next + 1)
                    start = next + 1
                }
            }
            pieces.append(start..<end + 1)
            let large = pieces.filter { piece in points[piece].reduce(0) { $0 + $1.count } >= errors }
            for piece in large.isEmpty ? [index..<end + 1] : large { bursts.append(burst(points[piece], in: log)) }
            index = end + 1
        }
        return bursts
    }

    private func burst(_ points: ArraySlice<Point>, in log: ServiceHealthLog) -> ErrorBurst {
        var first = points[points.startIndex].first
        var last = points[points.startIndex].last
        var errors = 0
        for point in points {
            first = LogMark.first(first, point.first)
            last = max(last, point.last)
            errors += point.count
        }
        let end = max(first.time, last)
        return ErrorBurst(
            onset: first.time, end: end, errors: errors, records: max(errors, log.records(in: first.time...end)), first: first)
    }

    /// Errors in a window of the middle rank, windows without one included.
    private func median(_ points: [Point], in log: ServiceHealthLog) -> Int {
        guard let first = log.first, let last = log.last, last > first, window > 0 else { return 0 }
        var counts: [Int64: Int] = [:]
        for point in points {
            counts[(point.first.time.nanoseconds &- first.nanoseconds) / window, default: 0] += point.count
        }
        let windows = Int(clamping: (last.nanoseconds &- first.nanoseconds &+ window &- 1) / window)
        let sorted = counts.values.sorted()
        let silent = max(0, windows - sorted.count)
        let middle = max(windows, sorted.count) / 2
        return middle < silent ? 0 : sorted[min(middle - silent, sorted.count - 1)]
    }

    private func join(_ bursts: [ErrorBurst]) -> [ErrorBurst] {
        var joined: [ErrorBurst] = []
        for burst in bursts.sorted(by: { LogMark.precedes($0.first, $1.first) }) {
            if let last = joined.indices.last, burst.onset <= joined[last].end {
                joined[last].end = max(joined[last].end, burst.end)
                joined[last].errors += burst.errors
                joined[last].records = max(joined[last].records, burst.records)
            } else {
                joined.append(burst)
            }
        }
        return joined
    }
}
