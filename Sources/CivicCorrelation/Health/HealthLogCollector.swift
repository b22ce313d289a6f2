import CivicFormats
import CivicModel
import CivicProfile
import Synchronization

/// Collects from the logs what is held against health answers: bursts of errors, starts and stops, mentions of health.
final class HealthLogCollector: Sendable {
    private let counts = Mutex(HealthLogCounts())

    func observer() -> any RecordObserver { HealthLogObserver { counts in self.counts.withLock { $0.merge(counts) } } }

    func logs(names: ServiceNames) -> HealthLogs { counts.withLock { HealthLogs($0, names: names) } }
}

/// Counts the records of one worker by service and time. Per record: one look into a table that is found by three small
/// numbers, and a second for errors.
private final class HealthLogObserver: RecordObserver {
    private typealias Bin = HealthLogCounts.Bin

    /// What is worked out once per shape.
    private struct Plan {
        /// Slots of the process id, or the name of the instance; -1: none.
        var presence: Int
        var route: Int
        /// The record names an event, a trace or a request.
        var isLinked: Bool
    }

    private struct HotKey: Hashable {
        var service: Int32
        /// -1 when the record itself names the service.
        var source: Int32
        var bin: Int32
        var kind: Int32
    }

    private struct HotPresence: Hashable {
        var service: Int32
        var source: Int32
        var hash: UInt64
    }

    private static let cacheSize = 1024

    private let deliver: (HealthLogCounts) -> Void
    private var plans: [Plan] = []
    @exclusivity(unchecked) private var width = HealthLogCounts.finestWidth
    @exclusivity(unchecked) private var keys: [HotKey] = []
    @exclusivity(unchecked) private var bins: [Bin] = []
    @exclusivity(unchecked) private var indices: [HotKey: Int32] = [:]
    @exclusivity(unchecked) private var cache = [Int32](repeating: -1, count: cacheSize)
    @exclusivity(unchecked) private var services: [(name: String, origin: ServiceOrigin)] = []
    /// By number of the service: whether its records name it; nil: not met yet.
    @exclusivity(unchecked) private var isNamed: [Bool?] = []
    /// By number of the template; nil: not looked at yet.
    @exclusivity(unchecked) private var signals: [LogSignals?] = []
    private var lifecycle: [HotKey: LogMark] = [:]
    @exclusivity(unchecked) private var presenceKeys: [HotPresence] = []
    @exclusivity(unchecked) private var presences: [HealthLogCounts.Presence] = []
    @exclusivity(unchecked) private var presenceIndices: [HotPresence: Int32] = [:]
    @exclusivity(unchecked) private var presenceCache = [Int32](repeating: -1, count: cacheSize)
    /// The stretch of time that the last record was in, and where it begins: records come in runs.
    @exclusivity(unchecked) private var stretch: (number: Int32, start: Int64) = (0, .max)
    /// What had to be joined before the end, because it became too much.
    private var settled = HealthLogCounts()

    init(deliver: @escaping (HealthLogCounts) -> Void) { self.deliver = deliver }

    func plan(for shape: Shape) -> Int? {
        guard shape.index(of: .time) != nil else { return nil }
        func present(_ role: Role) -> Bool { shape.index(of: role).map { shape.fields[$0].kind.isPresent } ?? false }
        let process = shape.fields.firstIndex { field in
            let last = field.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
            return last == "pid" || last == "process_id" || field.path.lowercased().hasSuffix("process.id")
        }
        plans.append(
            Plan(
                presence: process ?? shape.index(of: .instance) ?? -1, route: shape.index(of: .httpRoute) ?? -1,
                isLinked: present(.event) || present(.trace) || present(.request) || present(.cause)))
        return plans.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan number: Int) {
        guard facts.time.isReadable else { return }
        let plan = plans[number]
        let service = facts.serviceNumber
        let source = isNamed(service, facts) ? -1 : Int32(truncatingIfNeeded: facts.source)
        let stretch = stretch(of: facts.nanoseconds)
        let template = Int(facts.templateNumber)
        let signals = template == 0 ? [] : self.signals(template, facts)
        let at = index(HotKey(service: service, source: source, bin: stretch, kind: 0))
        bins[at].records += 1
        let level = facts.level
        if level == .none || level >= .info { bins[at].audible += 1 }
        var marked = signals.intersection(.lifecycle)
        if plan.route >= 0, ProbePath.isProbe(record.slots[plan.route].bytes) {
            bins[at].probes += 1
            marked.insert(.probe)
        }
        if level >= .warn { bins[at].warnings += 1 }
        if signals.contains(.dependency) { bins[at].dependencies += 1 }
        if level >= .warn || signals.contains(.mention) {
            if plan.isLinked { bins[at].linked += 1 }
            note(record, facts, in: at)
        }
        if level >= .error {
            // A class of its own for errors without a message.
            let kind = 1 + Int32(truncatingIfNeeded: facts.templateFingerprint() % UInt64(HealthLogCounts.classes))
            let at = index(HotKey(service: service, source: source, bin: stretch, kind: kind))
            bins[at].records += 1
            note(record, facts, in: at)
        }
        if !marked.isEmpty {
            let key = HotKey(service: service, source: source, bin: stretch, kind: Int32(marked.rawValue))
            let mark = mark(record, facts)
            lifecycle[key] = lifecycle[key].map { LogMark.first($0, mark) } ?? mark
        }
        if plan.presence >= 0 {
            let slot = record.slots[plan.presence]
            let key = HotPresence(service: service, source: source, hash: ContentHash.of(slot.start, Int(slot.count)))
            notePresence(key, record, facts)
        }
        if bins.count > HealthLogCounts.binLimit || presences.count > 2 * HealthLogCounts.presenceLimit { settle() }
    }

    func finish() {
        settle()
        deliver(settled)
    }

    private func index(_ key: HotKey) -> Int {
        let mixed = ContentHash.fold(
            UInt64(UInt32(bitPattern: key.service)) << 32 | UInt64(UInt32(bitPattern: key.bin)) ^ 0x9e37_79b9_7f4a_7c15,
            UInt64(UInt32(bitPattern: key.source)) << 8 | UInt64(UInt32(bitPattern: key.kind)) ^ 0xe703_7ed1_a0b4_28db)
        let slot = Int(truncatingIfNeeded: mixed & UInt64(Self.cacheSize - 1))
        let known = Int(cache[slot])
        if known >= 0, keys[known] == key { return known }
        let found: Int
        if let index = indices[key] {
            found = Int(index)
        } else {
            found = bins.count
            keys.append(key)
            bins.append(Bin())
            indices[key] = Int32(truncatingIfNeeded: found)
        }
        cache[slot] = Int32(truncatingIfNeeded: found)
        return found
    }

    private func note(_ record: RecordView, _ facts: RecordFacts, in at: Int) {
        let time = facts.nanoseconds
        if time > bins[at].last { bins[at].last = time }
        if let first = bins[at].first, first.time.nanoseconds < time { return }
        let mark = mark(record, facts)
        bins[at].first = bins[at].first.map { LogMark.first($0, mark) } ?? mark
    }

    private func mark(_ record: RecordView, _ facts: RecordFacts) -> LogMark {
        LogMark(
            time: Instant(nanoseconds: facts.nanoseconds), source: facts.source, line: record.line, byte: record.byte,
            template: facts.templateNumber == 0 ? 0 : facts.templateFingerprint())
    }

    private func stretch(of time: Int64) -> Int32 {
        if time >= stretch.start, time &- stretch.start < width { return stretch.number }
        let number = time.quotientAndRemainder(dividingFloor: width).0
        stretch = (Int32(truncatingIfNeeded: number), number &* width)
        return stretch.number
    }

    private func notePresence(_ key: HotPresence, _ record: RecordView, _ facts: RecordFacts) {
        let time = facts.nanoseconds
        let slot = Int(truncatingIfNeeded: (key.hash ^ UInt64(UInt32(bitPattern: key.service))) & UInt64(Self.cacheSize - 1))
        var at = Int(presenceCache[slot])
        if at < 0 || presenceKeys[at] != key {
            if let index = presenceIndices[key] {
                at = Int(index)
            } else {
                at = presences.count
                presenceKeys.append(key)
                presences.append(HealthLogCounts.Presence(first: mark(record, facts), last: time))
                presenceIndices[key] = Int32(truncatingIfNeeded: at)
            }
            presenceCache[slot] = Int32(truncatingIfNeeded: at)
        }
        if time > presences[at].last { presences[at].last = time }
        if time <= presences[at].first.time.nanoseconds {
            presences[at].first = LogMark.first(presences[at].first, mark(record, facts))
        }
    }

    private func isNamed(_ service: Int32, _ facts: RecordFacts) -> Bool {
        let number = Int(service)
        if number < isNamed.count, let known = isNamed[number] { return known }
        while isNamed.count <= number {
            isNamed.append(nil)
            services.append(("", .none))
        }
        services[number] = facts.service()
        let found = ServiceNames.isName(services[number].name, services[number].origin)
        isNamed[number] = found
        return found
    }

    private func signals(_ template: Int, _ facts: RecordFacts) -> LogSignals {
        if template < signals.count, let known = signals[template] { return known }
        while signals.count <= template { signals.append(nil) }
        let found = LogSignals(template: facts.template())
        signals[template] = found
        return found
    }

    /// Moves what was counted under numbers of this worker to names that mean the same everywhere.
    private func settle() {
        var part = HealthLogCounts()
        part.width = width
        for (key, bin) in zip(keys, bins) {
            let service = services[Int(key.service)]
            let named = HealthLogCounts.Key(
                service: service.name, origin: service.origin.rawValue, source: Int(key.source), bin: key.bin,
                kind: UInt8(truncatingIfNeeded: key.kind))
            part.bins[named, default: Bin()].merge(bin)
        }
        for (key, mark) in lifecycle {
            let service = services[Int(key.service)]
            let named = HealthLogCounts.LifecycleKey(
                service: service.name, origin: service.origin.rawValue, source: Int(key.source), bin: key.bin,
                signals: UInt8(truncatingIfNeeded: key.kind))
            part.lifecycle[named] = part.lifecycle[named].map { LogMark.first($0, mark) } ?? mark
        }
        for (key, presence) in zip(presenceKeys, presences) {
            let service = services[Int(key.service)]
            let named = HealthLogCounts.PresenceKey(
                service: service.name, origin: service.origin.rawValue, source: Int(key.source), hash: key.hash)
            part.presences[named, default: presence].merge(presence)
        }
        settled.merge(part)
        width = settled.width
        (keys, bins, indices, lifecycle) = ([], [], [:], [:])
        (presenceKeys, presences, presenceIndices) = ([], [], [:])
        cache = [Int32](repeating: -1, count: Self.cacheSize)
        presenceCache = [Int32](repeating: -1, count: Self.cacheSize)
        stretch = (0, .max)
    }
}
