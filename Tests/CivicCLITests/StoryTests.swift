import Foundation
import Testing

/// A real service changes its logging in six ways over six commits (fixtures/story): the verdict is that of a reviewer.
struct StoryTests {
    struct Commit: Sendable, CustomTestStringConvertible {
        var version: Int
        var what: String
        var status: Int32
        /// Change that must be said, with its verdict; nothing else may be.
        var changes: [(id: String, verdict: String)]
        /// Parts of lines that the patch takes out and puts in.
        var removed: [String]
        var added: [String]
        var testDescription: String { what }
    }

    static let commits: [Commit] = [
        Commit(version: 0, what: "nothing changes: fine", status: 0, changes: [], removed: [], added: []),
        Commit(
            version: 1, what: "the trace id goes by another name: break", status: 1, changes: [("CB11", "break")],
            removed: [#""p":"trace_id","pres":"always""#, #""role":"flow""#],
            added: [#""p":"traceId","pres":"always""#, #""f":"gone","p":"trace_id""#]),
        Commit(
            version: 2, what: "an error becomes a warning: break", status: 1, changes: [("CB09", "break")],
            removed: [#""lvl":"error","rate":"2e-2","x":"card declined""#],
            added: [#""lvl":"warn","rate":"2e-2","x":"card declined""#]),
        Commit(
            version: 3, what: "a message and a field are new: fine", status: 0, changes: [("CB14", "ok"), ("CB14", "ok")],
            removed: [], added: [#""x":"receipt queued""#, #""p":"currency""#]),
        Commit(
            version: 4, what: "a number becomes a text: break", status: 1, changes: [("CB03", "break")],
            removed: [#""p":"amount","pres":"often","t":["int"]"#], added: [#""p":"amount","pres":"often","t":["string"]"#]),
        Commit(
            version: 5, what: "a message is worded anew: a warning", status: 0, changes: [("CB08", "warn")],
            removed: [#""x":"order stored""#], added: [#""x":"order was stored""#]),
        Commit(
            version: 6, what: "times lose their zone: break", status: 1, changes: [("CB06", "break")],
            removed: [#""f":"ts","fmt":"rfc3339","frac":3,"p":"timestamp","zone":"Z""#], added: [#""zone":"none""#]),
    ]

    @Test(arguments: commits)
    func `the verdict and the lines are those of a reviewer`(_ commit: Commit) throws {
        let folder = try CLIFolder()
        let logs = "\(RepositoryFile.root)/fixtures/story/logs"
        let contract = ["--contract", "contract.json"]
        let made = try CivicProcess.run(["contract", "init", "\(logs)/v0.log.gz"] + contract, in: folder.path)
        try #require(made.status == 0, "\(made.error)")
        let log = "\(logs)/v\(commit.version).log.gz"
        let check = try CivicProcess.run(["check", log, "--format", "json"] + contract, in: folder.path)
        #expect(check.status == commit.status, "\(check.error)")
        let report = try JSONDecoder().decode(ContractChangeTests.Report.self, from: Data(check.output))
        #expect(report.changes.map { "\($0.id) \($0.verdict)" } == commit.changes.map { "\($0.id) \($0.verdict)" })
        let lines = report.patch.split(separator: "\n")
        for part in commit.removed {
            #expect(lines.contains { $0.hasPrefix("-{") && $0.contains(part) }, "\(part) in \(report.patch)")
        }
        for part in commit.added {
            #expect(lines.contains { $0.hasPrefix("+{") && $0.contains(part) }, "\(part) in \(report.patch)")
        }

        // Once a person has accepted it, the next run is fine, and accepting again changes nothing.
        let update = try CivicProcess.run(["contract", "update", log, "--why", "agreed"] + contract, in: folder.path)
        #expect(update.status == 0, "\(update.error)")
        let accepted = folder.read("contract.json")
        #expect(try CivicProcess.run(["check", log] + contract, in: folder.path).status == 0)
        _ = try CivicProcess.run(["contract", "update", log] + contract, in: folder.path)
        #expect(folder.read("contract.json") == accepted)
    }
}
