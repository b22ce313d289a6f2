import CivicFormats
import CivicModel

/// The stretches of a recording that chains are counted by: the time of each fault, and the quiet time that they are held
/// against. On the axis of the system, in nanoseconds.
struct BlastPeriods: Sendable {
    /// One per fault: by start, then by end; each once.
    let faults: [Range<Int64>]
    /// What is no quiet time: the faults, with what their end leaves behind.
    private let troubled: [Range<Int64>]
    /// What is looked at all in all: records outside need not be kept.
    let range: Range<Int64>

    /// Quiet time is looked for this long before the first fault and after the last.
    static let reach: Int64 = 3_600_000_000_000

    /// - Returns: nil when no fault has a length.
    init?(_ experiments: [Experiment]) {
        let all = experiments.flatMap(\.faults)
        let windows = experiments.flatMap { experiment in
            experiment.faults.map { FaultWindow($0, of: experiment, among: all) }
        }
        faults = Set(windows.filter { $0.start < $0.end }.map { $0.start..<$0.end })
            .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        guard let first = faults.first?.lowerBound, let last = faults.map(\.upperBound).max() else { return nil }
        // What began just before a fault may still have run into it; what was frozen speaks only afterwards.
        troubled = LogWitness.union(
            faults.map { ($0.lowerBound &- FaultWindow.grace)..<FaultWindow.later($0.upperBound, 2 * FaultWindow.grace) })
        range = (first &- Self.reach)..<FaultWindow.later(last, Self.reach)
    }

    func number(start: Int64, end: Int64) -> Int? { faults.firstIndex { $0.lowerBound == start && $0.upperBound == end } }

    func isQuiet(_ time: Int64) -> Bool { !troubled.contains { $0.contains(time) } }
}
