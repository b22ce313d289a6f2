import CivicModel

/// The stretches in which it is counted what befell events: the time of each fault, and the quiet time before it. On the axis of the
/// system, in nanoseconds.
struct MishapTimes: Sendable {
    /// The time of a fault, and then the quiet time before it, fault by fault.
    let ranges: [Range<Int64>]
    /// What lies outside need not be looked at: clocks may be this far off.
    let reach: Range<Int64>

    private static let clocks: Int64 = 600_000_000_000

    init(_ periods: BlastPeriods) {
        var ranges: [Range<Int64>] = []
        for (fault, quiet) in zip(periods.faults, periods.quiet) {
            // What was under way when it began, and what was frozen and goes on afterwards; from the next fault on, it is that one's.
            let next = periods.faults.first { $0.lowerBound > fault.upperBound }?.lowerBound ?? .max
            let end = max(
                fault.upperBound, min(FaultWindow.later(fault.upperBound, FaultWindow.grace), next &- BlastPeriods.lead))
            ranges.append((fault.lowerBound &- BlastPeriods.lead)..<end)
            ranges.append(quiet)
        }
        self.ranges = ranges
        let (first, last) = (ranges.map(\.lowerBound).min() ?? 0, ranges.map(\.upperBound).max() ?? 0)
        reach = (max(first, .min + Self.clocks) &- Self.clocks)..<FaultWindow.later(last, Self.clocks)
    }

    /// Place in `ranges` of the time of a fault.
    static func during(_ fault: Int) -> Int { 2 * fault }
    /// Place in `ranges` of the quiet time before a fault.
    static func before(_ fault: Int) -> Int { 2 * fault + 1 }
}

/// How often the same thing befell events, by stretch of `MishapTimes`. Merges in any order.
struct MomentCounts: Sendable {
    let times: MishapTimes
    /// By what it was.
    private var counters: [UInt64: [PartitionFold.Counter]] = [:]

    init(_ times: MishapTimes) { self.times = times }

    /// - Parameter row: the record that it is counted by; `other` has what it was.
    mutating func add(_ row: EventRow, service: Int, _ correction: HopLatencies.Correction) {
        let time = row.time &- correction.offset(service, at: row.time)
        for (place, range) in times.ranges.enumerated() where range.contains(time) {
            counters[
                row.other, default: Array(repeating: PartitionFold.Counter(), count: times.ranges.count)
            ][place].count(row)
        }
    }

    mutating func merge(_ other: MomentCounts) {
        counters.merge(other.counters) { a, b in
            var a = a
            for i in a.indices { a[i].merge(b[i]) }
            return a
        }
    }

    /// By stretch; empty: it befell none.
    func counters(of what: UInt64) -> [PartitionFold.Counter] { counters[what] ?? [] }
}

extension PartitionFold.Counter {
    /// Counts one more, shown by a record.
    fileprivate mutating func count(_ row: EventRow) {
        violations += 1
        marks.insert(row, stage: row.stage)
    }
}
