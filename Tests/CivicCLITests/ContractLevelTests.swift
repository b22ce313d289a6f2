import Foundation
import Testing

/// Levels that were not heard before are no change of the format, and an update leaves nothing to say.
struct ContractLevelTests {
    private static func log(_ change: @escaping @Sendable (inout ContractLog.Record) -> Void) -> ContractLog {
        var log = ContractLog()
        log.change = { record in
            change(&record)
            return true
        }
        return log
    }

    @Test func `after an update with new words for levels the next check is quiet`() throws {
        let folder = try ContractChangeTests.folder()
        // NOTICE is spelt as none is, warn as all are.
        let log = Self.log { record in
            if record.index % 5 == 0 { record["level"] = "\"warn\"" }
            if record.index % 5 == 1 { record["level"] = "\"NOTICE\"" }
        }
        try log.write(to: folder, "changed")
        let before = try ContractChangeTests.check(folder, "changed")
        #expect(before.report.changes.contains { $0.id == "CB05" && $0.subject == "level" }, "\(before.report.changes)")
        let update = try CivicProcess.run(["contract", "update", "changed", "--contract", "contract.json"], in: folder.path)
        #expect(update.status == 0, "\(update.error)")
        #expect(folder.read("contract.json")?.contains(#""enum":["NOTICE","debug","error","info","warn"]"#) == true)
        let after = try ContractChangeTests.check(folder, "changed")
        #expect(after.report.changes.isEmpty && after.status == 0, "\(after.report.changes)")
        // A level that is heard later, spelt as some are, is none either.
        try Self.log { if $0.index % 4 == 0 { $0["level"] = "\"fatal\"" } }.write(to: folder, "later")
        let later = try ContractChangeTests.check(folder, "later")
        #expect(!later.report.changes.contains { $0.id == "CB05" }, "\(later.report.changes)")
    }

    @Test func `a level that is heard for the first time is said by neither check, before and after an update`() throws {
        let folder = try ContractChangeTests.folder()
        try Self.log { if $0.index % 10 == 7 { $0["level"] = "\"warn\"" } }.write(to: folder, "changed")
        for _ in 0..<2 {
            let (report, _) = try ContractChangeTests.check(folder, "changed")
            #expect(!report.changes.contains { $0.id == "CB05" }, "\(report.changes)")
            _ = try CivicProcess.run(["contract", "update", "changed", "--contract", "contract.json"], in: folder.path)
        }
    }
}
