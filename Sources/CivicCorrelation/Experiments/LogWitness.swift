import CivicFormats
import CivicModel

/// Decides which records of a service are about a fault.
///
/// A record is a sign when it tells of trouble (at WARN and above, a server error, or words of failure) and its kind is specific
/// to the time of the fault: never seen elsewhere, or far more often than elsewhere. What is counted is not lines but the seconds
/// in which there are any, so that a burst of retries weighs no more than one. Ordinary errors that run all day are thereby none.
struct LogWitness {
    /// A kind of records with what is known of it inside and outside of the window.
    struct Candidate {
        var service: Int
        var kind: ObservedSystem.Kind
        var records: ArraySlice<TimeBins.Bin>
        /// Offset of the service's clock at the fault.
        var offset: Int64
        /// Seconds (or wider units) with a record: in the window, elsewhere, in the equal time before.
        var inside: Int
        var outside: Int
        var before: Int
        var linesBefore: Int
        var insideUnits: Double
        var outsideUnits: Double
        var beforeUnits: Double
        var namesFault: Bool
        /// The chance that the counts come about without a fault.
        var rateChance: Double
        /// The chance that a record is so near to the beginning or the end of the fault.
        var edgeChance: Double
        /// Lines are far more than in any other stretch as long.
        var isBurst: Bool

        var isNovel: Bool { outside == 0 && before == 0 }
        /// Both ways of being unusual may be tried.
        var chance: Double { min(1, 2 * min(rateChance, edgeChance)) }
        var lines: Int { records.reduce(0) { $0 + Int($1.count) } }

        /// How many times as often as elsewhere.
        var ratio: Double {
            guard outside > 0, outsideUnits > 0 else { return .infinity }
            return (Double(inside) / max(1, insideUnits)) / (Double(outside) / outsideUnits)
        }
        var ratioBefore: Double {
            guard before > 0, beforeUnits > 0 else { return .infinity }
            return (Double(inside) / max(1, insideUnits)) / (Double(before) / beforeUnits)
        }
    }

    /// Share of the discoveries among kinds seen before that may be false.
    static let falseRate = 0.1
    /// A kind that was never seen elsewhere needs less proof; but with hardly any time to compare with, novelty is none.
    static let novelChance = 0.1
    /// Nor does one that says a word of the fault need as much: what else there is to try has no part in it.
    static let namedChance = 0.2
    /// What is specific is said at least so many times as often.
    static let specificRatio = 5.0

    /// What a clock that nothing is known of may be off by, in nanoseconds.
    static let unknownClock: Int64 = 1_000_000_000

    let system: ObservedSystem
    let window: FaultWindow
    /// All windows of known faults: what happens there is no baseline.
    let excluded: [Range<Int64>]
    let keywords: [String]

    /// The kinds of each service that are about the fault, by service number.
    func accepted() -> [Int: [Candidate]] {
        var candidates: [Candidate] = []
        for index in system.services.indices { candidates += self.candidates(of: index) }
        let familiar = candidates.indices.filter { !candidates[$0].isNovel }
        let stands = SmallCounts.discoveries(familiar.map { candidates[$0].chance }, rate: Self.falseRate)
        var isDiscovery: Set<Int> = []
        for (place, i) in familiar.enumerated() where stands[place] { isDiscovery.insert(i) }
        var result: [Int: [Candidate]] = [:]
        for (i, candidate) in candidates.enumerated() {
            let isAccepted =
                candidate.isNovel
                ? candidate.rateChance <= Self.novelChance || candidate.edgeChance <= Self.novelChance / 2
                    || candidate.namesFault
                : candidate.ratioBefore > 2 && candidate.ratio >= Self.specificRatio
                    && (isDiscovery.contains(i) || candidate.namesFault && candidate.chance <= Self.namedChance)
                    || candidate.isBurst
            if isAccepted { result[candidate.service, default: []].append(candidate) }
        }
        return result
    }

    private func candidates(of index: Int) -> [Candidate] {
        let service = system.services[index]
        // A service of few words is compared with the whole run, since its own first and last word tell nothing of when it ran.
        guard let span = service.records >= 200 ? service.span : system.span else { return [] }
        return service.kinds.compactMap { kind -> Candidate? in
            guard Self.isTrouble(kind) else { return nil }
            // Of the offsets that a clock had meanwhile, the one by which most is said in the time of the fault; of equals the earliest.
            let readings = service.offsets(kind, from: window.start, to: window.until).map { signs(of: kind, service, at: $0) }
            guard var best = readings.first else { return nil }
            for other in readings where other.lines > best.lines { best = other }
            guard best.lines > 0 else { return nil }
            return candidate(
                index, kind, best.records, offset: best.offset, from: best.from, to: best.to, span: span)
        }
    }

    /// Records of the time of the fault, by one offset of the clock.
    private struct Signs {
        var offset: Int64
        var from: Int64
        var to: Int64
        var records: ArraySlice<TimeBins.Bin>
        var lines: Int { records.reduce(0) { $0 + Int($1.count) } }
    }

    private func signs(of kind: ObservedSystem.Kind, _ service: ObservedSystem.Service, at offset: Int64) -> Signs {
        // What is stamped in whole seconds may have been written after the fault began within that second.
        let from = FaultWindow.later(window.start, offset) &- slack(of: service)
        let to = FaultWindow.later(window.until, offset)
        return Signs(
            offset: offset, from: from, to: to, records: kind.times(at: offset).bins(in: from..<max(from, to)))
    }

    /// How long before it was possible a record may seem to be written, by its service's clock and stamps.
    func slack(of service: ObservedSystem.Service) -> Int64 {
        max(service.isClockKnown ? service.uncertainty(at: window.start) : Self.unknownClock, service.resolution)
    }

    /// Whether a kind of records tells of trouble at all.
    static func isTrouble(_ kind: ObservedSystem.Kind) -> Bool {
        if kind.isServerError || kind.level >= .warn { return true }
        return (kind.level == .none || kind.level == .info) && FailureWords.tellFailure(kind.text)
    }

    private func candidate(
        _ index: Int, _ kind: ObservedSystem.Kind, _ records: ArraySlice<TimeBins.Bin>, offset: Int64, from: Int64, to: Int64,
        span: ClosedRange<Int64>
    ) -> Candidate {
        let (far, near) = (kind.history.far, kind.times(at: offset))
        let unit = max(far.width, near.width)
        func units(_ range: Range<Int64>) -> Double { Double(max(0, range.upperBound &- range.lowerBound)) / Double(unit) }

        // Elsewhere: the coarse bins that touch no window of a fault.
        let skipped = excluded.map {
            (FaultWindow.later($0.lowerBound, offset) &- unit)..<FaultWindow.later($0.upperBound, offset)
        }
        var outside = 0
        var elsewhere = Episodes(unit: unit)
        var farCounts: [(start: Int64, count: Int)] = []
        far.forEach { start, bin in
            let time = bin.first.nanoseconds
            guard !skipped.contains(where: { $0.contains(time) }) else { return }
            outside += 1
            elsewhere.add(time)
            farCounts.append((start, Int(bin.count)))
        }
        let (low, high) = (FaultWindow.later(span.lowerBound, offset), FaultWindow.later(span.upperBound, offset))
        var outsideTime = max(0, high &- low)
        for range in Self.union(skipped) {
            outsideTime -= max(0, min(high, range.upperBound) &- max(low, range.lowerBound))
        }
        let outsideUnits = Double(max(0, outsideTime)) / Double(unit)

        let length = to &- from
        let earliest = max(low, from &- min(length, FaultZones.margin))
        let beforeRange = min(earliest, from)..<from
        var candidate = Candidate(
            service: index, kind: kind, records: records, offset: offset,
            inside: near.occupied(unit, in: from..<to), outside: outside, before: near.occupied(unit, in: beforeRange),
            linesBefore: near.count(in: beforeRange), insideUnits: units(from..<to), outsideUnits: outsideUnits,
            beforeUnits: units(beforeRange), namesFault: names(kind.text), rateChance: 1, edgeChance: 1, isBurst: false)
        let share = candidate.insideUnits / max(1e-9, candidate.insideUnits + outsideUnits)
        let episodes = near.episodes(unit, in: from..<to)
        let spread = Episodes.spread(elsewhere, or: episodes)
        candidate.rateChance = SmallCounts.excess(
            inside: Self.independent(candidate.inside, spread), outside: Self.independent(outside, spread), share: share)
        // What had begun before begins with no edge.
        let isGoingOn = near.occupied(unit, in: (from &- Episodes.apart)..<from) > 0
        candidate.edgeChance = edgeChance(
            candidate, system.services[index], starts: Array(episodes.starts.dropFirst(isGoingOn ? 1 : 0)),
            episodes: elsewhere.lengths.count + episodes.lengths.count, outsideTime: outsideTime)
        candidate.isBurst = isBurst(candidate, farCounts, skipped: skipped, low: low, high: high, length: length)
        return candidate
    }

    /// How many independent sightings so many units are worth.
    private static func independent(_ units: Int, _ spread: Double) -> Int {
        units == 0 ? 0 : max(1, Int((Double(units) / spread).rounded()))
    }

    /// Chance that the nearest of the kind's episodes begins so soon after the fault's beginning or its end.
    private func edgeChance(
        _ candidate: Candidate, _ service: ObservedSystem.Service, starts: [Int64], episodes: Int, outsideTime: Int64
    ) -> Double {
        let resolution = service.resolution
        // A clock that is not known well may be behind as well as ahead: both sides of an edge are tried.
        let early = slack(of: service)
        let sides: Double = early > resolution ? 2 : 1
        var nearest = Int64.max
        for start in starts {
            let time = start &- candidate.offset
            for edge in window.isOpen ? [window.start] : [window.start, window.end] {
                let distance = time &- edge
                if distance >= -early { nearest = min(nearest, max(abs(distance), resolution)) }
            }
        }
        let whole = Double(outsideTime) + Double(window.until &- window.start)
        guard nearest < .max, whole > 0 else { return 1 }
        let edges: Double = window.isOpen ? 1 : 2
        return SmallCounts.atLeastOne(of: episodes, share: edges * sides * Double(nearest) / whole)
    }

    /// Whether lines come in numbers that no other stretch as long has seen.
    private func isBurst(
        _ candidate: Candidate, _ elsewhere: [(start: Int64, count: Int)], skipped: [Range<Int64>], low: Int64, high: Int64,
        length: Int64
    ) -> Bool {
        let lines = candidate.lines
        guard lines >= 10, length > 0, candidate.kind.history.far.width <= length / 2 else { return false }
        guard lines >= 5 * max(1, candidate.linesBefore) else { return false }
        var stretches: [Int64: Int] = [:]
        for bin in elsewhere { stretches[(bin.start &- low) / length, default: 0] += bin.count }
        let most = stretches.values.max() ?? 0
        // Stretches without a line count as well.
        let whole = (high &- low) / length
        let skippedWhole = skipped.reduce(0) { $0 + ($1.upperBound &- $1.lowerBound) / length + 1 }
        let count = max(Int64(stretches.count), whole - skippedWhole)
        return count >= 3 && lines >= 3 * max(1, most)
    }

    /// The ranges as ranges that do not touch.
    static func union(_ ranges: [Range<Int64>]) -> [Range<Int64>] {
        var result: [Range<Int64>] = []
        for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// One warning alone that says no word of the fault and does not come with its beginning or its end: any service has one now
    /// and then.
    func isFaint(_ accepted: [Candidate]) -> Bool {
        guard accepted.count == 1, let only = accepted.first, only.lines == 1, !only.namesFault, only.kind.level < .error,
            !only.kind.isServerError, let time = only.records.first?.first.nanoseconds
        else { return false }
        let edges = window.isOpen ? [window.start] : [window.start, window.end]
        return !edges.contains { (0...Self.atOnce).contains(time &- only.offset &- $0) }
    }

    /// So soon after the beginning or the end of a fault, a record comes with it.
    static let atOnce: Int64 = 250_000_000

    /// Whether a text says a word of the fault.
    func names(_ text: String) -> Bool {
        let words = NameWords.of(text)
        return keywords.contains { keyword in words.contains { TargetMatch.isSame($0, keyword) } }
    }

    /// What the service's accepted kinds amount to.
    func witness(_ service: ObservedSystem.Service, _ accepted: [Candidate]) -> FaultReview.Witness? {
        let sorted = accepted.sorted { a, b in
            let (x, y) = (a.records.first?.first.nanoseconds ?? .max, b.records.first?.first.nanoseconds ?? .max)
            return (x &- a.offset, a.kind.template) < (y &- b.offset, b.kind.template)
        }
        guard let first = sorted.first, let mark = first.records.first?.first else { return nil }
        let time = mark.nanoseconds &- first.offset
        let others = sorted.dropFirst().sorted { ($1.lines, $0.kind.text) < ($0.lines, $1.kind.text) }.map(\.kind.text)
        var names: [String] = []
        for text in others where text != first.kind.text && !names.contains(text) { names.append(text) }
        return FaultReview.Witness(
            service: service.name, by: .log, first: Instant(nanoseconds: time),
            // A sign before the fault is one whose time is not that well known.
            after: max(0, time &- window.start), level: first.kind.level, message: first.kind.text,
            count: sorted.reduce(0) { $0 + $1.lines },
            others: Array(names.prefix(4)),
            isSpecific: sorted.contains { $0.ratioBefore >= Self.specificRatio || $0.isBurst },
            namesFault: sorted.contains { $0.namesFault }, carriesID: sorted.contains { $0.kind.history.carriesID },
            isUnreachable: false,
            place: FaultReview.Place(source: Int(mark.source), line: mark.line, byte: mark.byte),
            during: sorted.reduce(0) { $0 + $1.lines }, before: sorted.reduce(0) { $0 + $1.linesBefore })
    }
}
