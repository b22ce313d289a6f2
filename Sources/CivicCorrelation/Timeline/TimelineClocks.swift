import CivicModel

/// The clocks of the services, as far as they are known well enough to set times right.
struct TimelineClocks: Sendable {
    private let clocks: [String: ServiceClock]
    private let storeCourses: [String: StoreCourse]

    /// - Parameters:
    ///   - clocks: empty: times stay as they were written.
    ///   - storeCourses: from times in an event store to the clock of the service.
    init(_ clocks: [ServiceClock], storeCourses: [String: StoreCourse] = [:]) {
        self.storeCourses = storeCourses
        // One that is bounded from one side only counts too: its interval has two ends, one of them likely rather than certain.
        let usable = clocks.filter { $0.quality != .none && $0.quality != .contradictory && !$0.segments.isEmpty }
        self.clocks = Dictionary(usable.map { ($0.service, $0) }) { first, _ in first }
    }

    /// - Parameter isStored: of the times that an event store keeps of its events.
    func clock(of service: String, isStored: Bool = false) -> TimelineClock {
        let clock = logClock(of: service)
        guard isStored, let course = storeCourses[service] else { return clock }
        guard let shift = course.steady else { return .stored(clock, course) }
        return clock.moved(by: shift)
    }

    private func logClock(of service: String) -> TimelineClock {
        guard let clock = clocks[service] else { return .unknown }
        guard clock.segments.count == 1, let only = clock.segments.first, only.drift == 0 else { return .changing(clock) }
        return .steady(.init(applied: clock.correction(at: only.from), low: only.low, high: only.high))
    }
}

/// The clock of one service.
enum TimelineClock: Sendable {
    case unknown
    case steady(TimelineEntry.Offset)
    case changing(ServiceClock)
    /// That of a store, which the other clock is held against time by time.
    indirect case stored(TimelineClock, StoreCourse)

    /// The clock that is behind this one by some nanoseconds.
    func moved(by shift: Int64) -> TimelineClock {
        switch self {
        case .unknown, .stored: return self
        case .steady(let offset):
            let (low, high) = (offset.low &- shift, offset.high &- shift)
            return .steady(.init(applied: low > 0 || high < 0 ? low / 2 &+ high / 2 : 0, low: low, high: high))
        case .changing(var clock):
            for i in clock.segments.indices {
                clock.segments[i].offset &-= shift
                clock.segments[i].low &-= shift
                clock.segments[i].high &-= shift
                clock.segments[i].from = Instant(nanoseconds: clock.segments[i].from.nanoseconds &- shift)
                clock.segments[i].to = Instant(nanoseconds: clock.segments[i].to.nanoseconds &- shift)
            }
            return .changing(clock)
        }
    }

    @inline(__always)
    func offset(at nanoseconds: Int64) -> TimelineEntry.Offset? {
        switch self {
        case .unknown: return nil
        case .steady(let offset): return offset
        case .changing(let clock):
            let time = Instant(nanoseconds: nanoseconds)
            return clock.segment(at: time).map { .init(applied: clock.correction(at: time), low: $0.low, high: $0.high) }
        case .stored(let clock, let course):
            let shift = course.shift(at: nanoseconds)
            guard let found = clock.offset(at: nanoseconds &+ shift) else { return nil }
            let (low, high) = (found.low &- shift, found.high &- shift)
            return TimelineEntry.Offset(applied: found.applied &- shift, low: low, high: high)
        }
    }
}
