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
    /// Those that may be how the service works: only more than before the fault says anything.
    private var doubtful: [Key: [PartitionFold.Counter]] = [:]

    init(_ periods: BlastPeriods, _ moments: MomentCounts) { (self.periods, self.moments) = (periods, moments) }

    private var stretches: [Range<Int64>] { moments.times.ranges }

    /// Adds events that a service never took.
    /// - Parameter undecided: times, on the axis, of those of them of which the end of the recording leaves it open.
    mutating func add(lost signature: UInt64, at service: String, undecided: [Int64]) {
        for (place, counter) in moments.counters(of: signature).enumerated() where counter.violations > 0 {
            var counter = counter
            counter.violations -= min(counter.violations, undecided.count { stretches[place].contains($0) })
            if counter.violations > 0 {
                Self.add(counter, to: Key(service: service, kind: .lost), place, of: stretches.count, &counts)
            }
        }
    }

    /// Adds events that a service, by its place, handled more than once.
    mutating func add(repeatedAt service: Int, named name: String) {
        let key = Key(service: name, kind: .repeated)
        for (place, counter) in moments.counters(of: MomentCounts.again(service, isDoubtful: false)).enumerated() {
            Self.add(counter, to: key, place, of: stretches.count, &counts)
        }
        for (place, counter) in moments.counters(of: MomentCounts.again(service, isDoubtful: true)).enumerated() {
            Self.add(counter, to: key, place, of: stretches.count, &doubtful)
        }
    }

    /// Adds chains that ended before a service.
    /// - Parameter open: of those that were last heard of later than this, the end of the recording leaves it open.
    mutating func add(_ chains: FlowFold.Kind, at service: String, after open: Int64) {
        for (place, count) in chains.stretches.enumerated() {
            let undecided = chains.latest.count { $0 > open && stretches[place].contains($0) }
            var counter = PartitionFold.Counter()
            counter.violations = max(0, Int(count) - undecided)
            if counter.violations > 0 {
                Self.add(counter, to: Key(service: service, kind: .lost), place, of: stretches.count, &counts)
            }
        }
    }

    private static func add(
        _ counter: PartitionFold.Counter, to key: Key, _ place: Int, of count: Int,
        _ counts: inout [Key: [PartitionFold.Counter]]
    ) {
        let none = Array(repeating: PartitionFold.Counter(), count: count)
        counts[key, default: none][place].merge(counter)
    }

    /// What befell events in the time of one fault, by service and kind.
    func found(start: Int64, end: Int64) -> [FaultReview.Mishap] {
        guard let fault = periods.number(start: start, end: end) else { return [] }
        return Set(counts.keys).union(doubtful.keys).sorted().compactMap { key in
            let more = doubtful[key] ?? []
            var counters = counts[key] ?? []
            if told(key, fault, more).isMore {
                counters = counters.isEmpty ? more : zip(counters, more).map { $0.merged($1) }
            }
            let mishap = told(key, fault, counters)
            return mishap.count > 0 ? mishap : nil
        }
    }

    /// - Parameter counters: by stretch; empty: there are none.
    private func told(_ key: Key, _ fault: Int, _ counters: [PartitionFold.Counter]) -> FaultReview.Mishap {
        let (during, before) = (MishapTimes.during(fault), MishapTimes.before(fault))
        func length(_ place: Int) -> Int64 { stretches[place].upperBound &- stretches[place].lowerBound }
        let now = counters.isEmpty ? .init() : counters[during]
        let earlier = counters.isEmpty ? 0 : counters[before].violations
        let share = Double(length(during)) / Double(max(1, length(during) &+ length(before)))
        return .init(
            service: key.service, kind: key.kind, count: now.violations, before: earlier, beforeLength: length(before),
            chance: length(before) == 0 ? 1 : SmallCounts.excess(inside: now.violations, outside: earlier, share: share),
            examples: now.marks.marks.map { mark in
                .init(
                    id: IDDisplay.text(mark.key),
                    place: .init(source: Int(mark.place >> 42), line: Int(mark.line), byte: Int(mark.place & (1 << 42 - 1))))
            })
    }
}

extension PartitionFold.Counter {
    fileprivate func merged(_ other: PartitionFold.Counter) -> PartitionFold.Counter {
        var sum = self
        sum.merge(other)
        return sum
    }
}
