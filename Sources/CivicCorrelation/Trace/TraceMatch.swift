public import CivicModel

/// An id that was asked for, or that begins like it, and what the records that hold it say.
public struct TraceMatch: Sendable {
    public var key: IDKey
    /// As it was written; of several notations the one that sorts first.
    public var text: String
    /// Records that hold it.
    public var records = 0
    public var services: Set<String> = []
    /// Names of the fields that hold it; "" for text.
    public var fields: Set<String> = []
    /// Times of its first and last record.
    public var first = Instant(nanoseconds: .max)
    public var last = Instant(nanoseconds: .min)
    /// It stands where an event id stands; or where that of a cause, or of a trace.
    public var isEvent = false
    public var isCause = false
    public var isTrace = false
    /// Other ids of those records: events and causes, and what groups them.
    var events = BottomKeys(limit: TraceMatch.mostRelated)
    var groups = BottomKeys(limit: TraceMatch.mostRelated)

    static let mostRelated = 512

    /// Its records belong to more flows than one tree can show.
    public var isHub: Bool { events.isCut || groups.isCut }

    mutating func merge(_ other: TraceMatch) {
        text = min(text, other.text)
        records += other.records
        services.formUnion(other.services)
        fields.formUnion(other.fields)
        (first, last) = (min(first, other.first), max(last, other.last))
        isEvent = isEvent || other.isEvent
        isCause = isCause || other.isCause
        isTrace = isTrace || other.isTrace
        events.merge(other.events)
        groups.merge(other.groups)
    }
}

/// The ids that were found for what was asked, as a commutative monoid.
struct TraceMatches: Sendable {
    static let most = 256

    var whole: [IDKey: TraceMatch] = [:]
    /// Ids that begin like it.
    var longer: [IDKey: TraceMatch] = [:]
    var isCut = false

    mutating func merge(_ other: TraceMatches) {
        isCut = isCut || other.isCut
        for (key, match) in other.whole { Self.add(match, key, &whole, &isCut) }
        for (key, match) in other.longer { Self.add(match, key, &longer, &isCut) }
    }

    private static func add(_ match: TraceMatch, _ key: IDKey, _ all: inout [IDKey: TraceMatch], _ isCut: inout Bool) {
        if all[key] != nil {
            all[key]?.merge(match)
            return
        }
        all[key] = match
        if all.count > most, let last = all.keys.max() {
            all[last] = nil
            isCut = true
        }
    }

    /// Whether an id may still be counted: beyond the limit only what sorts before the last.
    func admits(_ key: IDKey, isWhole: Bool) -> Bool {
        let all = isWhole ? whole : longer
        return all.count < Self.most || all[key] != nil || all.keys.max().map { key < $0 } ?? true
    }
}
