import CivicFormats
import CivicModel
public import CivicProfile
import Synchronization

/// The first reading for `civic trace`: which ids fit what was asked, and what causes what.
public final class TraceScout: Sendable {
    let search: IDSearch
    private let memory: Int
    private let state: Mutex<TraceFindings>

    /// - Parameter memory: bytes for the links between events.
    public init(_ search: IDSearch, memory: Int, jobs: Int) {
        self.search = search
        self.memory = memory
        state = Mutex(TraceFindings(memory: memory))
    }

    public func observer() -> any RecordObserver { TraceScoutObserver(self, memory: memory) }

    func finish(_ findings: TraceFindings) { state.withLock { $0.merge(findings) } }

    public var findings: TraceFindings { state.withLock { $0 } }
}

/// What a first reading found.
public struct TraceFindings: Sendable {
    var matches = TraceMatches()
    var links: CausalLinks

    init(memory: Int) { links = CausalLinks(memory: memory) }

    mutating func merge(_ other: TraceFindings) {
        matches.merge(other.matches)
        links.merge(other.links)
    }

    /// Ids that are meant, by text: those that are what was asked for, else all that begin like it.
    public var candidates: [TraceMatch] {
        let found = matches.whole.isEmpty ? matches.longer : matches.whole
        return found.values.sorted { ($0.text, $0.key) < ($1.text, $1.key) }
    }

    /// More ids fit than were counted.
    public var isCut: Bool { matches.isCut }
}

private final class TraceScoutObserver: RecordObserver {
    private let scout: TraceScout
    private var findings: TraceFindings
    private var columns: [(columns: TimelineColumns, names: [String])] = []
    private var events: [IDKey] = []
    private var causes: [IDKey] = []

    init(_ scout: TraceScout, memory: Int) {
        self.scout = scout
        findings = TraceFindings(memory: memory)
    }

    func plan(for shape: Shape) -> Int? {
        columns.append((TimelineColumns(shape, roles: ColumnRoles()), shape.fields.map(\.path)))
        return columns.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        let bytes = UnsafeBufferPointer(start: record.start, count: record.count)
        if var match = scout.search.next(in: bytes, from: 0) {
            while true {
                note(match.range, match.match == .whole, record, facts, plan)
                guard let next = scout.search.next(in: bytes, from: match.range.upperBound) else { break }
                match = next
            }
        }
        let columns = columns[plan].columns
        guard !columns.events.isEmpty, !columns.causes.isEmpty else { return }
        events.removeAll(keepingCapacity: true)
        causes.removeAll(keepingCapacity: true)
        columns.forEachEvent(record) { key, isCause in if isCause { causes.append(key) } else { events.append(key) } }
        for cause in causes where !events.contains(cause) {
            for event in events { findings.links.add(event: event, cause: cause) }
        }
    }

    func finish() { scout.finish(findings) }

    /// Counts a record under the id that stands in it. Rare: only records that hold what was asked for come here.
    private func note(_ range: Range<Int>, _ isWhole: Bool, _ record: RecordView, _ facts: RecordFacts, _ plan: Int) {
        let start = record.start + range.lowerBound
        let key = IDText.key(start, range.count)
        guard !key.isNone, range.count <= IDText.longest, findings.matches.admits(key, isWhole: isWhole) else {
            findings.matches.isCut = findings.matches.isCut || !key.isNone
            return
        }
        var match = TraceMatch(
            key: key, text: String(decoding: UnsafeBufferPointer(start: start, count: range.count), as: UTF8.self))
        match.records = 1
        match.services = [facts.service().name]
        if facts.time.isReadable {
            match.first = Instant(nanoseconds: facts.nanoseconds)
            match.last = match.first
        }
        let (columns, names) = columns[plan]
        let field = names.indices.first { index in
            let slot = record.slots[index]
            return slot.start <= start && start < slot.start + Int(slot.count)
        }
        match.fields = [field == columns.message ? "" : field.map { names[$0] } ?? ""]
        if let field {
            match.isEvent = columns.events.contains(field)
            match.isCause = columns.causes.contains(field)
            match.isTrace = columns.traces.contains(field) || columns.requests.contains(field)
        }
        columns.forEachEvent(record) { key, _ in match.events.insert(key) }
        columns.forEachGroup(record) { match.groups.insert($0) }
        var one = TraceMatches()
        if isWhole { one.whole[key] = match } else { one.longer[key] = match }
        findings.matches.merge(one)
    }
}
