import CivicModel
import CivicProfile

/// From what a first reading found to the records that belong to one id.
public struct TracePlan: Sendable {
    /// Events that a tree may have.
    static let mostEvents = 20_000

    /// Readings after which whatever is still open is left open.
    public static let mostReadings = 8

    public let match: TraceMatch
    private let findings: TraceFindings
    /// Ids that records are looked for by.
    private var keys: TraceKeys
    /// Events that are tied to what was asked for by causes alone. Only their records say which flows belong to the tree:
    /// following the flows of flows would end with everything.
    private var core: Set<UInt64> = []
    public private(set) var isCut: Bool

    public init(_ match: TraceMatch, findings: TraceFindings) {
        self.match = match
        self.findings = findings
        // An id of too many flows leads nowhere: its own records are all that is shown.
        let related: Set<IDKey> = match.isHub ? [] : match.events.keys.union(match.groups.keys)
        keys = TraceKeys(all: related.union([match.key]), short: [])
        isCut = match.isHub
        guard !match.isHub else { return }
        core = follow(Set(match.events.keys.map(\.short)).union([match.key.short]))
        keys.short = core
    }

    /// The filter of the next reading.
    public func filter(_ base: TimelineFilter) -> TimelineFilter {
        var filter = base
        filter.keys = keys
        return filter
    }

    /// Follows causes up and down.
    private mutating func follow(_ events: Set<UInt64>) -> Set<UInt64> {
        let (all, isCut) = findings.links.closure(of: events, limit: Self.mostEvents)
        self.isCut = self.isCut || isCut
        return all
    }

    /// Takes up what the records of a reading name; true when other records may hold what is new, so that it takes another
    /// reading.
    public mutating func learn(from items: [TimelineItem]) -> Bool {
        guard !match.isHub else { return false }
        var named: Set<IDKey> = []
        var groups: Set<IDKey> = []
        for item in items {
            let ids = item.entry.ids
            let events = (ids.event + ids.cause).map { IDText.key(of: $0) }.filter { !$0.isNone }
            named.formUnion(events)
            if findings.links.isCut, events.contains(where: { core.contains($0.short) }) {
                // Links that did not fit into memory are found level by level.
                core.formUnion(events.map(\.short))
            }
            guard events.contains(where: { core.contains($0.short) }) else { continue }
            groups.formUnion((ids.trace + ids.request).map { TraceText.key(of: $0) }.filter { !$0.isNone })
        }
        let before = (all: keys.all.count, short: keys.short.count)
        guard keys.all.count + named.count <= 2 * Self.mostEvents else {
            isCut = true
            return false
        }
        keys.all.formUnion(named)
        keys.all.formUnion(groups)
        keys.short.formUnion(follow(Set(named.map(\.short))))
        return keys.all.count > before.all || keys.short.count > before.short
    }

    /// The tree of the records that were read.
    /// - Parameter correlation: nil: what was read is a part only, and nothing is missing from it.
    public func tree(_ items: [TimelineItem], correlation: Correlation?) -> CausalTree {
        CausalTree(items, correlation: correlation)
    }
}
