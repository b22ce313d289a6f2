import CivicModel

/// The clocks of the services, as far as they are known well enough to set times right.
struct TimelineClocks: Sendable {
    private let clocks: [String: ServiceClock]

    /// - Parameter clocks: nil or empty: times stay as they were written.
    init(_ clocks: [ServiceClock]) {
        // One that is bounded from one side only counts too: its interval has two ends, one of them likely rather than certain.
        let usable = clocks.filter { $0.quality != .none && $0.quality != .contradictory && !$0.segments.isEmpty }
        self.clocks = Dictionary(usable.map { ($0.service, $0) }) { first, _ in first }
    }

    func clock(of service: String) -> TimelineClock {
        guard let clock = clocks[service] else { return .unknown }
        guard clock.segments.count == 1, let only = clock.segments.first else { return .changing(clock) }
        return .steady(.init(applied: clock.correction(at: only.from), low: only.low, high: only.high))
    }
}

/// The clock of one service.
enum TimelineClock: Sendable {
    case unknown
    case steady(TimelineEntry.Offset)
    case changing(ServiceClock)

    @inline(__always)
    func offset(at nanoseconds: Int64) -> TimelineEntry.Offset? {
        switch self {
        case .unknown: return nil
        case .steady(let offset): return offset
        case .changing(let clock):
            let time = Instant(nanoseconds: nanoseconds)
            return clock.segment(at: time).map { .init(applied: clock.correction(at: time), low: $0.low, high: $0.high) }
        }
    }
}
