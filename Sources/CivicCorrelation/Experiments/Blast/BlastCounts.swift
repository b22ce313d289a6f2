/// What became of chains, by the stretch of time in which they began and by the step that they began with. Merges in any order.
struct BlastCounts: Sendable {
    /// Chains of one kind at one service.
    struct Tally: Sendable {
        /// By outcome.
        var outcomes = [Int](repeating: 0, count: BlastUsual.Outcome.allCases.count)
        /// By second in which they began: those that went wrong.
        var bad: [Int64: Int] = [:]

        var wrong: Int { outcomes.dropFirst().reduce(0, +) }
        subscript(_ outcome: BlastUsual.Outcome) -> Int { outcomes[outcome.rawValue] }

        mutating func merge(_ other: Tally) {
            for i in outcomes.indices { outcomes[i] += other.outcomes[i] }
            bad.merge(other.bad, uniquingKeysWith: +)
        }
    }

    /// Chains of one kind in one period.
    struct Kind: Sendable {
        var chains = 0
        /// By second in which they began.
        var seconds: [Int64: Int] = [:]
        /// By place of service, of those that the kind usually gets to.
        var services: [Int: Tally] = [:]

        mutating func merge(_ other: Kind) {
            chains += other.chains
            seconds.merge(other.seconds, uniquingKeysWith: +)
            services.merge(other.services) { a, b in
                var a = a
                a.merge(b)
                return a
            }
        }
    }

    let periods: BlastPeriods
    let usual: BlastUsual
    let services: [String]
    /// By stretch of each fault, and then by kind.
    private(set) var kinds: [[Kind]]

    init(_ periods: BlastPeriods, usual: BlastUsual, kinds: BlastKinds, services: [String]) {
        (self.periods, self.services, self.usual) = (periods, services, usual)
        self.kinds = Array(
            repeating: Array(repeating: Kind(), count: kinds.services.count),
            count: BlastPeriods.Stretch.allCases.count * periods.faults.count)
    }

    mutating func merge(_ other: BlastCounts) {
        for period in kinds.indices {
            for kind in kinds[period].indices { kinds[period][kind].merge(other.kinds[period][kind]) }
        }
    }

    /// Chains of one stretch of a fault, by kind.
    func kinds(_ stretch: BlastPeriods.Stretch, of fault: Int) -> [Kind] { kinds[Self.place(stretch, fault)] }

    private static func place(_ stretch: BlastPeriods.Stretch, _ fault: Int) -> Int {
        fault * BlastPeriods.Stretch.allCases.count + stretch.rawValue
    }

    /// Counts a chain that began at a time.
    mutating func add(
        _ chain: BlastChain, since start: Int64, fault: Int, _ stretch: BlastPeriods.Stretch, _ frame: BlastChain.Frame
    ) {
        let kind = usual.kind(chain.kind, fault: fault)
        let (place, second) = (Self.place(stretch, fault), start / 1_000_000_000)
        kinds[place][kind].chains += 1
        kinds[place][kind].seconds[second, default: 0] += 1
        guard usual.chains(kind, fault: fault) >= BlastUsual.enough else { return }
        for service in usual.reached(kind, fault: fault) {
            let outcome = usual.outcome(of: chain, as: kind, at: service, since: start, fault: fault, frame)
            kinds[place][kind].services[service, default: Tally()].outcomes[outcome.rawValue] += 1
            if outcome != .fine { kinds[place][kind].services[service]?.bad[second, default: 0] += 1 }
        }
    }
}
