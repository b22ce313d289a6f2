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
