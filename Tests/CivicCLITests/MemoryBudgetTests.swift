import Testing

@testable import CivicCLI

struct MemoryBudgetTests {
    @Test(arguments: [(64, 2), (128, 2), (512, 2), (512, 16), (4096, 64)])
    func `what reading takes and what is collected add up to what was allowed`(mebibytes: Int, jobs: Int) throws {
        let budget = try MemoryBudget(total: mebibytes << 20, jobs: jobs, processors: 1)
        #expect(budget.jobs == jobs)
        #expect(budget.rows + MemoryBudget.program + MemoryBudget.worker * jobs == mebibytes << 20)
        #expect(budget.rows >= MemoryBudget.leastRows)
    }

    @Test func `there are no more workers than there is memory for, unless they are asked for`() throws {
        #expect(try MemoryBudget(total: 64 << 20, jobs: nil, processors: 16).jobs == 2)
        #expect(try MemoryBudget(total: 512 << 20, jobs: nil, processors: 16).jobs == 16)
        let failure = #expect(throws: CommandFailure.self) {
            try MemoryBudget(total: 64 << 20, jobs: 4, processors: 16)
        }
        #expect(
            failure?.message == "--memory 64MiB is less than the 76MiB that Civic takes with 4 workers\n"
                + "  help: allow it --memory 76MiB, or fewer workers with --jobs 2")
    }

    @Test func `one that is at the limit is taken, and less is refused with what would do`() throws {
        #expect(try MemoryBudget(total: 58 << 20, jobs: nil, processors: 2).rows == MemoryBudget.leastRows)
        let failure = #expect(throws: CommandFailure.self) {
            try MemoryBudget(total: 58 << 20 - 1, jobs: nil, processors: 2)
        }
        #expect(failure?.status == .usage)
        #expect(failure?.message.contains("help: allow it --memory 58MiB") == true)
    }

    @Test func `the help says the least that is taken`() throws {
        let help = AuditCommand.helpMessage(columns: 400)
        #expect(help.contains("At least 58MiB, and 6MiB more for each worker beyond one."))
        for jobs in 1...3 { #expect(MemoryBudget.least(jobs: jobs) == (58 + 6 * (jobs - 1)) << 20) }
    }
}
