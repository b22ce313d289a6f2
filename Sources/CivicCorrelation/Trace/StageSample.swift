import CivicProfile

/// Where events of a kind nearly always go on to, learned from a sample of the events of a run: those with the smallest
/// hashes, each with everything that was said of it, so that parts merge to what the whole would have given.
struct StageSample: Sendable {
    /// What is known of one event: the stages that speak of it, and the services (by `service`) of the events that it caused.
    struct Event: Sendable {
        var stages: Set<UInt64> = []
        var effects: Set<UInt64> = []
    }

    /// A service by the name that its records or their path give it.
    static func service(_ name: String) -> UInt64 { ContentHash.of(name, seed: 0x57) }

    /// A stage is a service and a message template.
    @inline(__always)
    static func stage(service: UInt64, template: UInt64) -> UInt64 { ContentHash.mix(template ^ service &* 3) }

    static let most = 32_768

    private(set) var events: [UInt64: Event] = [:]
    private var ceiling = UInt64.max

    /// Whether an event is in the sample. Asked for every record.
    @inline(__always)
    func holds(_ event: UInt64) -> Bool { event < ceiling }

    mutating func note(event: UInt64, stage: UInt64) {
        guard holds(event) else { return }
        events[event, default: Event()].stages.insert(stage)
        if events.count > 2 * Self.most { shrink(to: Self.most) }
    }

    mutating func note(cause: UInt64, effect: UInt64) {
        guard holds(cause) else { return }
        events[cause, default: Event()].effects.insert(effect)
        if events.count > 2 * Self.most { shrink(to: Self.most) }
    }

    private mutating func shrink(to count: Int) {
        guard events.count > count else { return }
        let sorted = events.keys.sorted()
        ceiling = min(ceiling, sorted[count])
        events = events.filter { $0.key < ceiling }
    }

    mutating func merge(_ other: StageSample) {
        ceiling = min(ceiling, other.ceiling)
        events.merge(other.events) { a, b in Event(stages: a.stages.union(b.stages), effects: a.effects.union(b.effects)) }
        events = events.filter { $0.key < ceiling }
        if events.count > 2 * Self.most { shrink(to: Self.most) }
    }

    /// For each stage, how many events of the sample passed it, and how many of those went on to each service. Call on the
    /// whole.
    func successors() -> [UInt64: (events: Int, services: [UInt64: Int])] {
        var whole = self
        whole.shrink(to: Self.most)
        var result: [UInt64: (events: Int, services: [UInt64: Int])] = [:]
        for event in whole.events.values {
            for stage in event.stages {
                result[stage, default: (0, [:])].events += 1
                for service in event.effects { result[stage]?.services[service, default: 0] += 1 }
            }
        }
        return result
    }
}
