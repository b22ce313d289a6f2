import CivicModel

/// Which events the next stage never took.
///
/// What follows an event is learnt from the others of its kind: where nearly all that a stage publishes moves a service to
/// act, one that does not is lost. An outage must not hide itself, so the usual share is that of the usual stretch of time.
/// What was published before the records of the service begin, its older files being gone, may have been taken for all that is known.
struct LossReport {
    /// Share of the events of a stage that must move a service before the others count as lost.
    static let reach = 0.99
    /// Fewest events of a stage.
    static let minimum = 100
    /// Share over the whole time below which nothing is expected, whatever the usual stretch shows.
    static let wholeReach = 0.8
    /// Shortest time after which an event is overdue, nanoseconds.
    static let leastDeadline: Int64 = 1_000_000_000

    private let folded: PartitionFold.Result
    private let stages: Stages
    private let span: RunSpan
    private let latencies: HopLatencies
    private let clocks: ClockReport
    private let isError: [Bool]

    /// - Parameter isError: by stage; an event that its publisher tells of as an error only was hardly published.
    init(
        _ folded: PartitionFold.Result, stages: Stages, span: RunSpan, latencies: HopLatencies, clocks: ClockReport,
        isError: [Bool]
    ) {
        self.isError = isError
        (self.folded, self.stages, self.span, self.latencies, self.clocks) = (folded, stages, span, latencies, clocks)
    }

    private struct Kind {
        var stages: Set<UInt32> = []
        var total = 0
        var bins = [Int](repeating: 0, count: Signature.binCount)
        /// By service that acts: events and stretches.
        var reached: [Int: (total: Int, bins: [Int])] = [:]
        var members: [(signature: Signature, services: Set<Int>)] = []

        mutating func add(_ other: Kind) {
            stages.formUnion(other.stages)
            total += other.total
            for i in bins.indices { bins[i] += other.bins[i] }
            reached.merge(other.reached) { a, b in (a.total + b.total, zip(a.bins, b.bins).map { $0 + $1 }) }
            members += other.members
        }
    }

    /// Returns the services whose losses are known event by event.
    func fill(_ correlation: inout Correlation) -> Set<Int> {
        var covered: Set<Int> = []
        let correction = clocks.corrections(stages.services)
        for (stage, kind) in pooled(kinds()) where kind.total >= Self.minimum {
            let publisher = stages.list[Int(stage)].service
            for (service, reached) in kind.reached.sorted(by: { $0.key < $1.key }) {
                correlation.reaches.append(
                    .init(
                        from: stages.services[publisher], to: stages.services[service],
                        template: stages.list[Int(stage)].text, reached: reached.total, total: kind.total))
            }
            for (service, reached) in kind.reached.sorted(by: { $0.key < $1.key }) {
                let known = known(service, from: publisher, correction)
                let (expected, arrived) = (Self.sum(kind.bins[known...]), Self.sum(reached.bins[known...]))
                guard known == 0 || expected >= Self.minimum,
                    Self.isExpected(
                        arrived, of: expected, bins: Array(reached.bins[known...]), of: Array(kind.bins[known...]))
                else { continue }
                covered.insert(service)
                let deadline = Self.deadline(from: publisher, to: service, latencies)
                let end = (span.lastTimes[stages.services[service]] ?? span.end) &- correction.offset(service, at: span.end)
                let begin =
                    span.start(of: stages.services[publisher]) &+ Int64(known)
                    &* Signature.binWidth(from: span.start, to: span.end)
                var missing = 0
                var undecided = 0
                var early = 0
                var marks = BottomMarks()
                for (signature, services) in kind.members where !services.contains(service) {
                    let before = signature.bins[..<known].reduce(0) { $0 + Int($1) }
                    early += before
                    missing += signature.count - before
                    for mark in signature.marks.marks where known == 0 || mark.time >= begin { marks.insert(mark) }
                    // Of the record that the fold took for the first.
                    let shown = stages.list[Int(signature.publisher ?? signature.stages[0])].service
                    let open = signature.latest.filter { known == 0 || $0 >= begin }
                        .map { $0 &- correction.offset(shown, at: $0) }.filter { $0 &+ deadline > end }
                    undecided += open.count
                    if known == 0 {
                        correlation.mishaps?.add(lost: signature.hash, at: stages.services[service], undecided: open)
                    }
                }
                correlation.expectations.append(
                    Expectation(
                        from: stages.services[publisher], to: stages.services[service], total: kind.total,
                        reached: reached.total, stages: Set(kind.stages.map { stages.key(of: Int($0)) }),
                        begin: known > 0 ? begin : .min, end: end, deadline: deadline))
                correlation.lost += missing - undecided
                correlation.censored += undecided + early
                if early > 0 { correlation.openByStart[stages.services[service], default: 0] += early }
                note(
                    &correlation, service: service, stage: Int(stage), expected: expected - undecided,
                    lost: missing - undecided, marks: marks)
            }
        }
        return covered
    }

    private func note(
        _ correlation: inout Correlation, service: Int, stage: Int, expected: Int, lost: Int, marks: BottomMarks
    ) {
        let name = stages.services[service]
        let from = stages.services[stages.list[stage].service]
        if let hop = correlation.hops.firstIndex(where: { $0.from == from && $0.to == name }) {
            correlation.hops[hop].lost += lost
        }
        var counter = PartitionFold.Counter(population: expected, violations: lost)
        if lost > 0 { counter.marks = marks }
        correlation.add(.delivery, of: name, counter) { "\(from) published \($0) here, and \(name) never took it" }
    }

    /// The first of the stretches that a service is known to have been recorded in, counted on the clock of who publishes for it.
    private func known(_ service: Int, from publisher: Int, _ correction: HopLatencies.Correction) -> Int {
        guard let first = span.firstTimes[stages.services[service]] else { return 0 }
        let time = first &- correction.offset(service, at: first) &+ correction.offset(publisher, at: first)
        let start = span.start(of: stages.services[publisher])
        let width = Signature.binWidth(from: span.start, to: span.end)
        guard time &- start >= width else { return 0 }
        return min(Signature.binCount - 1, Int((time &- start) / width) + 1)
    }

    private static func sum(_ bins: ArraySlice<Int>) -> Int { bins.reduce(0, +) }

    /// Stages of too few events to say anything, together by service and type: a message that holds a name or a number plate makes many
    /// stages of one. By the first stage of each.
    private func pooled(_ kinds: [UInt32: Kind]) -> [(key: UInt32, value: Kind)] {
        struct Pool: Hashable {
            var service: Int
            var type: String
        }
        var result: [UInt32: Kind] = [:]
        var firsts: [Pool: UInt32] = [:]
        for (stage, kind) in kinds.sorted(by: { $0.key < $1.key }) where !isError[Int(stage)] {
            if kind.total >= Self.minimum {
                result[stage] = kind
                continue
            }
            let pool = Pool(service: stages.list[Int(stage)].service, type: stages.list[Int(stage)].type)
            let first = firsts[pool] ?? stage
            firsts[pool] = first
            result[first, default: Kind()].add(kind)
        }
        return result.sorted { $0.key < $1.key }
    }

    /// Events by the stage that published them.
    private func kinds() -> [UInt32: Kind] {
        var kinds: [UInt32: Kind] = [:]
        let takers = takers()
        for signature in folded.signatures.values {
            let stage = publisher(of: signature)
            // Whoever published it is not there to say so.
            if takers.contains(stage) { continue }
            let own = stages.list[Int(stage)].service
            var services = Set(signature.children.map(Int.init))
            for other in signature.stages where other != stage {
                let service = stages.list[Int(other)].service
                if service != own { services.insert(service) }
            }
            var kind = kinds[stage] ?? Kind()
            kind.stages.insert(stage)
            kind.total += signature.count
            for i in kind.bins.indices { kind.bins[i] += Int(signature.bins[i]) }
            for service in services {
                var reached = kind.reached[service] ?? (0, [Int](repeating: 0, count: Signature.binCount))
                reached.total += signature.count
                for i in reached.bins.indices { reached.bins[i] += Int(signature.bins[i]) }
                kind.reached[service] = reached
            }
            kind.members.append((signature, services))
            kinds[stage] = kind
        }
        return kinds
    }

    /// Stages that are about events which others publish, where those log them: most of what they are about beside the stage of
    /// another service. Where that is missing, sampled or gone with an older file, they are no publishers for it.
    private func takers() -> Set<UInt32> {
        var counts: [UInt32: (beside: Int, taken: Int)] = [:]
        for signature in folded.signatures.values where signature.stages.count > 1 {
            let publisher = publisher(of: signature)
            let own = stages.list[Int(publisher)].service
            guard signature.stages.contains(where: { stages.list[Int($0)].service != own }) else { continue }
            for stage in signature.stages {
                counts[stage, default: (0, 0)].beside += signature.count
                if stages.list[Int(stage)].service != own { counts[stage, default: (0, 0)].taken += signature.count }
            }
        }
        return Set(
            counts.filter { $0.value.beside >= PublisherEvidence.minimum && $0.value.taken * 10 >= $0.value.beside * 9 }.keys)
    }

    /// The stage that names a cause, else the one from which the event went to all others, else the first by name; of what its
    /// service says of the event rather no error.
    private func publisher(of signature: Signature) -> UInt32 {
        let stage = first(of: signature)
        guard isError[Int(stage)] else { return stage }
        let service = stages.list[Int(stage)].service
        return signature.stages.first { stages.list[Int($0)].service == service && !isError[Int($0)] } ?? stage
    }

    private func first(of signature: Signature) -> UInt32 {
        if let publisher = signature.publisher { return publisher }
        for stage in signature.stages {
            let from = stages.list[Int(stage)].service
            let isFirst = signature.stages.allSatisfy { other in
                let to = stages.list[Int(other)].service
                return to == from || clocks.leads(from, to)
            }
            if isFirst { return stage }
        }
        return signature.stages[0]
    }

    /// Whether what reached a service of all that could is so near all that the rest counts as lost.
    static func isExpected(
        _ reached: Int, of total: Int, bins reachedBins: [Int], of bins: [Int], reach: Double = Self.reach
    ) -> Bool {
        let share = Double(reached) / Double(max(1, total))
        if share >= reach { return true }
        guard share >= wholeReach else { return false }
        // The usual stretch: the median over stretches, each long enough to have some events.
        var shares: [Double] = []
        var (some, all) = (0, 0)
        for (part, whole) in zip(reachedBins, bins) {
            some += part
            all += whole
            if all >= 10 {
                shares.append(Double(some) / Double(all))
                (some, all) = (0, 0)
            }
        }
        shares.sort()
        return shares.count >= 4 && shares[shares.count / 2] >= reach
    }

    /// Time after which an event is overdue, of which all but one in a thousand take so many nanoseconds.
    static func deadline(slowest: Int64) -> Int64 { max(leastDeadline, slowest > .max / 8 ? .max / 4 : slowest * 3) }

    /// Time after which an event of one service is overdue at another.
    static func deadline(from: Int, to: Int, _ latencies: HopLatencies) -> Int64 {
        let pair = PartitionFold.Pair(from: from, to: to)
        guard let entry = latencies.entry(of: pair), entry.count > 0 else { return leastDeadline }
        return deadline(slowest: Int64(clamping: entry.histogram.valueAtPercentile(99.9)) * 1_000)
    }
}
