import CivicFormats
import CivicModel

/// Finds services that handled nothing for longer than they usually do: their ordinary records stop.
struct WorkGaps {
    enum Finding {
        /// Records that go on, or a pause as long as others.
        case steady
        /// Too few ordinary records before the fault to tell.
        case unjudged
        /// Nanoseconds without a record, and the first one after.
        case gap(Int64, next: TimeBins.Mark?, nextTime: Int64)
    }

    /// Shorter pauses are nobody's concern.
    static let shortest: Int64 = 3_000_000_000
    /// Records in the minute and a half before the fault that make a service busy.
    static let busy = 10

    let window: FaultWindow
    let excluded: [Range<Int64>]

    func finding(of service: ObservedSystem.Service) -> Finding {
        // Moments with ordinary work, on the axis.
        var moments: [(time: Int64, mark: TimeBins.Mark)] = []
        var (before, width) = (0, Int64(0))
        let work = service.kinds.filter { Self.isWork($0) }
        for kind in work {
            let offset = service.offset(kind, at: window.start)
            let from = window.start &- FaultZones.margin
            let until = FaultWindow.later(window.until, FaultZones.margin)
            let times = kind.times(at: offset)
            if times.limits.base > KindHistory.near.base { width = max(width, times.width) }
            for bin in times.bins(in: FaultWindow.later(from, offset)..<FaultWindow.later(until, offset)) {
                let time = bin.first.nanoseconds &- offset
                if time < window.start { before += Int(bin.count) }
                moments.append((time, bin.first))
            }
        }
        moments.sort { ($0.time, $0.mark) < ($1.time, $1.mark) }
        guard before >= Self.busy else { return .unjudged }
        // Busy right before the fault, too: who had stopped already was not stopped by it.
        guard let last = moments.last(where: { $0.time < window.start }), window.start &- last.time < 10_000_000_000 else {
            return .unjudged
        }
        var longest: (gap: Int64, next: TimeBins.Mark?, nextTime: Int64) = (0, nil, 0)
        var at = last.time
        for moment in moments where moment.time > last.time {
            // Only pauses that begin while the fault lasts are its.
            if at > window.end { break }
            let from = max(at, window.start)
            if moment.time &- from > longest.gap { longest = (moment.time &- from, moment.mark, moment.time) }
            at = moment.time
        }
        if at <= window.end, window.until &- max(at, window.start) > longest.gap, moments.last?.time == at {
            longest = (window.until &- max(at, window.start), nil, 0)
        }
        // Of a long fault, a short pause is no effect that anybody would look for.
        // Coarse times show when something was said first in their stretch, and not when last.
        let enough = max(Self.shortest, min(10_000_000_000, (window.end &- window.start) / 3)) &+ 2 &* width
        guard longest.gap >= enough else { return .steady }
        return isUnusual(longest.gap, work, service)
            ? .gap(longest.gap, next: longest.next, nextTime: longest.nextTime) : .steady
    }

    /// Ordinary records: no trouble, no pulse.
    static func isWork(_ kind: ObservedSystem.Kind) -> Bool {
        guard !kind.isServerError, kind.level <= .info else { return false }
        return !FailureWords.tellPulse(kind.text)
    }

    /// Whether pauses as long are rare in the service's own history.
    private func isUnusual(_ gap: Int64, _ work: [ObservedSystem.Kind], _ service: ObservedSystem.Service) -> Bool {
        var times: [Int64] = []
        var width: Int64 = 0
        for kind in work {
            let offset = service.offset(kind, at: window.start)
            width = max(width, kind.history.far.width)
            kind.history.far.forEach { _, bin in times.append(bin.first.nanoseconds &- offset) }
        }
        times.sort()
        // Bins wider than the gap cannot show gaps as long.
        guard width < gap else { return true }
        var pauses = Pauses(judging: gap)
        for (a, b) in zip(times, times.dropFirst()) where b &- a > 0 {
            if excluded.contains(where: { $0.contains(a) || $0.contains(b) }) { continue }
            pauses.add(b &- a)
        }
        return pauses.isUnusual
    }
}
