import Foundation
import Testing

/// Findings stand at the statement that wrote the record, in a folder that git knows.
struct StatementAnchorTests {
    private static func git(_ arguments: [String], in folder: CLIFolder) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder.path] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private static func log(_ path: String) -> String {
        (0..<200).map { number in
            "{\"timestamp\":\"2026-01-05T10:00:00\",\"level\":\"error\",\"service\":\"shop\",\"message\":\"failed \(number)\","
                + "\"pathname\":\"\(path)\",\"lineno\":44}\n"
        }.joined()
    }

    private static func anchors(_ folder: CLIFolder, _ path: String) throws -> Set<String> {
        try folder.write("shop.log", log(path))
        let run = try CivicProcess.run(["audit", "shop.log", "--format", "gitlab"], in: folder.path)
        #expect(run.status == 0, "\(run.error)")
        let issues = try #require(JSONSerialization.jsonObject(with: Data(run.output)) as? [[String: Any]])
        #expect(!issues.isEmpty)
        return Set(issues.compactMap { ($0["location"] as? [String: Any])?["path"] as? String })
    }

    @Test func `a finding stands in the one file that git knows by that path, and at the configuration where there is none`()
        throws
    {
        let folder = try CLIFolder()
        for path in ["main.py", "src/orders/pay.py", "src/payments/pay.py", "src/stock.py"] { try folder.write(path, "") }
        #expect(try Self.anchors(folder, "/app/src/orders/pay.py") == ["civic.yml"])
        guard try Self.git(["init", "-q"], in: folder) == 0, try Self.git(["add", "main.py", "src"], in: folder) == 0 else {
            return
        }
        let cases = [
            ("/app/src/orders/pay.py", "src/orders/pay.py"), ("payments/pay.py", "src/payments/pay.py"),
            ("stock.py", "src/stock.py"), ("./src/stock.py", "src/stock.py"), ("/app/main.py", "main.py"),
            ("pay.py", "civic.yml"), ("/usr/lib/python3/site-packages/other/stock.py", "civic.yml"),
        ]
        for (written, found) in cases { #expect(try Self.anchors(folder, written) == [found], "\(written)") }
    }
}
