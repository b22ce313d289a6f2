public import CivicProfile

/// Which sources a second reading can do without, by what the first says of them.
public struct TimelineSources: Sendable {
    private struct Content {
        var first = Int64.max
        var last = Int64.min
        var services: Set<String> = []
        var hasUntimed = false
    }

    private var contents: [Int: Content] = [:]
    /// Largest number of nanoseconds that some clock may be off by.
    private var skew: Int64 = 0

    public init(_ result: LogScan.Result, correlation: Correlation?) {
        let names = ServiceNames(result.profile)
        for (key, cell) in result.profile.cells where result.sources.indices.contains(key.source) {
            guard result.sources[key.source].kind == .logs else { continue }
            var content = contents[key.source] ?? Content()
            content.services.insert(names.name(key.service, key.origin, source: key.source))
            if cell.firstTime > cell.lastTime { content.hasUntimed = true }
            content.first = min(content.first, cell.firstTime)
            content.last = max(content.last, cell.lastTime)
            contents[key.source] = content
        }
        for segment in correlation?.clocks.flatMap(\.segments) ?? [] {
            for end in [segment, segment.settled(at: segment.to)] { skew = max(skew, Int64(clamping: end.offset.magnitude)) }
        }
    }

    /// Numbers of the sources that may hold something that the filter lets through.
    public func worthReading(_ filter: TimelineFilter) -> [Int] {
        contents.filter { _, content in
            if let isWanted = filter.service, !content.services.contains(where: isWanted) { return false }
            guard let window = filter.window, !content.hasUntimed else { return true }
            let (early, isFarEarly) = content.first.subtractingReportingOverflow(skew)
            let (late, isFarLate) = content.last.addingReportingOverflow(skew)
            return isFarEarly || isFarLate || (early <= window.upperBound && late >= window.lowerBound)
        }
        .keys.sorted()
    }
}
