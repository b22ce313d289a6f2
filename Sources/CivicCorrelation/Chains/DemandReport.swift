import CivicModel

/// Services that handled nothing while others sent them events: silence that no lack of work explains.
///
/// Of the events that were sent early enough in the silence, at least half are handled in the time that was left, as a rule; that
/// none of so many was is chance of less than one in a thousand. Who handles in batches pauses like that all day, and is no concern:
/// the pause must be rare in the service's own history, too, and so must be the time that passes in others half as long.
struct DemandReport {
    /// Shorter silences are nobody's concern, nanoseconds.
    static let shortest: Int64 = 10_000_000_000
    /// What is taken for chance.
    static let chance = 1e-3
    /// Events that the median of the ways from their sender would have brought: half of them, each.
    static let share = 0.5

    /// Share of the recording that passes in pauses half as long where it is how the service works.
    static let pausing = 0.25

    /// Share of the records of a service that must name events.
    static let leastCoverage = 0.8

    private let statistics: [HopStatistics]
    private let said: ServiceActivity
    private let coverage: [Double]
    private let stages: Stages
    private let span: RunSpan
    private let clocks: ClockReport

    /// - Parameters:
    ///   - statistics: on the clocks of the services.
    ///   - said: when services told of events that others mention: who tries and fails is not silent.
    ///   - coverage: by service, which share of its records names events. Where many do not, nobody can tell when it stands still.
    init(
        _ statistics: [HopStatistics], said: ServiceActivity, coverage: [Double], stages: Stages, span: RunSpan,
        clocks: ClockReport
    ) {
        (self.said, self.coverage) = (said, coverage)
        (self.statistics, self.stages, self.span, self.clocks) = (statistics, stages, span, clocks)
    }

    /// Whether it is no chance that none of `events` came, each of which comes with a probability.
    static func isSilence(events: Int, share: Double) -> Bool {
        var chance = 1.0
        for _ in 0..<min(events, 1_000) where chance >= Self.chance { chance *= 1 - share }
        return chance < Self.chance
    }

    private struct Gap {
        /// Stretches, on the clock of the service.
        var bins: Range<Int>
        /// Events that were sent to it meanwhile and handled later.
        var events = 0
        /// Those that should have been handled.
        var due = 0
        var example: HopStatistics.Extreme?
    }

    func fill(_ correlation: inout Correlation) {
        let correction = clocks.corrections(stages.services)
        let ways = statistics.compactMap(directed)
        for service in stages.services.indices {
            // Of clocks that contradict each other nobody can say when anything was.
            let sent = ways.filter { $0.hops.pair.to == service && !isContradictory($0.hops.pair) }
            let active = activity(of: service)
            let demand = (0..<span.binCount).map { bin in sent.reduce(0) { $0 + $1.hops.bins[bin].count } }
            let stretches = demand.count { $0 > 0 }
            guard coverage[service] >= Self.leastCoverage, sent.reduce(0, { $0 + $1.hops.count }) >= LossReport.minimum else {
                continue
            }
            let gaps = gaps(active).map { judged($0, sent, service, correction) }.filter {
                Self.isSilence(events: $0.due, share: Self.share)
            }
            let key = Correlation.CheckKey(service: stages.services[service], check: .silence)
            var count = Correlation.CheckCount()
            count.population = stretches
            count.violations = min(stretches, gaps.reduce(0) { $0 + $1.bins.count })
            for gap in gaps.sorted(by: { ($1.bins.count, $0.bins.lowerBound) < ($0.bins.count, $1.bins.lowerBound) }).prefix(3)
            {
                let what = text(gap)
                if count.example.isEmpty { count.example = what }
                guard let example = gap.example else { continue }
                count.incidents.append(
                    .init(
                        check: .silence, service: key.service, id: IDDisplay.text(example.key),
                        time: Instant(nanoseconds: example.time), what: "sent while \(key.service) handled nothing for \(what)",
                        source: Int(example.place >> 42), line: Int(example.line), byte: Int(example.place & (1 << 42 - 1))))
            }
            correlation.checks[key] = count
        }
    }

    private func isContradictory(_ pair: PartitionFold.Pair) -> Bool {
        let names = [stages.services[pair.from], stages.services[pair.to]]
        return clocks.clocks.contains { $0.quality == .contradictory && names.contains($0.service) }
    }

    /// The hops of a pair from the sender to the receiver; nil where nobody can tell which is which.
    private func directed(_ way: HopStatistics) -> Way? {
        let (from, to) = (way.pair.from, way.pair.to)
        if from == to { return nil }
        if !way.isUndirected && !way.sharesEvent || clocks.leads(from, to) { return Way(hops: way) }
        return clocks.leads(to, from) ? Way(hops: way.reversed, turned: way) : nil
    }

    private struct Way {
        var hops: HopStatistics
        /// As they were counted, where that is from the receiver to the sender.
        var turned: HopStatistics?

        /// The hop that waited longest of those that were sent in a stretch, or that were taken up in it where they are turned.
        func slowest(sent bin: Int, taken: Int) -> HopStatistics.Extreme? {
            guard let turned else { return hops.bins[bin].mostHop }
            return taken < turned.bins.count && turned.bins[taken].count > 0 ? turned.bins[taken].leastHop : nil
        }
    }

    /// By stretch, on the service's clock: whether it handled, sent or said anything.
    private func activity(of service: Int) -> [Bool] {
        var active = (0..<span.binCount).map { said.contains(service, $0) }
        for way in statistics {
            for bin in active.indices {
                if way.pair.to == service, way.arrivals[bin].count > 0 { active[bin] = true }
                if way.pair.from == service, way.bins[bin].count > 0 { active[bin] = true }
            }
        }
        return active
    }

    /// Runs of stretches without anything, between others, that are long and rare.
    private func gaps(_ active: [Bool]) -> [Gap] {
        let bins = active.indices.filter { active[$0] }
        var gaps: [Gap] = []
        for (a, b) in zip(bins, bins.dropFirst()) where b - a > 2 && Int64(b - a - 1) * span.width >= Self.shortest {
            var pauses = Pauses(judging: Int64(b - a))
            var others = 0
            for (c, d) in zip(bins, bins.dropFirst()) {
                pauses.add(Int64(d - c))
                if c != a, (d - c) * 2 >= b - a { others += d - c }
            }
            let whole = (bins.last ?? 0) - (bins.first ?? 0)
            if pauses.isUnusual, Double(others) < Self.pausing * Double(whole) { gaps.append(Gap(bins: a + 1..<b)) }
        }
        return gaps
    }

    /// A gap with what was sent in it.
    private func judged(_ gap: Gap, _ sent: [Way], _ service: Int, _ correction: HopLatencies.Correction) -> Gap {
        var gap = gap
        let (start, end) = (span.time(ofBin: gap.bins.lowerBound), span.time(ofBin: gap.bins.upperBound))
        for sending in sent {
            let way = sending.hops
            // The gap on the sender's clock.
            let shift = correction.offset(way.pair.from, at: start) &- correction.offset(service, at: start)
            let usual = max(
                0, way.median &- correction.offset(service, at: start) &+ correction.offset(way.pair.from, at: start))
            for bin in way.bins.indices where way.bins[bin].count > 0 {
                let (from, until) = (span.time(ofBin: bin) &- shift, span.time(ofBin: bin + 1) &- shift)
                guard from >= start, until <= end else { continue }
                gap.events += way.bins[bin].count
                if until &+ usual <= end { gap.due += way.bins[bin].count }
                guard let slowest = sending.slowest(sent: bin, taken: gap.bins.upperBound) else { continue }
                if gap.example.map({ (slowest.time, slowest.key) < ($0.time, $0.key) }) ?? true { gap.example = slowest }
            }
        }
        return gap
    }

    private func text(_ gap: Gap) -> String {
        let seconds = Int64(gap.bins.count) * span.width / 1_000_000_000
        let since = Instant(nanoseconds: span.time(ofBin: gap.bins.lowerBound)).formatted(digits: 0)
        return "\(seconds) s from \(since), in which \(gap.events) events were sent to it"
    }
}
