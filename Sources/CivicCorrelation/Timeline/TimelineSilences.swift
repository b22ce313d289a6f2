import CivicModel
public import CivicProfile

/// Notices, entry by entry, that a service which was at work wrote nothing for long.
///
/// Long is thirty times the service's own mean distance between records in the minutes in which it wrote any, and at least
/// five seconds. It is what a reader would see in the file, not a verdict: whether the service was asked anything is for the
/// rules to weigh.
public struct TimelineSilences: Sendable {
    static let shortest: Int64 = 5_000_000_000
    static let factor: Int64 = 30
    /// Services with fewer records have no rhythm.
    static let fewest = 20

    private var limits: [String: Int64] = [:]
    private var last: [String: Instant] = [:]
    private var lastOfAll: Instant?
    private let limitOfAll: Int64

    /// - Parameter isOn: false where what is shown is a choice of the records.
    public init(_ profile: Profile, isOn: Bool) {
        var records: [String: (count: Int64, minutes: Set<Int64>)] = [:]
        let names = ServiceNames(profile)
        for (key, counts) in profile.windows where isOn {
            let name = names.name(key.service, key.origin, source: key.source)
            records[name, default: (0, [])].count += Int64(counts.reduce(0, +))
            records[name]?.minutes.insert(key.minute)
        }
        for (name, work) in records where work.count >= Self.fewest {
            let mean = Int64(work.minutes.count) &* 60_000_000_000 / work.count
            limits[name] = max(Self.shortest, Self.factor &* mean)
        }
        limitOfAll = limits.values.min() ?? .max
    }

    /// What ends with this entry.
    mutating func note(_ entry: TimelineEntry) -> [TimelineSilence] {
        guard entry.kind == .log, limitOfAll != .max else { return [] }
        let now = entry.time
        var found: [TimelineSilence] = []
        if let before = lastOfAll, now.nanoseconds &- before.nanoseconds >= limitOfAll {
            // Of one service alone its own silence is told, if it is long for it.
            if last.count > 1 { found.append(TimelineSilence(service: nil, from: before, to: now)) }
            // Who was at work before all fell silent is silent no longer than the others.
            for (name, limit) in limits where last.count > 1 {
                if let time = last[name], before.nanoseconds &- time.nanoseconds < limit { last[name] = now }
            }
        }
        if let limit = limits[entry.service] {
            if let time = last[entry.service], now.nanoseconds &- time.nanoseconds >= limit {
                found.append(TimelineSilence(service: entry.service, from: time, to: now))
            }
            last[entry.service] = max(now, last[entry.service] ?? now)
        }
        lastOfAll = max(now, lastOfAll ?? now)
        return found
    }

    /// Services that went silent and stayed so.
    func atEnd() -> [TimelineSilence] {
        guard let end = lastOfAll else { return [] }
        return limits.keys.sorted().compactMap { name in
            guard let limit = limits[name], let time = last[name], end.nanoseconds &- time.nanoseconds >= limit else {
                return nil
            }
            return TimelineSilence(service: name, from: time, to: end)
        }
    }
}
