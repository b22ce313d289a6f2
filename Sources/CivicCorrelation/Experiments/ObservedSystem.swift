import CivicFormats
import CivicModel
import CivicProfile

/// What was collected of a run, by service, on one axis of time.
struct ObservedSystem {
    /// Records of one service that are alike.
    struct Kind {
        var template: UInt64
        var level: Level
        var isServerError: Bool
        var text: String
        var history: KindHistory
        /// Nanoseconds to add to the axis for the times of these records, where their zone was guessed.
        var zoneShift: Int64 = 0
        /// The zone of the times was not written.
        var isZoneAssumed = false

        /// When such records were written, as finely as it is known where the clock shows this much more than the axis: around the faults
        /// times are kept as they are written, and of a clock that is minutes off there are only the coarse ones.
        func times(at offset: Int64) -> TimeBins {
            var rest = offset
            if isZoneAssumed {
                let quarter = FaultZones.quarter
                rest = offset &- (offset &+ (offset < 0 ? 0 &- quarter / 2 : quarter / 2)) / quarter &* quarter
            }
            return rest.magnitude > UInt64(FaultZones.margin &- FaultWindow.grace) ? history.far : history.near
        }
    }

    struct Service {
        var name: String
        var kinds: [Kind] = []
        var clock: ServiceClock?
        /// First and last record, on the axis.
        var span: ClosedRange<Int64>?
        var records = 0
        /// Nanoseconds that a time may be cut by: a second where stamps are whole seconds.
        var resolution: Int64 = 1_000_000
        var zoneShift: Int64 = 0

        /// Chains say what its clock shows.
        var isClockKnown: Bool { clock.map { $0.quality == .exact || $0.quality == .bounded } ?? false }

        /// Nanoseconds that this service's clock shows more than the axis at `time`.
        func offset(_ kind: Kind, at time: Int64) -> Int64 {
            if let clock {
                let correction = clock.correction(at: Instant(nanoseconds: time))
                if correction != 0 { return correction }
            }
            return kind.zoneShift
        }

        /// What the clock may have shown more than the axis from one time to another, the earliest first: a clock that was put back
        /// or ahead meanwhile has several.
        func offsets(_ kind: Kind, from start: Int64, to end: Int64) -> [Int64] {
            var offsets = [offset(kind, at: start)]
            for step in clock?.steps ?? [] where kind.zoneShift == 0 {
                let size = Int64(clamping: step.change.magnitude)
                let isNear = step.before.nanoseconds &+ size >= start && step.after.nanoseconds &- size <= end
                guard isNear else { continue }
                for time in [step.after, step.before] {
                    let offset = clock?.correction(at: time) ?? 0
                    if !offsets.contains(offset) { offsets.append(offset) }
                }
            }
            return offsets
        }

        /// Half of what the clock is uncertain by at `time`, at most two seconds.
        func uncertainty(at time: Int64) -> Int64 {
            guard let segment = clock?.segment(at: Instant(nanoseconds: time)), segment.high >= segment.low else { return 0 }
            return min(2_000_000_000, (segment.high &- segment.low) / 2)
        }
    }

    /// By name.
    var services: [Service]
    var health: HealthHistory?
    var correlation: Correlation?
    var experiments: [Experiment]
    /// First and last record or health answer of all.
    var span: ClosedRange<Int64>?

    init(
        _ collected: [RecordKind: KindHistory], names: ServiceNames, ceiling: UInt64, health: HealthHistory?,
        correlation: Correlation?, experiments: [Experiment]
    ) {
        (self.health, self.correlation, self.experiments) = (health, correlation, experiments)
        struct Key: Hashable {
            var service: String
            var template: UInt64
            var level: Level
            var isServerError: Bool
            var isZoneAssumed: Bool
        }
        // The log of the tool that plays the experiment tells of every fault, and is none of the system's.
        let played = Set(collected.filter { ToolLog.isSign($0.value.text) }.map(\.key.source))
        var joined: [Key: KindHistory] = [:]
        for (kind, history) in collected where !played.contains(kind.source) {
            let template =
                !kind.isServerError && kind.template >= ceiling ? Profile.rareTemplate : kind.template
            let key = Key(
                service: names.name(kind.service, kind.origin, source: Int(kind.source)), template: template, level: kind.level,
                isServerError: kind.isServerError, isZoneAssumed: kind.isZoneAssumed)
            var history = history
            if template == Profile.rareTemplate { history.text = "(rare messages)" }
            if joined[key] == nil { joined[key] = history } else { joined[key]?.merge(history) }
        }
        let axis = Self.axis(joined.filter { !$0.key.isZoneAssumed }.values.map(\.far), health)
        var byName: [String: Service] = [:]
        let clocks = Dictionary((correlation?.clocks ?? []).map { ($0.service, $0) }) { a, _ in a }
        // A local time without its zone is off by quarters of an hour: all records of a service alike.
        var assumed: [String: ClosedRange<Int64>] = [:]
        for (key, history) in joined where key.isZoneAssumed {
            guard let span = Self.span(of: history.far) else { continue }
            assumed[key.service] = Self.hull(assumed[key.service], span)
        }
        let shifts = assumed.mapValues { Self.zoneShift(of: $0, to: axis) }
        for (key, history) in joined {
            var kind = Kind(
                template: key.template, level: key.level, isServerError: key.isServerError, text: history.text, history: history
            )
            kind.isZoneAssumed = key.isZoneAssumed
            if key.isZoneAssumed { kind.zoneShift = shifts[key.service] ?? 0 }
            byName[key.service, default: Service(name: key.service)].kinds.append(kind)
        }
        services = byName.values.map { service in
            var service = service
            service.clock = clocks[service.name]
            service.kinds.sort {
                ($0.template, $0.level, $0.isServerError ? 1 : 0, $0.zoneShift)
                    < ($1.template, $1.level, $1.isServerError ? 1 : 0, $1.zoneShift)
            }
            var isWhole = true
            for kind in service.kinds {
                service.zoneShift = kind.zoneShift != 0 ? kind.zoneShift : service.zoneShift
                kind.history.far.forEach { _, bin in
                    service.records += Int(bin.count)
                    if bin.first.nanoseconds % 1_000_000_000 != 0 { isWhole = false }
                }
                guard let span = Self.span(of: kind.history.far) else { continue }
                let offset = service.offset(kind, at: span.lowerBound)
                service.span = Self.hull(
                    service.span, (span.lowerBound &- offset)...(span.upperBound &- offset))
            }
            if isWhole { service.resolution = 1_000_000_000 }
            return service
        }.sorted { $0.name < $1.name }
        span = services.compactMap(\.span).reduce(Self.axis([], health)) { Self.hull($0, $1) }
    }

    private static func span(of bins: TimeBins) -> ClosedRange<Int64>? {
        guard let first = bins.bins.first?.first.nanoseconds, let last = bins.bins.last?.first.nanoseconds, first <= last else {
            return nil
        }
        return first...last
    }

    private static func hull(_ a: ClosedRange<Int64>?, _ b: ClosedRange<Int64>) -> ClosedRange<Int64> {
        guard let a else { return b }
        return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
    }

    /// From the first to the last time whose zone is known.
    private static func axis(_ histories: [TimeBins], _ health: HealthHistory?) -> ClosedRange<Int64>? {
        var axis: ClosedRange<Int64>?
        for bins in histories { if let span = span(of: bins) { axis = hull(axis, span) } }
        for observation in health?.log.observations ?? [] {
            if let time = observation.time?.nanoseconds { axis = hull(axis, time...time) }
        }
        return axis
    }

    /// How far local times run ahead of the axis, in quarters of an hour: what brings them to where everybody else's times are,
    /// when as they are read they mostly lie outside.
    static func zoneShift(of span: ClosedRange<Int64>, to axis: ClosedRange<Int64>?) -> Int64 {
        guard let axis else { return 0 }
        func overlap(_ shift: Int64) -> Int64 {
            let low = max(span.lowerBound &- shift, axis.lowerBound)
            let high = min(span.upperBound &- shift, axis.upperBound)
            return max(-1, high &- low)
        }
        func distance(_ shift: Int64) -> UInt64 {
            (span.lowerBound &- shift &- axis.lowerBound).magnitude &+ (span.upperBound &- shift &- axis.upperBound).magnitude
        }
        let shifts = (-56...56).map { Int64($0) * FaultZones.quarter }
        let best = shifts.max {
            (overlap($0), distance($1), $1.magnitude) < (overlap($1), distance($0), $0.magnitude)
        }
        guard let best, overlap(best) > 0, max(0, overlap(0)) < overlap(best) / 2 else { return 0 }
        return best
    }
}
