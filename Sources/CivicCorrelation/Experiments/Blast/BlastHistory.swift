/// What chains of quiet times look like, by fault and kind: how often they get to a service, how long that takes, what it says
/// last, and how often it says it. Merges in any order.
struct BlastHistory: Sendable {
    struct ServiceKey: Hashable, Sendable {
        var fault: Int
        var kind: Int
        var service: Int
    }

    struct StageKey: Hashable, Sendable {
        var fault: Int
        var kind: Int
        var stage: UInt32
    }

    /// Chains at one service.
    struct Arrivals: Sendable {
        var count = 0
        /// Of those without an error: by the size of the time from the chain's beginning to the last word of the service.
        var times = [UInt32](repeating: 0, count: TimeSize.count)
    }

    /// Chains without an error at the service of the stage, which have the stage.
    struct Step: Sendable {
        var count = 0
        /// Those of which the service says nothing more.
        var last = 0
        /// By how often it is said, from 1; the last is of that and more.
        var rounds = [UInt32](repeating: 0, count: Self.most)

        static let most = 32
    }

    /// By fault, then kind.
    private(set) var chains: [[Int]]
    private(set) var arrivals: [ServiceKey: Arrivals] = [:]
    private(set) var steps: [StageKey: Step] = [:]

    init(faults: Int, kinds: Int) { chains = Array(repeating: Array(repeating: 0, count: kinds), count: faults) }

    /// Times below a microsecond are of one size.
    static func size(_ nanoseconds: Int64) -> Int { TimeSize.of(UInt64(max(nanoseconds, 1_000))) }

    /// Counts a chain of the quiet time before a fault.
    mutating func add(_ chain: BlastChain, since start: Int64, fault: Int, _ frame: BlastChain.Frame) {
        chains[fault][chain.kind] += 1
        for arrival in chain.arrivals {
            let key = ServiceKey(fault: fault, kind: chain.kind, service: arrival.service)
            arrivals[key, default: Arrivals()].count += 1
            if arrival.failed { continue }
            arrivals[key]?.times[Self.size(arrival.last &- start)] += 1
            for step in chain.steps where frame.services[Int(step.stage)] == arrival.service {
                let key = StageKey(fault: fault, kind: chain.kind, stage: step.stage)
                steps[key, default: Step()].count += 1
                steps[key]?.rounds[min(step.times, Step.most) - 1] += 1
                if step.stage == arrival.final { steps[key]?.last += 1 }
            }
        }
    }

    mutating func merge(_ other: BlastHistory) {
        for fault in chains.indices {
            for kind in chains[fault].indices { chains[fault][kind] += other.chains[fault][kind] }
        }
        arrivals.merge(other.arrivals) { a, b in
            var a = a
            a.count += b.count
            for i in a.times.indices { a.times[i] += b.times[i] }
            return a
        }
        steps.merge(other.steps) { a, b in
            var a = a
            (a.count, a.last) = (a.count + b.count, a.last + b.last)
            for i in a.rounds.indices { a.rounds[i] += b.rounds[i] }
            return a
        }
    }
}
