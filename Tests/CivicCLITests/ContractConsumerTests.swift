import Foundation
import Testing

/// Who reads the logs decides what breaks, and where records name their log statement an issue stands there.
struct ContractConsumerTests {
    private static func folder(_ configuration: String) throws -> CLIFolder {
        let folder = try ContractChangeTests.folder()
        var log = ContractLog()
        log.change = { record in
            record["amount"] = nil
            if record.message == "\"payment failed\"" { record["level"] = "\"warn\"" }
            return true
        }
        try log.write(to: folder, "changed")
        try folder.write("civic.yml", configuration)
        return folder
    }

    @Test func `what nobody reads does not break, but a lowered level always does`() throws {
        let folder = try Self.folder("civic: 1\ngate: { fail_on: off }\nconsumers:\n  - { name: pager, fields: [channel] }\n")
        let (report, status) = try ContractChangeTests.check(folder, "changed")
        #expect(report.changes.contains { $0.id == "CB01" && $0.verdict == "warn" }, "\(report.changes)")
        #expect(report.changes.contains { $0.id == "CB09" && $0.verdict == "break" })
        #expect(status == 1)
    }

    @Test func `what somebody reads breaks, and the report says who`() throws {
        let folder = try Self.folder(
            "civic: 1\ngate: { fail_on: off }\nconsumers:\n  - { name: revenue board, services: [\"ord*\"], fields: [\"am*\"] }\n"
        )
        let (report, _) = try ContractChangeTests.check(folder, "changed")
        #expect(report.changes.contains { $0.id == "CB01" && $0.verdict == "break" }, "\(report.changes)")
        let text = try CivicProcess.run(["check", "changed", "--contract", "contract.json"], in: folder.path)
        #expect(text.text.contains("read by: revenue board"))
    }

    @Test(arguments: [
        ("consumers:\n  - { fields: [x] }", "needs a name"), ("consumers:\n  - { name: x }", "reads nothing"),
        ("consumers:\n  - { name: x, levels: [loud] }", "no level is called"), ("contract: { min_record: 5 }", "min_records"),
    ])
    func `a wrong list of consumers stops the run`(_ text: String, _ reason: String) throws {
        let folder = try Self.folder("civic: 1\n\(text)\n")
        let run = try CivicProcess.run(["check", "changed", "--contract", "contract.json"], in: folder.path)
        #expect(run.status == 2 && run.error.contains(reason), "\(run.error)")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/git")))
    func `an issue stands at the log statement that its records name`() throws {
        let folder = try ContractChangeTests.folder()
        try folder.write("src/app/pay.py", "# the payment service\n")
        try folder.write("src/other/main.py", "\n")
        for arguments in [["init", "-q"], ["add", "src"]] {
            let git = Process()
            git.executableURL = URL(fileURLWithPath: "/usr/bin/git")
            git.arguments = arguments
            git.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            try git.run()
            git.waitUntilExit()
        }
        var log = ContractLog()
        log.change = { record in
            guard record.message == "\"payment failed\"" else { return true }
            record["level"] = "\"warn\""
            record["pathname"] = "\"/build/17/app/pay.py\""
            record["lineno"] = "42"
            return true
        }
        try log.write(to: folder, "changed")
        let run = try CivicProcess.run(
            ["check", "changed", "--contract", "contract.json", "--format", "github"], in: folder.path)
        #expect(run.text.contains("::error file=src/app/pay.py,line=42,title=CB09"), "\(run.text)")
    }
}
