import CivicFormats
import CivicModel
import CivicProfile
import Synchronization

/// Collects which records appear around each fault and how often they do otherwise.
///
/// For each kind of record (service, template, level) two histograms over time are kept: a coarse one over the whole run and
/// a fine one around the faults. What they cost is bounded per kind, and kinds are bounded by the templates of the profile.
final class WitnessCollector: Sendable {
    let experiments: [Experiment]
    private let zones: FaultZones
    private let kinds = Mutex<[RecordKind: KindHistory]>([:])
    private let pins: [String: String]

    init(_ experiments: [Experiment], pins: [String: String] = [:]) {
        self.experiments = experiments
        self.pins = pins
        zones = FaultZones(experiments)
    }

    func observer() -> any RecordObserver { WitnessObserver(zones) { [self] part in merge(part) } }

    private func merge(_ part: [RecordKind: KindHistory]) {
        kinds.withLock { kinds in
            kinds.merge(part) { a, b in
                var a = a
                a.merge(b)
                return a
            }
        }
    }

    func reviews(
        names: ServiceNames, profile: Profile, health: HealthHistory?, correlation: Correlation?
    ) -> [ExperimentReview] {
        let collected = kinds.withLock { $0 }
        let system = ObservedSystem(
            collected, names: names, ceiling: profile.templateCeiling, health: health, correlation: correlation,
            experiments: experiments)
        return experiments.map { ExperimentReviewer(system, pins: pins).review($0) }
    }
}

/// Records that are alike for the question whether somebody noticed something.
struct RecordKind: Hashable, Sendable {
    var source: Int32
    var service: String
    var origin: ServiceOrigin
    /// Fingerprint of the template; of a server error the HTTP status.
    var template: UInt64
    var level: Level
    var isServerError: Bool
    /// The zone of the time was not written.
    var isZoneAssumed: Bool
}

/// When records of one kind were written.
struct KindHistory: Sendable {
    static let far = TimeBins.Limits(base: 1_000_000_000, bins: 1024)
    static let near = TimeBins.Limits(base: 250_000_000, bins: 2048)

    /// Template, as text.
    var text: String
    /// Some record of the kind carries the id of an event, a trace or a request.
    var carriesID = false
    /// Over the whole run.
    var far = TimeBins(Self.far)
    /// Around the faults.
    var near = TimeBins(Self.near)

    init(text: String) { self.text = text }

    mutating func merge(_ other: KindHistory) {
        text = min(text, other.text)
        carriesID = carriesID || other.carriesID
        far.merge(other.far)
        near.merge(other.near)
    }
}

/// The stretches of time around the faults in which every moment counts.
struct FaultZones: Sendable {
    /// How long before a fault and after its end.
    static let margin: Int64 = 90_000_000_000
    /// Zones of the world differ by quarters of an hour.
    static let quarter: Int64 = 900_000_000_000

    /// By start, apart from each other.
    private(set) var zones: [Range<Int64>] = []
    /// The same within a quarter of an hour, for times whose zone was not written.
    private var quarterZones: [Range<Int64>] = []

    init(_ experiments: [Experiment]) {
        var list: [Range<Int64>] = []
        for experiment in experiments {
            for fault in experiment.faults {
                let end = max(fault.end ?? experiment.end ?? fault.start, fault.start)
                list.append(
                    Self.clamped(fault.start.nanoseconds, -Self.margin)..<Self.clamped(end.nanoseconds, Self.margin))
            }
        }
        zones = Self.joined(list)
        var parts: [Range<Int64>] = []
        for zone in zones {
            let length = zone.upperBound &- zone.lowerBound
            let start = zone.lowerBound.quotientAndRemainder(dividingFloor: Self.quarter).1
            if length >= Self.quarter || length < 0 {
                parts = [0..<Self.quarter]
                break
            }
            if start + length <= Self.quarter {
                parts.append(start..<start + length)
            } else {
                parts += [start..<Self.quarter, 0..<start + length - Self.quarter]
            }
        }
        quarterZones = Self.joined(parts)
    }

    private static func clamped(_ time: Int64, _ by: Int64) -> Int64 {
        let (sum, over) = time.addingReportingOverflow(by)
        return over ? (by < 0 ? .min : .max) : sum
    }

    private static func joined(_ list: [Range<Int64>]) -> [Range<Int64>] {
        var result: [Range<Int64>] = []
        for range in list.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    func contains(_ time: Int64, isZoneAssumed: Bool) -> Bool {
        guard isZoneAssumed else { return zones.contains { $0.contains(time) } }
        let place = time.quotientAndRemainder(dividingFloor: Self.quarter).1
        return quarterZones.contains { $0.contains(place) }
    }
}

private final class WitnessObserver: RecordObserver {
    private let zones: FaultZones
    private let deliver: ([RecordKind: KindHistory]) -> Void

    /// Kinds by what is packed into 64 bits, for the source that is being read.
    private var numbers: [UInt64: Int] = [:]
    private var source = -1
    private var kinds: [RecordKind] = []
    private var histories: [KindHistory] = []
    private var allNumbers: [Int: [UInt64: Int]] = [:]

    /// The last few kinds: key and number, by the key's hash.
    @exclusivity(unchecked) private let cache: UnsafeMutablePointer<(key: UInt64, number: Int)>
    private static let cacheSize = 1024

    init(_ zones: FaultZones, deliver: @escaping ([RecordKind: KindHistory]) -> Void) {
        self.zones = zones
        self.deliver = deliver
        cache = .allocate(capacity: Self.cacheSize)
        cache.initialize(repeating: (0, -1), count: Self.cacheSize)
    }

    deinit { cache.deallocate() }

    /// Twice the slot of the HTTP status and two more (0: there is none), and one more where the shape has an id.
    func plan(for shape: Shape) -> Int? {
        let hasID = [Role.event, .cause, .trace, .request].contains { shape.index(of: $0) != nil }
        return 2 * ((shape.index(of: .httpStatus) ?? -1) + 1) + (hasID ? 1 : 0)
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        guard facts.time.isReadable else { return }
        if facts.source != source { begin(facts.source) }
        let status = plan > 1 && facts.level < .warn ? Self.serverError(record.slots[plan / 2 - 1]) : 0
        let isZoneAssumed = facts.time.basis < .explicitOffset
        // Template numbers stay below 2^32 and services below 2^20; levels take three bits.
        let what = status > 0 ? UInt64(status) : UInt64(UInt32(bitPattern: facts.templateNumber))
        var key = what << 32 | UInt64(UInt32(bitPattern: facts.serviceNumber)) << 8
        key |= UInt64(facts.level.rawValue) << 2 | (status > 0 ? 2 : 0) | (isZoneAssumed ? 1 : 0)
        let place = Int(truncatingIfNeeded: ContentHash.mix(key) & UInt64(Self.cacheSize - 1))
        var number = cache[place].number
        if number < 0 || cache[place].key != key {
            number = find(key, facts, status: status, isZoneAssumed: isZoneAssumed)
            cache[place] = (key, number)
        }
        let mark = TimeBins.Mark(
            nanoseconds: facts.nanoseconds, source: Int32(truncatingIfNeeded: facts.source), line: record.line,
            byte: record.byte)
        if plan & 1 != 0 { histories[number].carriesID = true }
        histories[number].far.add(mark)
        if zones.contains(facts.nanoseconds, isZoneAssumed: isZoneAssumed) { histories[number].near.add(mark) }
    }

    private func begin(_ next: Int) {
        if source >= 0 { allNumbers[source] = numbers }
        numbers = allNumbers.removeValue(forKey: next) ?? [:]
        source = next
        cache.update(repeating: (0, -1), count: Self.cacheSize)
    }

    private func find(_ key: UInt64, _ facts: RecordFacts, status: Int, isZoneAssumed: Bool) -> Int {
        if let number = numbers[key] { return number }
        let (service, origin) = facts.service()
        let kind = RecordKind(
            source: Int32(truncatingIfNeeded: facts.source), service: service, origin: origin,
            template: status > 0 ? UInt64(status) : facts.templateFingerprint(), level: facts.level,
            isServerError: status > 0, isZoneAssumed: isZoneAssumed)
        let number = histories.count
        kinds.append(kind)
        histories.append(KindHistory(text: status > 0 ? "HTTP status \(status)" : facts.template()))
        numbers[key] = number
        return number
    }

    /// 500...599, or 0.
    private static func serverError(_ slot: Slot) -> Int {
        // Three bytes, all of the slot.
        guard slot.count == 3, slot.start[0] == UInt8(ascii: "5") else { return 0 }
        let (tens, ones) = (slot.start[1] &- 0x30, slot.start[2] &- 0x30)
        return tens < 10 && ones < 10 ? 500 + Int(tens) * 10 + Int(ones) : 0
    }

    func finish() {
        var part: [RecordKind: KindHistory] = [:]
        for (kind, history) in zip(kinds, histories) {
            // A template that was folded meanwhile comes under two numbers.
            if part[kind] == nil { part[kind] = history } else { part[kind]?.merge(history) }
        }
        deliver(part)
        (kinds, histories, numbers, allNumbers) = ([], [], [:], [:])
    }
}
