import CivicFormats
import CivicModel
public import CivicProfile
import Synchronization

/// Looks at the first records of every source and writes down what may be an id, wherever it stands.
public final class ColumnDiscovery: Sendable {
    /// Most sightings that one source contributes.
    private static let mostPerSource = 60_000
    /// Sightings of all sources together, about, so that thousands of files take no more memory than a few: 72 bytes each.
    private static let most = 240_000
    /// However many sources there are, each shows some records.
    private static let leastPerSource = 64

    /// Sightings that one source contributes here.
    let sightingsPerSource: Int

    struct Column: Hashable, Sendable, Comparable {
        var path: String
        /// What its name or the configuration says; nil: nothing.
        var known: IDRole?
        static func < (a: Column, b: Column) -> Bool { (a.path, a.known?.rawValue ?? "") < (b.path, b.known?.rawValue ?? "") }
    }

    struct ServiceKey: Hashable, Sendable {
        var name: String
        var origin: ServiceOrigin
        var source: Int
    }

    /// A field that is taken for the message, and another that could be it.
    struct MessagePair: Hashable, Sendable {
        var path: String
        var other: String
    }

    /// What the values of a pair look like.
    struct MessageCount: Sendable {
        /// Records in which the first may be an id and the other is a text of several words.
        var swapped = 0
        var others = 0
    }

    struct State {
        var messages: [MessagePair: MessageCount] = [:]
        var columns: [Column] = []
        var columnPlaces: [Column: UInt32] = [:]
        var services: [ServiceKey] = []
        var servicePlaces: [ServiceKey: UInt32] = [:]
        var sightings: [ColumnSighting] = []
        /// By virtual column and length: tokens.
        var lengths: [UInt32: [Int: Int]] = [:]
    }

    let pins: ColumnRoles
    let state = Mutex(State())

    /// - Parameter sources: how many will be looked at.
    public init(pins: [(path: String, role: IDRole)], sources: Int = 1) {
        self.pins = ColumnRoles(pins: pins)
        sightingsPerSource = min(Self.mostPerSource, max(Self.leastPerSource, Self.most / max(1, sources)))
        // At once, since an array that grows is held twice while it does; what is never written takes addresses and no memory.
        let room = sightingsPerSource * max(1, sources)
        state.withLock { $0.sightings.reserveCapacity(room) }
    }

    /// What was seen, which is not kept here any longer.
    func takeSightings() -> [ColumnSighting] {
        state.withLock { state in
            let taken = state.sightings
            state.sightings = []
            return taken
        }
    }

    public func observer() -> any RecordObserver { ColumnObserver(self) }

    /// How long the ids behind words of messages are, where nearly all have one length.
    public var idLengths: [String: Int] {
        state.withLock { state in
            var counts: [String: [Int: Int]] = [:]
            for (column, lengths) in state.lengths {
                counts[state.columns[Int(column)].path, default: [:]].merge(lengths, uniquingKeysWith: +)
            }
            return IDWords.lengths(counts)
        }
    }

    func place(of column: Column) -> UInt32 {
        state.withLock { state in
            if let known = state.columnPlaces[column] { return known }
            let place = UInt32(state.columns.count)
            state.columns.append(column)
            state.columnPlaces[column] = place
            return place
        }
    }

    func place(of service: ServiceKey) -> UInt32 {
        state.withLock { state in
            if let known = state.servicePlaces[service] { return known }
            let place = UInt32(state.services.count)
            state.services.append(service)
            state.servicePlaces[service] = place
            return place
        }
    }
}

private final class ColumnObserver: RecordObserver {
    private struct Plan {
        var columns: [(slot: Int, place: UInt32, role: IDRole?)] = []
        var text = -1
        /// Slot of another field that could be the message; -1: none.
        var other = -1
        var pair: ColumnDiscovery.MessagePair?
    }

    /// So few are handed over at a time that what a worker has of its own does not count.
    private static let batch = 2_048

    private let discovery: ColumnDiscovery
    private var plans: [Plan] = []
    private var sightings: [ColumnSighting] = []
    private var words: [UInt64: UInt32] = [:]
    private var lengths: [UInt32: [Int: Int]] = [:]
    private let knownWords: IDWords
    private var services: [ColumnDiscovery.ServiceKey: UInt32] = [:]
    private var counts: [Int: Int] = [:]
    private var messages: [ColumnDiscovery.MessagePair: ColumnDiscovery.MessageCount] = [:]

    init(_ discovery: ColumnDiscovery) {
        self.discovery = discovery
        knownWords = IDWords(discovery.pins)
    }

    /// Fields that name things other than what happened.
    private static let others: [Role] = [
        .time, .level, .message, .service, .instance, .version, .environment, .logger, .thread, .host, .eventType, .span,
        .errorType, .errorMessage, .errorCode, .errorStack, .httpMethod, .httpRoute, .httpStatus, .duration, .outcome,
        .messaging,
    ]

    func plan(for shape: Shape) -> Int? {
        let known = IDColumns(shape, roles: discovery.pins)
        let taken = Set(Self.others.compactMap { shape.index(of: $0) })
        var plan = Plan()
        for (index, field) in shape.fields.enumerated() where field.kind == .string || field.kind == .bigInteger {
            let slot = Int32(index)
            var role: IDRole?
            if slot == known.event { role = .event } else if slot == known.cause { role = .cause }
            if known.flows.contains(slot) { role = .flow }
            if discovery.pins.isPinned(field.path) { role = discovery.pins.role(of: field.path) }
            if role == nil, taken.contains(index), index != shape.index(of: .message) || Self.otherMessage(of: shape) == nil {
                continue
            }
            plan.columns.append((index, discovery.place(of: .init(path: field.path, known: role)), role))
        }
        plan.text = shape.index(of: .message) ?? -1
        if let other = Self.otherMessage(of: shape) {
            plan.other = other
            plan.pair = .init(path: shape.fields[plan.text].path, other: shape.fields[other].path)
        }
        if plan.columns.isEmpty, plan.text < 0 { return nil }
        // The event first: other columns are held against it.
        plan.columns.sort { ($0.role == .event ? 0 : 1, $0.slot) < ($1.role == .event ? 0 : 1, $1.slot) }
        plans.append(plan)
        return plans.count - 1
    }

    /// Another field that could be the message, where what is taken for it may be an id under a name that others have for texts: `msg`
    /// beside `text`.
    private static func otherMessage(of shape: Shape) -> Int? {
        guard let message = shape.index(of: .message), message >= shape.envelopeFieldCount, shape.isStructured,
            let names = RoleAliases.table[.message]
        else { return nil }
        return shape.fields.indices.first { other in
            other != message && other >= shape.envelopeFieldCount && shape.fields[other].kind == .string
                && names.contains(ShapeKeys.fold(shape.fields[other].path))
        }
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        guard counts[facts.source, default: 0] < discovery.sightingsPerSource else { return }
        let (name, origin) = facts.service()
        let isNamed = ServiceNames.isName(name, origin)
        let key = ColumnDiscovery.ServiceKey(name: name, origin: origin, source: isNamed ? -1 : facts.source)
        let service: UInt32
        if let place = services[key] {
            service = place
        } else {
            service = discovery.place(of: key)
            services[key] = service
        }
        let time = facts.time.isReadable ? facts.nanoseconds : EventRow.noTime
        let place = EventRow.place(source: facts.source, byte: record.byte)
        var event: UInt64 = 0
        func note(_ key: IDKey, _ column: UInt32, _ value: UnsafeBufferPointer<UInt8>) {
            counts[facts.source, default: 0] += 1
            sightings.append(
                ColumnSighting(
                    key: key, column: column, service: service, time: time, place: place, line: record.line, event: event,
                    head: IDHead(value)))
            if sightings.count >= Self.batch { handOver() }
        }
        for column in plans[plan].columns {
            let slot = record.slots[column.slot]
            guard column.role != nil || Self.mayBeID(slot.bytes) else { continue }
            let key = column.role == .flow ? TraceText.key(slot) : IDText.key(slot)
            guard !key.isNone else { continue }
            if column.role == .event { event = key.short }
            note(key, column.place, slot.bytes)
        }
        guard plans[plan].text >= 0 else { return }
        if let pair = plans[plan].pair {
            let isSwapped =
                Self.mayBeID(record.slots[plans[plan].text].bytes) && record.slots[plans[plan].other].bytes.contains(0x20)
            if isSwapped { messages[pair, default: .init()].swapped += 1 } else { messages[pair, default: .init()].others += 1 }
        }
        let text = UnsafeBufferPointer(rebasing: record.slots[plans[plan].text].bytes.prefix(1_024))
        MessageIDs.each(in: text, words: knownWords) { token in
            guard let start = text.baseAddress, token.word != 0 else { return }
            let key = IDText.key(start + token.start, token.count)
            guard !key.isNone,
                knownWords[token.word] != nil || Self.mayBeID(.init(start: start + token.start, count: token.count))
            else { return }
            if words[token.word] == nil {
                let word = String(decoding: text[token.wordStart..<token.wordStart + token.wordCount], as: UTF8.self)
                let path = MessageIDs.path(ofWord: word, isApart: token.isApart)
                words[token.word] = discovery.place(of: .init(path: path, known: knownWords[token.word]))
            }
            guard let place = words[token.word] else { return }
            note(key, place, .init(start: start + token.start, count: token.count))
            lengths[place, default: [:]][token.count, default: 0] += 1
        }
    }

    /// Whether a value may tell one thing from others: no sentence, no path, no time, and not too small a number.
    private static func mayBeID(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.count >= MessageIDs.shortest, value.count <= 128 else { return false }
        var digits = 0
        var colons = 0
        for c in value {
            switch c {
            case 0x30...0x39: digits += 1
            case 0x20, 0x2f, 0x5c, 0x40, 0x2c, 0x3d, 0x3f, 0x26, 0x3c, 0x3e: return false
            case 0x3a: colons += 1
            default: break
            }
        }
        return digits > 0 && colons < 2 && (digits < value.count || digits >= 10)
    }

    private func handOver() {
        discovery.state.withLock { $0.sightings += sightings }
        sightings.removeAll(keepingCapacity: true)
    }

    func finish() {
        handOver()
        discovery.state.withLock { state in
            state.lengths.merge(lengths) { $0.merging($1, uniquingKeysWith: +) }
            state.messages.merge(messages) { .init(swapped: $0.swapped + $1.swapped, others: $0.others + $1.others) }
        }
    }
}
