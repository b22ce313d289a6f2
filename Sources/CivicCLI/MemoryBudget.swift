import CivicReports

/// What `--memory` allows: reading takes its part, which hangs on the number of workers, and the rest is for what is collected of the
/// records.
struct MemoryBudget: Equatable {
    /// The program, its rules and patterns, and what is counted of services, shapes and templates.
    static let program = 40 << 20
    /// A worker with its blocks and its own counts.
    static let worker = 6 << 20
    /// Less than this would be read from the disk again and again.
    static let leastRows = 12 << 20

    let jobs: Int
    /// Bytes for rows of ids, entries of timelines and the like.
    let rows: Int

    /// Bytes that so many workers need at least.
    static func least(jobs: Int) -> Int { program + worker * jobs + leastRows }

    /// The same for people, as `--help` has it.
    static var leastText: String { "\(text(least(jobs: 1))), and \(text(worker)) more for each worker beyond one" }

    /// - Parameters:
    ///   - jobs: as the user says; nil: one worker per processor, or as many as there is memory for.
    init(total: Int, jobs: Int?, processors: Int) throws(CommandFailure) {
        let fitting = (total - Self.program - Self.leastRows) / Self.worker
        self.jobs = jobs ?? max(1, min(processors, fitting))
        rows = total - Self.program - Self.worker * self.jobs
        guard total >= Self.least(jobs: self.jobs) else {
            let least = Self.least(jobs: self.jobs)
            let fewer = self.jobs > 1 && fitting > 0 ? ", or fewer workers with --jobs \(fitting)" : ""
            throw CommandFailure(
                status: .usage,
                message: "--memory \(Self.text(total)) is less than the \(Self.text(least)) that Civic takes with "
                    + "\(CountText.of(self.jobs, "worker"))\n  help: allow it --memory \(Self.text(least))\(fewer)")
        }
    }

    /// `64MiB`; bytes where it is no whole number of those.
    private static func text(_ bytes: Int) -> String { bytes % (1 << 20) == 0 ? "\(bytes >> 20)MiB" : "\(bytes)" }
}
