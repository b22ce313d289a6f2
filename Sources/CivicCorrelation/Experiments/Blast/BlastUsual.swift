/// What is usual for chains of one kind before a fault, and so, what of a chain went wrong.
struct BlastUsual: Sendable {
    /// What became of a chain at a service.
    enum Outcome: Int, CaseIterable, Sendable {
        case fine
        /// It never got there.
        case missing
        /// It met an error there.
        case failed
        /// The service began, and neither what it usually says last is there nor anything else that ends its part.
        case stuck
        /// The service says something more often than it says it of all but one in a hundred.
        case repeated
        /// It was done there later than twice what all but one in a hundred took.
        case late
    }

    /// Fewer quiet chains of a kind do not tell what is usual.
    static let enough = 20
    /// A kind that reaches a service less often need not reach it.
    static let usually = 0.5
    /// Share of the chains at a service that must have the stage which is its last word, for the others to count as stuck.
    private static let concludes = 0.95

    private struct Service: Sendable {
        var share = 0.0
        /// Largest size of time that is not late.
        var time = TimeSize.count - 1
        /// What is said last; nil: now this and now that.
        var final: UInt32?
    }

    /// By fault: the kind that chains of a kind are counted with.
    private let adopted: [[Int]]
    private let chains: [[Int]]
    private let services: [BlastHistory.ServiceKey: Service]
    /// How often a stage is usually said; where it is not known, any number is usual.
    private let rounds: [BlastHistory.StageKey: Int]
    /// What is nearly always the last word of its service, such as a refusal: whatever else is missing, that is an end.
    private let ends: Set<BlastHistory.StageKey>
    /// By fault and kind: services that it usually reaches.
    private let reached: [[[Int]]]

    init(_ history: BlastHistory, _ frame: BlastChain.Frame) {
        chains = history.chains
        var services: [BlastHistory.ServiceKey: Service] = [:]
        for (key, arrivals) in history.arrivals where history.chains[key.fault][key.kind] > 0 {
            services[key] = Service(
                share: Double(arrivals.count) / Double(history.chains[key.fault][key.kind]), time: Self.time(arrivals.times))
        }
        var rounds: [BlastHistory.StageKey: Int] = [:]
        var most: [BlastHistory.ServiceKey: (last: Int, stage: UInt32)] = [:]
        for (key, step) in history.steps {
            if step.count >= Self.enough, !frame.isAttempt[Int(key.stage)], let usual = TimeSize.nearlyAll(step.rounds) {
                rounds[key] = usual + 1
            }
            let place = BlastHistory.ServiceKey(fault: key.fault, kind: key.kind, service: frame.services[Int(key.stage)])
            let all = history.arrivals[place]?.times.reduce(0) { $0 + Int($1) } ?? 0
            guard all >= Self.enough, Double(step.count) >= Self.concludes * Double(all) else { continue }
            // The stages come in no order: of equals the one that stands first.
            if let best = most[place], (best.last, key.stage) > (step.last, best.stage) { continue }
            most[place] = (step.last, key.stage)
        }
        for (place, best) in most where best.last > 0 { services[place]?.final = best.stage }
        (self.services, self.rounds) = (services, rounds)
        ends = Set(history.steps.filter { $0.value.last * 10 >= $0.value.count * 9 }.keys)
        reached = history.chains.enumerated().map { fault, kinds in
            kinds.indices.map { kind in
                services.filter { $0.key.fault == fault && $0.key.kind == kind && $0.value.share >= Self.usually }
                    .map(\.key.service).sorted()
            }
        }
        adopted = history.chains.map { Self.adopted($0, frame.kinds.services) }
    }

    /// A service whose own step failed says other things than it says in quiet time, and its chains begin with those. Where nearly all
    /// that it begins in quiet time is of one kind, they would have been of that kind.
    private static func adopted(_ chains: [Int], _ beginnings: [Int]) -> [Int] {
        chains.indices.map { kind in
            guard chains[kind] < enough, beginnings[kind] >= 0 else { return kind }
            let own = chains.indices.filter { beginnings[$0] == beginnings[kind] }
            guard let foremost = own.max(by: { (chains[$0], $1) < (chains[$1], $0) }), chains[foremost] >= enough,
                chains[foremost] * 10 >= own.reduce(0, { $0 + chains[$1] }) * 9
            else { return kind }
            return foremost
        }
    }

    /// Twice the size that all but one in a hundred stay below, and no less than a tenth of a second, which clocks that are not
    /// known to the moment may make of nothing.
    private static func time(_ times: [UInt32]) -> Int {
        guard let usual = TimeSize.nearlyAll(times) else { return TimeSize.count - 1 }
        return min(max(usual + 4, BlastHistory.size(100_000_000)), TimeSize.count - 1)
    }

    /// Chains of a kind in the quiet time before a fault.
    func chains(_ kind: Int, fault: Int) -> Int { chains[fault][kind] }

    /// The share of the chains of a kind that get to a service.
    func share(_ kind: Int, _ service: Int, fault: Int) -> Double {
        services[.init(fault: fault, kind: kind, service: service)]?.share ?? 0
    }

    /// The kind that a chain which began during or just before a fault is counted with.
    func kind(_ kind: Int, fault: Int) -> Int { adopted[fault][kind] }

    /// Services that chains of a kind usually get to, by place.
    func reached(_ kind: Int, fault: Int) -> [Int] { reached[fault][kind] }

    func outcome(
        of chain: BlastChain, as kind: Int, at service: Int, since start: Int64, fault: Int, _ frame: BlastChain.Frame
    ) -> Outcome {
        guard let arrival = chain.arrivals.first(where: { $0.service == service }) else { return .missing }
        if arrival.failed { return .failed }
        guard let usual = services[.init(fault: fault, kind: kind, service: service)] else { return .fine }
        if let final = usual.final, !ends.contains(.init(fault: fault, kind: kind, stage: arrival.final)),
            !chain.steps.contains(where: { $0.stage == final })
        {
            return .stuck
        }
        for step in chain.steps where frame.services[Int(step.stage)] == service {
            let most = rounds[.init(fault: fault, kind: kind, stage: step.stage)] ?? .max
            if step.times > most, most < BlastHistory.Step.most { return .repeated }
        }
        let isLate = BlastHistory.size(arrival.last &- start &- arrival.jump) > usual.time
        return isLate ? .late : .fine
    }
}
