import CivicFormats
import CivicModel
public import CivicProfile
import Synchronization

/// Gives examples of what went wrong the ids that stand in their records. A run keeps ids as numbers: those of letters are hashes then,
/// and chains that are followed by their flows have none, so that nobody could go on with them.
public final class IncidentNames: Sendable {
    /// Examples of each kind that are named.
    static let most = 3
    /// Bytes of a source, decompressed, behind which an example keeps its address alone: reading a large file again up to there would
    /// take longer than it is worth.
    static let farthest = 32 << 20

    /// Where a record begins.
    struct Place: Hashable, Sendable {
        var source: Int
        var byte: Int
    }

    /// What is known of an incident: the display of its id; empty: it is about a chain.
    let wanted: [Place: Set<String>]
    let roles: ColumnRoles
    /// Numbers of the sources that hold them.
    public let sources: [Int]
    /// Bytes of each that must be read again.
    public let reach: Int
    private let mask: @Sendable () -> any TextMask
    private let found = Mutex<[Place: [String: String]]>([:])

    /// - Parameters:
    ///   - isReadable: whether a source can be read again.
    ///   - mask: makes the mask of one worker; what it would hide is no name.
    public init(_ evidence: SystemEvidence, isReadable: (Int) -> Bool, mask: @escaping @Sendable () -> any TextMask) {
        self.mask = mask
        roles = evidence.roles
        var wanted: [Place: Set<String>] = [:]
        for incident in evidence.correlation?.namedIncidents ?? []
        where incident.byte < Self.farthest && isReadable(incident.source) {
            wanted[Place(source: incident.source, byte: incident.byte), default: []].insert(incident.id)
        }
        self.wanted = wanted
        sources = Set(wanted.keys.map(\.source)).sorted()
        reach = wanted.keys.map(\.byte).max() ?? 0
    }

    /// The observer of one worker that reads `sources` once more.
    public func observer() -> any RecordObserver { IncidentNameObserver(self, mask: mask()) }

    func add(_ names: [Place: [String: String]]) {
        found.withLock { found in
            // Several records of one line may bear an id that suits; which is read first must not matter.
            found.merge(names) { a, b in a.merging(b) { min($0, $1) } }
        }
    }

    /// Sets the ids of the incidents that were found.
    public func name(_ correlation: inout Correlation) {
        let names = found.withLock { $0 }
        for key in correlation.checks.keys where Correlation.named.contains(key.check) {
            for i in correlation.checks[key]?.incidents.indices ?? 0..<0 {
                if let incident = correlation.checks[key]?.incidents[i] {
                    correlation.checks[key]?.incidents[i] = named(incident, names)
                }
            }
        }
        for i in correlation.stuck.indices {
            for j in correlation.stuck[i].incidents.indices {
                correlation.stuck[i].incidents[j] = named(correlation.stuck[i].incidents[j], names)
            }
        }
    }

    private func named(_ incident: Correlation.Incident, _ names: [Place: [String: String]]) -> Correlation.Incident {
        guard let text = names[Place(source: incident.source, byte: incident.byte)]?[incident.id] else { return incident }
        var named = incident
        if !incident.id.isEmpty { named.what = incident.what.replacing(incident.id, with: text) }
        (named.id, named.isWritten) = (text, true)
        return named
    }
}

extension Correlation {
    /// What a person goes on with by the id of an example.
    static let named: Set<CorrelationCheck> = [.delivery, .redelivery]

    /// Some example can be gone on with.
    public var hasNames: Bool { namedIncidents.contains(where: \.isWritten) }

    /// The examples that a report names.
    var namedIncidents: [Incident] {
        checks.filter { Self.named.contains($0.key.check) && $0.value.violations > 0 }
            .flatMap { $0.value.examples.prefix(IncidentNames.most) } + stuck.flatMap { $0.incidents.prefix(1) }
    }
}

extension Correlation.CheckCount {
    /// The incidents in the order in which they are shown.
    public var examples: [Correlation.Incident] {
        incidents.sorted { ($0.time, $0.source, $0.byte, $0.id) < ($1.time, $1.source, $1.byte, $1.id) }
    }
}

private final class IncidentNameObserver: RecordObserver {
    private let names: IncidentNames
    private let mask: any TextMask
    private let words: IDWords
    private var columns: [TimelineColumns] = []
    private var found: [IncidentNames.Place: [String: String]] = [:]

    init(_ names: IncidentNames, mask: any TextMask) {
        (self.names, self.mask) = (names, mask)
        words = IDWords(names.roles)
    }

    func plan(for shape: Shape) -> Int? {
        columns.append(TimelineColumns(shape, roles: names.roles))
        return columns.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        // A source is its place among those that are read now.
        let place = IncidentNames.Place(source: names.sources[facts.source], byte: record.byte)
        guard let wanted = names.wanted[place] else { return }
        let columns = columns[plan]
        var events: [String] = []
        var flows: [String] = []
        for index in columns.events + columns.causes {
            IDList.forEach(record.slots[index].bytes, limit: TimelineBytes.mostIDs) { start, count in
                events.append(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
            }
        }
        for index in columns.traces + columns.requests {
            flows.append(String(decoding: record.slots[index].bytes.prefix(TimelineBytes.longestID), as: UTF8.self))
        }
        if let text = columns.message.map({ record.slots[$0].bytes.prefix(1024) }).map({ UnsafeBufferPointer(rebasing: $0) }),
            let start = text.baseAddress
        {
            MessageIDs.each(in: text, words: words) { token in
                guard token.word != 0, let role = words[token.word] else { return }
                let id = String(decoding: UnsafeBufferPointer(start: start + token.start, count: token.count), as: UTF8.self)
                if role == .flow { flows.append(id) } else { events.append(id) }
            }
        }
        for id in wanted {
            let text =
                id.isEmpty
                ? flows.first { !TraceText.key(of: $0).isNone } : events.first { IDDisplay.text(IDText.key(of: $0)) == id }
            guard let text, !isHidden(text) else { continue }
            let known = found[place]?[id]
            found[place, default: [:]][id] = known.map { min($0, text) } ?? text
        }
    }

    private func isHidden(_ id: String) -> Bool {
        var id = id
        return id.withUTF8 { bytes in
            var shown: [UInt8] = []
            mask.append(bytes, limit: bytes.count, to: &shown)
            return !shown.elementsEqual(bytes)
        }
    }

    func finish() { names.add(found) }
}
