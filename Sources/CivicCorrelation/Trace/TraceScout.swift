import CivicFormats
import CivicModel
public import CivicProfile
import Synchronization

/// The first reading for `civic trace`: which ids fit what was asked, what causes what, and where events go on to.
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
    var stages = StageSample()
    /// A record of each service, by `StageSample.service`, to name it by, and the time of its last.
    var services: [UInt64: ServiceAt] = [:]

    struct ServiceAt: Sendable {
        var name: String
        var origin: ServiceOrigin
        var source: Int
        var last: Int64
    }

    init(memory: Int) { links = CausalLinks(memory: memory) }

    mutating func merge(_ other: TraceFindings) {
        matches.merge(other.matches)
        links.merge(other.links)
        stages.merge(other.stages)
        services.merge(other.services) { a, b in
            var first = a.source <= b.source ? a : b
            first.last = max(a.last, b.last)
            return first
        }
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
    private var services: [Int32: (hash: UInt64, name: String, origin: ServiceOrigin)] = [:]
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
        guard !columns.events.isEmpty || !columns.causes.isEmpty else { return }
        events.removeAll(keepingCapacity: true)
        causes.removeAll(keepingCapacity: true)
        columns.forEachEvent(record) { key, isCause in if isCause { causes.append(key) } else { events.append(key) } }
        guard !events.isEmpty || !causes.isEmpty else { return }
        let service = service(facts)
        for event in events where findings.stages.holds(event.short) {
            findings.stages.note(
                event: event.short, stage: StageSample.stage(service: service, template: facts.templateFingerprint()))
        }
        for cause in causes where !events.contains(cause) {
            if findings.stages.holds(cause.short) { findings.stages.note(cause: cause.short, effect: service) }
            for event in events { findings.links.add(event: event, cause: cause) }
        }
        if facts.time.isReadable, facts.nanoseconds > findings.services[service]?.last ?? .max {
            findings.services[service]?.last = facts.nanoseconds
        }
    }

    func finish() { scout.finish(findings) }

    private func service(_ facts: RecordFacts) -> UInt64 {
        if let known = services[facts.serviceNumber] { return known.hash }
        let (name, origin) = facts.service()
        let hash = StageSample.service(name)
        services[facts.serviceNumber] = (hash, name, origin)
        if findings.services[hash] == nil {
            findings.services[hash] = .init(name: name, origin: origin, source: facts.source, last: .min)
        }
        return hash
    }

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
