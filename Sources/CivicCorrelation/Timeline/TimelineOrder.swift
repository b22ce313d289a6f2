import CivicModel

/// Puts effects behind their causes where clocks allow it, says where the order is not known, and notes silences.
///
/// Looks ahead as far as an effect can stand before its cause: `reach` of time, and `capacity` entries.
public final class TimelineOrder {
    /// Nanoseconds.
    static let reach: Int64 = 10_000_000_000
    static let capacity = 16_384

    private struct Pending {
        var entry: TimelineEntry
        var number: Int
        var events: [IDKey]
        var causes: [IDKey]
    }

    private let stream: TimelineStream
    private var silences: TimelineSilences
    /// Read and not shown, by time; those before `head` are gone.
    private var pending: [Pending] = []
    private var head = 0
    private var nextNumber = 0
    private var isAtEnd = false
    /// Number of the first entry of each event that is still to be shown, and what that entry is.
    private var coming: [IDKey: Int] = [:]
    private var comingEntries: [Int: Pending] = [:]
    /// Effects that wait for the entry of this number, in order; and the reverse.
    private var waiting: [Int: [Pending]] = [:]
    private var waitsFor: [Int: Int] = [:]
    /// Entries that a cause has set free.
    private var ready: [Pending] = []
    private var shown: Set<IDKey> = []
    private var shownOrder: [IDKey] = []
    private var previous: Pending?

    public init(_ stream: TimelineStream, silences: TimelineSilences) {
        (self.stream, self.silences) = (stream, silences)
    }

    public var total: Int { stream.total }
    public var untimed: Int { stream.untimed }

    /// Services that wrote nothing up to the end of what was shown.
    public var lastSilences: [TimelineSilence] { silences.atEnd() }

    public func next() throws(SpillError) -> TimelineItem? {
        while true {
            try look()
            let candidate: Pending
            if !ready.isEmpty {
                candidate = ready.removeFirst()
            } else if head < pending.count {
                candidate = pending[head]
                head += 1
                if head > Self.capacity {
                    pending.removeFirst(head)
                    head = 0
                }
            } else {
                return nil
            }
            if let cause = causeToCome(of: candidate) {
                waiting[cause, default: []].append(candidate)
                waitsFor[candidate.number] = cause
                continue
            }
            return item(candidate)
        }
    }

    /// Reads on until the first entry has everything before it that may be its cause.
    private func look() throws(SpillError) {
        while !isAtEnd {
            if head < pending.count {
                let count = pending.count - head
                let reach = pending[pending.count - 1].entry.time.nanoseconds &- pending[head].entry.time.nanoseconds
                if count >= Self.capacity || reach > Self.reach { return }
            }
            guard let entry = try stream.next() else {
                isAtEnd = true
                return
            }
            let made = Pending(
                entry: entry, number: nextNumber, events: entry.ids.event.map { IDText.key(of: $0) },
                causes: entry.ids.cause.map { IDText.key(of: $0) })
            nextNumber += 1
            pending.append(made)
            for event in made.events where coming[event] == nil {
                coming[event] = made.number
                comingEntries[made.number] = made
            }
        }
    }

    /// Number of an entry that must stand before this one and does not yet.
    private func causeToCome(of effect: Pending) -> Int? {
        for cause in effect.causes where !effect.events.contains(cause) && !shown.contains(cause) {
            guard let number = coming[cause], number != effect.number, let entry = comingEntries[number]?.entry,
                entry.source != effect.entry.source || entry.source < 0,
                Self.mayFollow(effect.entry, entry)
            else { continue }
            // A circle of causes is no order.
            var next = waitsFor[number]
            while let at = next, at != effect.number { next = waitsFor[at] }
            if next == nil { return number }
        }
        return nil
    }

    /// Whether the clocks leave it open that an effect is later than its cause. They do where nothing is known of one.
    private static func mayFollow(_ effect: TimelineEntry, _ cause: TimelineEntry) -> Bool {
        if effect.service != cause.service, effect.offset == nil || cause.offset == nil { return true }
        return latest(effect, beside: cause) >= earliest(cause, beside: effect)
    }

    private func item(_ candidate: Pending) -> TimelineItem {
        let entry = candidate.entry
        var isKnown = true
        var followsCause = false
        if let previous {
            isKnown = isOrdered(previous, candidate)
            followsCause = entry.time < previous.entry.time
        }
        for event in candidate.events {
            if coming[event] == candidate.number {
                coming[event] = nil
                comingEntries[candidate.number] = nil
            }
            if shown.insert(event).inserted { shownOrder.append(event) }
        }
        if shownOrder.count > 4 * Self.capacity {
            for event in shownOrder.prefix(2 * Self.capacity) { shown.remove(event) }
            shownOrder.removeFirst(2 * Self.capacity)
        }
        if let freed = waiting.removeValue(forKey: candidate.number) {
            for effect in freed { waitsFor[effect.number] = nil }
            ready.insert(contentsOf: freed, at: 0)
        }
        previous = candidate
        return TimelineItem(
            entry: entry, isOrderKnown: isKnown, followsCause: followsCause, silences: silences.note(entry))
    }

    private func isOrdered(_ a: Pending, _ b: Pending) -> Bool {
        if a.entry.source == b.entry.source, a.entry.source >= 0 || a.entry.path == b.entry.path { return true }
        if b.causes.contains(where: { a.events.contains($0) && !b.events.contains($0) }) { return true }
        return Self.latest(a.entry, beside: b.entry) < Self.earliest(b.entry, beside: a.entry)
    }

    /// The interval that the true time of an entry lies in, in nanoseconds; against an entry of the same service what its
    /// clock is off by does not count.
    private static func earliest(_ entry: TimelineEntry, beside other: TimelineEntry) -> Int64 {
        guard let offset = entry.offset, entry.service != other.service else { return entry.time.nanoseconds }
        return entry.rawTime.nanoseconds &- offset.high
    }

    private static func latest(_ entry: TimelineEntry, beside other: TimelineEntry) -> Int64 {
        let resolution = entry.resolution
        guard let offset = entry.offset, entry.service != other.service else {
            return entry.time.nanoseconds &+ resolution &- 1
        }
        return entry.rawTime.nanoseconds &- offset.low &+ resolution &- 1
    }
}
