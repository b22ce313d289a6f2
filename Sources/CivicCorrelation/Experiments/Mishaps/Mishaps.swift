import CivicModel

/// Events that were lost or handled twice, counted one by one, by the fault in whose time it happened.
struct Mishaps: Sendable {
    struct Key: Hashable, Comparable, Sendable {
        var service: String
        var kind: FaultReview.Mishap.Kind
        static func < (a: Key, b: Key) -> Bool { (a.service, a.kind.rawValue) < (b.service, b.kind.rawValue) }
    }

    let periods: BlastPeriods
    let moments: MomentCounts
    /// By stretch of `MishapTimes`.
    private var counts: [Key: [PartitionFold.Counter]] = [:]
    /// Those of which only more than before the fault says anything.
    private var usual: Set<Key> = []

    init(_ periods: BlastPeriods, _ moments: MomentCounts) { (self.periods, self.moments) = (periods, moments) }

    private var stretches: [Range<Int64>] { moments.times.ranges }

    /// Adds what befell events at a service.
    /// - Parameters:
    ///   - undecided: times, on the axis, of those of them of which the end of the recording leaves it open.
    ///   - isUsual: it may be how the service works.
    mutating func add(
        _ what: UInt64, as kind: FaultReview.Mishap.Kind, at service: String, undecided: [Int64] = [], isUsual: Bool = false
    ) {
        let key = Key(service: service, kind: kind)
        if isUsual { usual.insert(key) }
        for (place, counter) in moments.counters(of: what).enumerated() where counter.violations > 0 {
            var counter = counter
            counter.violations -= min(counter.violations, undecided.count { stretches[place].contains($0) })
            if counter.violations > 0 { add(counter, to: key, place) }
        }
    }

    /// Adds chains that ended before a service.
    /// - Parameter open: of those that were last heard of later than this, the end of the recording leaves it open.
    mutating func add(_ chains: FlowFold.Kind, at service: String, after open: Int64) {
        for (place, count) in chains.stretches.enumerated() {
            let undecided = chains.latest.count { $0 > open && stretches[place].contains($0) }
            var counter = PartitionFold.Counter()
            counter.violations = max(0, Int(count) - undecided)
            if counter.violations > 0 { add(counter, to: Key(service: service, kind: .lost), place) }
        }
    }

    private mutating func add(_ counter: PartitionFold.Counter, to key: Key, _ place: Int) {
        let none = Array(repeating: PartitionFold.Counter(), count: stretches.count)
        counts[key, default: none][place].merge(counter)
    }

    /// What befell events in the time of one fault, by service and kind.
    func found(start: Int64, end: Int64) -> [FaultReview.Mishap] {
        guard let fault = periods.number(start: start, end: end) else { return [] }
        let (during, before) = (MishapTimes.during(fault), MishapTimes.before(fault))
        func length(_ place: Int) -> Int64 { stretches[place].upperBound &- stretches[place].lowerBound }
        let found = counts.filter { $0.value[during].violations > 0 }.sorted { $0.key < $1.key }
        return found.compactMap { key, counters -> FaultReview.Mishap? in
            let share = Double(length(during)) / Double(max(1, length(during) &+ length(before)))
            let chance = SmallCounts.excess(
                inside: counters[during].violations, outside: counters[before].violations, share: share)
            let mishap = FaultReview.Mishap(
                service: key.service, kind: key.kind, count: counters[during].violations,
                before: counters[before].violations, beforeLength: length(before), chance: length(before) == 0 ? 1 : chance,
                examples: counters[during].marks.marks.map { mark in
                    .init(
                        id: IDDisplay.text(mark.key),
                        place: .init(
                            source: Int(mark.place >> 42), line: Int(mark.line), byte: Int(mark.place & (1 << 42 - 1))))
                })
            return usual.contains(key) && !mishap.isMore ? nil : mishap
        }
    }
}
