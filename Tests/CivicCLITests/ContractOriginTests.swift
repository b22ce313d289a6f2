import Foundation
import Testing

/// A contract against the very logs that it was made of.
struct ContractOriginTests {
    private func review(_ paths: [String], in folder: CLIFolder) throws -> CivicProcess {
        let made = try CivicProcess.run(["contract", "init"] + paths, in: folder.path)
        #expect(made.status == 0, "\(made.error)")
        return try CivicProcess.run(["contract", "review"] + paths, in: folder.path)
    }

    @Test func `an access log with zones and an error log without, of one service, do not break their own contract`() throws {
        let folder = try CLIFolder()
        var (access, error) = ("", "")
        for n in 10..<40 {
            access += #"192.0.2.7 - - [05/Jan/2026:10:00:\#(n) +0100] "GET /a HTTP/1.1" 200 78 "-" "x""# + "\n"
            if n < 20 { error += "2026/01/05 10:00:\(n) [error] 7#7: *1 open() \"/a\" failed (2: No such file)\n" }
        }
        try folder.write("logs/nginx/access.log", access)
        try folder.write("logs/nginx/error.log", error)
        let run = try review(["logs"], in: folder)
        #expect(!run.text.contains("break"), "\(run.text)")
    }

    @Test func `the logs of the game day do not break their own contract`() throws {
        let run = try review(["\(RepositoryFile.gameDay)/logs"], in: try CLIFolder())
        #expect(!run.text.contains("  break"), "\(run.text)")
    }
}
