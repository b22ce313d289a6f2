import CivicFormats
import CivicModel

/// The stretches of a recording that chains are counted by: the time of each fault, and the time just before it that it is held
/// against. What an earlier fault left broken is broken in both. On the axis of the system, in nanoseconds.
struct BlastPeriods: Sendable {
    /// One per fault: by start, then by end; each once.
    let faults: [Range<Int64>]
    /// The quiet time before each of the faults, which may be empty.
    let quiet: [Range<Int64>]
    /// The end of each quiet time, about as long as the fault: what is as bad then did not begin with the fault.
    let latest: [Range<Int64>]
    /// The stretches of one fault.
    enum Stretch: Int, CaseIterable { case during, quiet, latest }

    /// What is looked at all in all: records outside need not be kept.
    let range: Range<Int64>

    /// Quiet time is looked for this long before a fault.
    private static let reach: Int64 = 600_000_000_000
    /// As long as chains may usually last, where the quiet time is long enough to tell.
    private static let longestLife: Int64 = 60_000_000_000
    /// What began so shortly before a fault ran into it.
    static let lead: Int64 = 2_000_000_000

    /// - Parameter begin: of the recording.
    /// - Returns: nil when no fault has a length.
    init?(_ experiments: [Experiment], from begin: Int64 = .min) {
        let faults = Set(FaultWindow.all(of: experiments).filter { $0.start < $0.end }.map { $0.start..<$0.end })
            .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        guard let first = faults.first?.lowerBound, let last = faults.map(\.upperBound).max() else { return nil }
        // What was frozen speaks only afterwards.
        let troubled = LogWitness.union(
            faults.map { ($0.lowerBound &- Self.lead)..<FaultWindow.later($0.upperBound, FaultWindow.grace) })
        let whole = faults.map { fault in
            // Faults that follow each other closely are one trouble: the quiet time is before the first of them.
            let end = troubled.first { $0.contains(fault.lowerBound &- Self.lead) }?.lowerBound ?? fault.lowerBound &- Self.lead
            let start = troubled.last { $0.upperBound <= end }?.upperBound ?? .min
            return min(end, max(start, begin, end &- Self.reach))..<end
        }
        // Chains that last long and began just before ran into the fault: they are neither.
        quiet = whole.map { whole in
            whole.lowerBound..<(whole.upperBound &- min(Self.longestLife, (whole.upperBound &- whole.lowerBound) / 5))
        }
        latest = zip(whole, faults).map { quiet, fault in
            let length = max(20_000_000_000, fault.upperBound &- fault.lowerBound)
            return max(quiet.lowerBound, quiet.upperBound &- length)..<quiet.upperBound
        }
        self.faults = faults
        range = (first &- Self.lead &- Self.reach)..<FaultWindow.later(last, FaultWindow.grace)
    }

    func range(of stretch: Stretch, _ fault: Int) -> Range<Int64> {
        switch stretch {
        case .during: faults[fault]
        case .quiet: quiet[fault]
        case .latest: latest[fault]
        }
    }

    func number(start: Int64, end: Int64) -> Int? { faults.firstIndex { $0.lowerBound == start && $0.upperBound == end } }
}
