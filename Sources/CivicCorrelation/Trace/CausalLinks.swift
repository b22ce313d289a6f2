/// Which event caused which, for all records of a run, as far as memory allows.
struct CausalLinks: Sendable {
    struct Link: Sendable {
        var event: UInt64
        var cause: UInt64
    }

    private(set) var links: [Link] = []
    /// There were more than fit: what depends on them must be found by reading again.
    private(set) var isCut = false
    let limit: Int

    /// - Parameter memory: bytes.
    init(memory: Int) { limit = max(1024, memory / MemoryLayout<Link>.stride / 2) }

    @inline(__always)
    mutating func add(event: IDKey, cause: IDKey) {
        guard !isCut else { return }
        links.append(Link(event: event.short, cause: cause.short))
        if links.count > limit { cut() }
    }

    private mutating func cut() {
        isCut = true
        links = []
    }

    mutating func merge(_ other: CausalLinks) {
        if other.isCut { cut() }
        guard !isCut else { return }
        links += other.links
        if links.count > limit { cut() }
    }

    /// All events that caused `events`, upwards to the roots, and all that those caused.
    /// - Parameter limit: events at most; the result is then cut, at a place that does not depend on order.
    func closure(of events: Set<UInt64>, limit: Int) -> (events: Set<UInt64>, isCut: Bool) {
        let up = links.sorted { ($0.event, $0.cause) < ($1.event, $1.cause) }
        var all = events
        var frontier = events.sorted()
        while let event = frontier.popLast() {
            for link in Self.range(up, of: event, by: \.event) where all.insert(link.cause).inserted {
                frontier.append(link.cause)
            }
            if all.count > limit { return (all, true) }
        }
        let down = links.sorted { ($0.cause, $0.event) < ($1.cause, $1.event) }
        frontier = all.sorted()
        while let event = frontier.popLast() {
            for link in Self.range(down, of: event, by: \.cause) where all.insert(link.event).inserted {
                frontier.append(link.event)
            }
            if all.count > limit { return (all, true) }
        }
        return (all, false)
    }

    private static func range(_ sorted: [Link], of value: UInt64, by field: KeyPath<Link, UInt64>) -> ArraySlice<Link> {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle][keyPath: field] < value { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < sorted.count, sorted[end][keyPath: field] == value { end += 1 }
        return sorted[low..<end]
    }
}
