import CivicModel

/// The time in which a fault could be noticed, and the time that it is compared with. On the axis of the system, in nanoseconds.
struct FaultWindow {
    /// How long after its end a fault may still be noticed: what was frozen speaks only then.
    static let grace: Int64 = 15_000_000_000
    /// Recovery is looked for this long.
    static let recovery: Int64 = 300_000_000_000

    var start: Int64
    /// End of the fault; of an open-ended one, the end of what is known of it.
    var end: Int64
    var isOpen: Bool
    /// End of what is looked at.
    var until: Int64
    /// The next fault of any experiment, or the end of time.
    var next: Int64

    /// - Parameter all: every fault that is known, of every experiment.
    init(_ fault: Fault, of experiment: Experiment, among all: [Fault]) {
        start = fault.start.nanoseconds
        isOpen = fault.end == nil
        end = max(start, (fault.end ?? experiment.end ?? fault.start).nanoseconds)
        let end = end
        next = all.map(\.start.nanoseconds).filter { $0 > end }.min() ?? .max
        until = min(Self.later(end, Self.grace), next)
    }

    /// Those of every fault, by experiment.
    static func all(of experiments: [Experiment]) -> [FaultWindow] {
        let all = experiments.flatMap(\.faults)
        return experiments.flatMap { experiment in experiment.faults.map { FaultWindow($0, of: experiment, among: all) } }
    }

    static func later(_ time: Int64, _ by: Int64) -> Int64 {
        let (sum, over) = time.addingReportingOverflow(by)
        return over ? .max : sum
    }

    /// Lets the window reach on to `time`, when something is known to last until then.
    mutating func extend(to time: Int64) {
        guard time > end else { return }
        end = min(time, next)
        until = min(Self.later(end, Self.grace), next)
    }
}
