import Foundation
import Testing

/// `--format github-summary` where GitHub says which file is the summary of the step.
struct StepSummaryTests {
    private static func folder() throws -> CLIFolder {
        let folder = try CLIFolder()
        try ContractLog(records: 100).write(to: folder, "logs")
        return folder
    }

    private static func audit(_ formats: [String], in folder: CLIFolder) throws -> CivicProcess {
        let options = formats.flatMap { ["--format", $0] }
        return try CivicProcess.run(
            ["audit", "logs"] + options, in: folder.path, environment: ["GITHUB_STEP_SUMMARY": "\(folder.path)/summary.md"])
    }

    @Test func `it stands behind what is there, and beside annotations on standard output`() throws {
        let folder = try Self.folder()
        try folder.write("summary.md", "# Mine\nwithout an end")
        let run = try Self.audit(["github", "github-summary", "markdown=whole.md"], in: folder)
        #expect(run.status == 0, "\(run.error)")
        #expect(!run.text.contains("## Civic"))
        let text = try #require(folder.read("summary.md"))
        #expect(text == "# Mine\nwithout an end\n" + (folder.read("whole.md") ?? ""))
        #expect(text.contains("\n## Civic: "))
    }

    @Test(arguments: [0, 300, 2000, 1 << 17, 1 << 20])
    func `it is cut to the room that is left of a megabyte`(_ room: Int) throws {
        let folder = try Self.folder()
        try folder.write("summary.md", String(repeating: "x", count: (1 << 20) - room))
        let run = try Self.audit(["github-summary"], in: folder)
        #expect(run.status == 0 && run.text.isEmpty)
        let text = try #require(folder.read("summary.md"))
        #expect(text.utf8.count <= 1 << 20)
        #expect(text.contains("## Civic: ") == (room > 0))
        #expect(run.error.contains("is full") == (room == 0))
        #expect(text.contains("left out") == (1...2000 ~= room), "\(text.suffix(400))")
    }

    @Test func `without that file it is a report like any other`() throws {
        let folder = try Self.folder()
        let run = try CivicProcess.run(["audit", "logs", "--format", "github-summary"], in: folder.path)
        #expect(run.text.hasPrefix("## Civic: "))
        let both = try CivicProcess.run(
            ["audit", "logs", "--format", "github", "--format", "github-summary"], in: folder.path)
        #expect(both.status == 2 && both.error.contains("standard output"))
    }
}
