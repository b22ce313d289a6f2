import Foundation
import Testing

/// `civic … | head -1`: whoever reads the output has gone, and the exit status is the verdict's all the same.
struct ClosedPipeTests {
    private static let orders = "\(RepositoryFile.gameDay)/logs/orders"

    @Test(arguments: [
        ["audit", orders, "--all"], ["audit", orders, "--format", "sarif"],
        ["audit", orders, "--format", "json=/dev/stdout"],
        ["inspect", orders], ["timeline", orders, "--limit", "0"],
        ["timeline", orders, "--format", "jsonl"], ["ids", "explain", orders],
        ["contract", "diff", orders, orders], ["rules", "list"], ["formats", "list"],
        ["schema", "audit"], ["config", "print"], ["docs", "rules"], ["--help"], ["audit", "--help"],
    ])
    func `a command that has nothing against its input leaves with 0, quietly`(_ arguments: [String]) throws {
        let run = try CivicProcess.run(arguments, brokenPipe: true)
        #expect(run.status == 0)
        #expect(run.error == "")
    }

    @Test func `a gate that is not met leaves with 1, and reports to files are whole`() throws {
        let folder = try CLIFolder()
        try ContractLog().write(to: folder, "before")
        try ContractLog(change: {
            $0["event_id"] = nil
            return true
        }).write(to: folder, "after")
        #expect(try CivicProcess.run(["contract", "init", "before"], in: folder.path).status == 0)
        let check = ["check", "after", "--format", "text", "--format", "junit=j.xml", "--format", "badge=b.json"]
        let read = try CivicProcess.run(check, in: folder.path)
        let reports = ["j.xml", "b.json"].map(folder.read)
        for name in ["j.xml", "b.json"] { try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)") }
        let run = try CivicProcess.run(check, in: folder.path, brokenPipe: true)
        #expect(read.status == 1 && run.status == 1)
        #expect(run.error == read.error)
        #expect(["j.xml", "b.json"].map(folder.read) == reports && reports[0]?.hasSuffix("</testsuites>\n") == true)
        try folder.write("civic.yml", "civic: 1\ngate: { min_score: 99.99 }\n")
        #expect(try CivicProcess.run(["audit", "after"], in: folder.path, brokenPipe: true).status == 1)
    }

    @Test func `no records leave with 3, and damage with 4`() throws {
        let folder = try CLIFolder()
        try folder.write("empty/a.log", "")
        #expect(try CivicProcess.run(["audit", "empty"], in: folder.path, brokenPipe: true).status == 3)
        let log = ContractLog().orders
        try folder.write("torn/orders.log.gz", Array(CLIFolder.gzip(log).dropLast(100)))
        for command in ["audit", "timeline"] {
            let run = try CivicProcess.run([command, "torn", "--strict-input"], in: folder.path, brokenPipe: true)
            #expect(run.status == 4, "\(command)")
        }
    }

    @Test func `a disk that is full is still no closed pipe`() throws {
        let run = try CivicProcess.run(["rules", "list", "--format", "json=/dev/full"])
        #expect(run.status == 2)
    }
}
