import CivicModel

/// Bounds from hops and health answers become a clock per service.
struct ClockReport {
    /// By name of service.
    private(set) var clocks: [ServiceClock] = []
    /// Pairs of services that mention the same event, in the direction in which it went.
    private(set) var directions: Set<PartitionFold.Pair> = []
    /// Pairs of services that mention the same event and neither of which is first nearly always, in the commoner direction.
    private(set) var undecided: Set<PartitionFold.Pair> = []

    /// Pairs of services the second of which does something because of the first.
    private var caused: Set<PartitionFold.Pair> = []

    /// A likely transit is at least this uncertain, nanoseconds.
    private static let leastSlack: Int64 = 5_000_000
    /// A record may be written this much after what it tells of, nanoseconds; where hops vary, as much as they do, up to the
    /// longest: who says that it sent something may say so after it was taken.
    private static let logLag: Int64 = 5_000_000
    private static let longestLag: Int64 = 50_000_000
    /// Fewer hops than this may all be ids that were paired by mistake.
    private static let fewestPairs = 5
    /// Fewer hops than this do not show how transits vary.
    private static let leastPairs = 30
    private static let zoneStep = DelayTails.zoneStep

    /// - Parameters:
    ///   - statistics: pairs are places in `stageServices`.
    ///   - services: all that get a clock, sorted.
    init(
        _ statistics: [HopStatistics], stageServices: [String], services: [String], span: RunSpan, health: HealthLog,
        resolutions: [String: Int64]
    ) {
        let place = Dictionary(uniqueKeysWithValues: services.enumerated().map { ($1, $0) })
        func node(_ service: Int) -> Int { place[stageServices[service]] ?? 0 }
        let observer = services.count
        let rates = Self.rates(
            statistics, stageServices: stageServices, services: services, span: span, resolutions: resolutions)
        var statistics = statistics
        if !rates.isSteady {
            statistics = statistics.map {
                $0.undrifted(from: rates.lines[node($0.pair.from)], to: rates.lines[node($0.pair.to)])
            }
        }
        var bounds: [ClockBound] = []
        for pair in direct(statistics) {
            let (from, to) = (node(pair.pair.from), node(pair.pair.to))
            let drift = rates.lines[from].error &+ rates.lines[to].error
            // Transits do not vary by what a clock jumped.
            let leasts = pair.bins.lazy.filter { $0.count > 0 }.map(\.least).sorted()
            let floor = ClockSolver.usualFloor(leasts)
            let least = leasts.first { $0 >= floor } ?? 0
            let slack = pair.count < Self.leastPairs ? nil : max(Self.leastSlack, pair.median &- least)
            // Two records about one event do not say which was written when it left: one that publishes may say so later.
            let spread = pair.median &- least
            let lag =
                (pair.sharesEvent ? max(4 * Self.logLag, spread) : min(max(Self.logLag, spread), Self.longestLag)) &+ drift
            for (bins, isArrival) in [(pair.bins, false), (pair.arrivals, true)] {
                for (index, bin) in bins.enumerated() where bin.count > 0 {
                    bounds.append(
                        ClockBound(
                            from: from, to: to, bin: index, isArrival: isArrival, atMost: bin.least &+ lag, count: bin.count,
                            slack: slack.map { $0 &+ lag }, proof: bin.leastHop))
                }
            }
        }
        let guessed = span.assumedZones.subtracting(Self.confirmedZones(statistics, stageServices, assumed: span.assumedZones))
        bounds += Self.healthBounds(
            health, place: place, observer: observer, span: span, guessedZones: guessed, lines: rates.lines)

        var resolution = services.map { resolutions[$0] ?? 1_000_000 }
        resolution.append(1_000_000)
        let solver = ClockSolver(
            services: services.count + 1, bounds: bounds, resolution: resolution,
            edges: (0...span.binCount).map(span.time(ofBin:)),
            drifting: Set(rates.lines.indices.filter { rates.lines[$0].slope != 0 }))
        let solution = solver.solve()
        clocks = services.enumerated().map { index, name in
            Self.clock(
                name, index, solution, rates.lines[index], services: services + ["the observer of health"], span: span)
        }
    }

    /// How fast clocks run, by the ways of which it is certain where they lead.
    private static func rates(
        _ statistics: [HopStatistics], stageServices: [String], services: [String], span: RunSpan, resolutions: [String: Int64]
    ) -> ClockRates {
        let place = Dictionary(uniqueKeysWithValues: services.enumerated().map { ($1, $0) })
        let length = span.end &- span.start
        let ways = statistics.compactMap { hops -> ClockWay? in
            let (from, to) = (stageServices[hops.pair.from], stageServices[hops.pair.to])
            guard from != to, !hops.isUndirected, let a = place[from], let b = place[to] else { return nil }
            return ClockWay(
                hops, from: a, to: b, resolution: (resolutions[from] ?? 1_000_000) &+ (resolutions[to] ?? 1_000_000),
                length: length)
        }
        let middle = span.start &+ length / 2
        return ClockRates(ways, references: services.map { middle &+ (span.shifts[$0] ?? 0) }, length: length)
    }

    /// The hops between two services in the direction in which they went, without those that nothing tells it of.
    private mutating func direct(_ all: [HopStatistics]) -> [HopStatistics] {
        let all = all.filter { $0.pair.from != $0.pair.to && $0.count >= Self.fewestPairs }
        var pairs = all.filter { !$0.isUndirected }
        directions = Set(pairs.filter(\.sharesEvent).map(\.pair))
        caused = Set(pairs.filter { !$0.sharesEvent }.map(\.pair))
        for pair in all where pair.sharesEvent && pair.isUndirected {
            guard let directed = Self.directed(pair) else {
                undecided.insert(pair.forward * 2 >= pair.count ? pair.pair : pair.reversed.pair)
                continue
            }
            directions.insert(directed.pair)
            pairs.append(directed)
        }
        // From whoever mentions an event to what another did about it, which holds unless that other has published it.
        for pair in all where !pair.sharesEvent && pair.isUndirected {
            let turned = PartitionFold.Pair(from: pair.pair.to, to: pair.pair.from)
            if directions.contains(pair.pair) || !directions.contains(turned) && Self.directed(pair)?.pair == pair.pair {
                pairs.append(pair)
            }
        }
        return pairs
    }

    /// Whether an event that both services mention went from the first to the second: as such events did, or else as others that the
    /// first caused there.
    func leads(_ from: Int, _ to: Int) -> Bool {
        let (pair, turned) = (PartitionFold.Pair(from: from, to: to), PartitionFold.Pair(from: to, to: from))
        if directions.contains(pair) || directions.contains(turned) { return directions.contains(pair) }
        if caused.contains(pair) != caused.contains(turned) { return caused.contains(pair) }
        return undecided.contains(pair)
    }

    /// The pair in the direction in which events went, by time; nil when it does not tell.
    private static func directed(_ pair: HopStatistics) -> HopStatistics? {
        // A missing zone is a multiple of a quarter of an hour: what remains of the delay tells.
        let median = pair.median
        let zones = DelayTails.zones(in: median)
        if zones != 0 {
            let residual = median - zones
            if abs(residual) < zoneStep / 4 { return residual >= 0 ? pair : pair.reversed }
            return nil
        }
        // Where neither is first most of the time, what is late may as well be the record of having sent it.
        let isForward = pair.forward * 20 >= pair.count * 19
        guard isForward || pair.forward * 20 <= pair.count else { return nil }
        switch pair.lean {
        case .forward: return pair
        case .backward: return pair.reversed
        case .unknown: return isForward ? pair : pair.reversed
        }
    }

    /// Services whose times name no zone and that exchange events with one whose times do, without a quarter of an hour between
    /// them: the zone was guessed right.
    private static func confirmedZones(
        _ statistics: [HopStatistics], _ services: [String], assumed: Set<String>
    ) -> Set<String> {
        var confirmed: Set<String> = []
        for pair in statistics where pair.count >= fewestPairs && abs(pair.median) < zoneStep / 2 {
            let (from, to) = (services[pair.pair.from], services[pair.pair.to])
            if !assumed.contains(to) { confirmed.insert(from) }
            if !assumed.contains(from) { confirmed.insert(to) }
        }
        return confirmed
    }

    private static func healthBounds(
        _ health: HealthLog, place: [String: Int], observer: Int, span: RunSpan, guessedZones: Set<String>,
        lines: [ClockRates.Line]
    ) -> [ClockBound] {
        struct Key: Hashable, Comparable {
            var service: Int
            var bin: Int
            static func < (a: Key, b: Key) -> Bool { (a.service, a.bin) < (b.service, b.bin) }
        }
        var bounds: [ClockBound] = []
        // By the observer's clock, and again by that of the service.
        for isArrival in [false, true] {
            var best: [Key: (low: Int64, high: Int64, count: Int)] = [:]
            for sample in HealthClock.samples(health) {
                // Where records name no zone, their times are not those of the clock that answers.
                guard let service = place[sample.service], !guessedZones.contains(sample.service) else { continue }
                let shown = isArrival ? sample.time &+ sample.low / 2 &+ (sample.high ?? sample.low) / 2 : sample.time
                let key = Key(service: service, bin: span.bin(shown))
                let line = lines[service]
                let own = sample.time &+ sample.low / 2 &+ (sample.high ?? sample.low) / 2
                let (gain, error) = (line.gain(at: own), line.error)
                var entry = best[key] ?? (.min, .max, 0)
                entry = (
                    max(entry.low, sample.low &- gain &- error),
                    min(entry.high, sample.high.map { $0 &- gain &+ error } ?? .max), entry.count + 1
                )
                best[key] = entry
            }
            // A clock that moves within one stretch bounds nothing there.
            for (key, entry) in best.sorted(by: { $0.key < $1.key }) where entry.low <= entry.high {
                if entry.high < .max {
                    bounds.append(
                        ClockBound(
                            from: observer, to: key.service, bin: key.bin, isArrival: isArrival, atMost: entry.high,
                            count: entry.count, slack: nil, proof: nil))
                }
                bounds.append(
                    ClockBound(
                        from: key.service, to: observer, bin: key.bin, isArrival: !isArrival, atMost: 0 &- entry.low,
                        count: entry.high < .max ? 0 : entry.count,
                        slack: nil, proof: nil))
            }
        }
        return bounds
    }

    private static func clock(
        _ name: String, _ index: Int, _ solution: ClockSolver.Solution, _ line: ClockRates.Line, services: [String],
        span: RunSpan
    ) -> ServiceClock {
        let finding = solution.findings[index]
        var clock = ServiceClock(service: name, quality: .none)
        clock.pairs = finding.pairs
        clock.component = services[finding.component]
        clock.provenLow = finding.provenLow.map { $0 &- line.error }
        clock.provenHigh = finding.provenHigh.map { $0 &+ line.error }
        for contradiction in solution.contradictions where contradiction.cycle.contains(index) {
            let names = contradiction.cycle.map { services[$0] }.joined(separator: " -> ")
            let sum = contradiction.bounds.reduce(Int64(0)) { $0 &+ $1.atMost }
            clock.contradictions.append("the hops \(names) take \(Self.seconds(sum)) s together, which no clocks allow")
        }
        // A few pairs that contradict thousands are mistaken pairs; the other way round nothing is known.
        let isDoubtful = solution.contradictions.contains { contradiction in
            contradiction.cycle.contains(index) && contradiction.bounds.allSatisfy { $0.count * 100 > finding.pairs }
        }
        guard let low = finding.low, let high = finding.high else {
            if isDoubtful { clock.quality = .contradictory }
            return clock
        }
        (clock.low, clock.high) = (low &- line.error, high &+ line.error)
        clock.offset = low / 2 &+ high / 2
        if line.slope != 0 {
            clock.drift = line.slope * 1e6
            clock.reference = Instant(nanoseconds: line.reference)
            clock.rivals = line.rivals.map { services[$0] }
        }
        switch (finding.isBoundedBelow, finding.isBoundedAbove) {
        case (true, true): clock.quality = high &- low <= 2_000_000 ? .exact : .bounded
        case (false, false): clock.quality = .none
        default: clock.quality = .oneSided
        }
        if isDoubtful { clock.quality = .contradictory }
        // On its own clock, which may be hours away; with what is known of the middle of the run.
        let shift = line.reference &- span.start &- (span.end &- span.start) / 2
        let whole = ServiceClock.Segment(
            from: Instant(nanoseconds: span.start &+ shift), to: Instant(nanoseconds: span.end &+ shift),
            offset: clock.offset ?? 0, low: clock.low ?? low, high: clock.high ?? high)
        var segments = finding.segments.isEmpty ? [whole] : []
        var at = 0
        for jump in finding.segments {
            if jump.bins.lowerBound > at { segments.append(Self.segment(whole, at, jump.bins.lowerBound, span)) }
            var moved = Self.segment(whole, jump.bins.lowerBound, jump.bins.upperBound + 1, span)
            (moved.low, moved.high) = (jump.low &- line.error, jump.high &+ line.error)
            moved.offset = jump.low / 2 &+ jump.high / 2
            segments.append(moved)
            at = jump.bins.upperBound + 1
        }
        if !finding.segments.isEmpty, at < span.binCount { segments.append(Self.segment(whole, at, span.binCount, span)) }
        let starts = segments.map(\.from.nanoseconds)
        for (place, (before, after)) in zip(segments, segments.dropFirst()).enumerated() {
            // The stretches are on the clock that jumped, which shows none or two of the times that it jumped over.
            let change = after.offset &- before.offset
            let (ahead, behind) = (max(0, before.offset, after.offset), min(0, before.offset, after.offset))
            clock.steps.append(
                .init(
                    after: Instant(nanoseconds: before.to.nanoseconds &- span.width &- ahead),
                    before: Instant(nanoseconds: after.from.nanoseconds &+ span.width &- behind), change: change,
                    low: after.low &- before.high, high: after.high &- before.low))
            // Whoever may have done the one may have undone it.
            let jump =
                finding.segments.first { span.time(ofBin: $0.bins.lowerBound) == starts[place + 1] }
                ?? finding.segments.first { span.time(ofBin: $0.bins.lowerBound) == starts[place] }
            // The observer has no clock that anybody could set right.
            clock.steps[clock.steps.count - 1].rivals = (jump?.rivals ?? []).filter { $0 + 1 < services.count }.map {
                services[$0]
            }
        }
        clock.segments = segments.map { segment in
            guard line.slope != 0 else { return segment }
            let gain = line.gain(at: segment.from.nanoseconds)
            var segment = segment
            segment.drift = line.slope
            (segment.offset, segment.low, segment.high) = (
                segment.offset &+ gain, segment.low &+ gain, segment.high &+ gain
            )
            return segment
        }
        return clock
    }

    private static func segment(_ whole: ServiceClock.Segment, _ from: Int, _ to: Int, _ span: RunSpan) -> ServiceClock.Segment
    {
        var segment = whole
        segment.from = Instant(nanoseconds: span.time(ofBin: from))
        segment.to = Instant(nanoseconds: span.time(ofBin: to))
        return segment
    }

    private static func seconds(_ nanoseconds: Int64) -> String {
        let millis = nanoseconds / 1_000_000
        let digits = String(abs(millis) % 1_000)
        return (millis < 0 ? "-" : "") + "\(abs(millis) / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// What to take off the times of `stageServices`.
    func corrections(_ stageServices: [String]) -> HopLatencies.Correction {
        let byName = Dictionary(clocks.map { ($0.service, $0) }, uniquingKeysWith: { a, _ in a })
        return HopLatencies.Correction(
            clocks: stageServices.map { byName[$0] ?? ServiceClock(service: $0, quality: .none) }, turned: directions,
            undecided: undecided)
    }
}
