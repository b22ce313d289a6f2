import Foundation
import Testing

@testable import CivicCLI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `civic timeline` as its users meet it.
struct TimelineCommandTests {
    private static let a = "11111111-1111-4111-8111-111111111111"

    private static func line(_ time: String, _ service: String, _ message: String, _ rest: String = "") -> String {
        #"{"time":"\#(time)","level":"info","service":"\#(service)","message":"\#(message)"\#(rest)}"# + "\n"
    }

    private func timeline(_ arguments: [String], in folder: CLIFolder? = nil, columns: Int = 100) throws -> CivicProcess {
        try CivicProcess.run(["timeline"] + arguments, in: folder?.path, environment: ["COLUMNS": "\(columns)"])
    }

    private func objects(_ run: CivicProcess) throws -> [[String: Any]] {
        try run.text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func `the broker outage of the game day is read from top to bottom`() throws {
        let run = try timeline([
            RepositoryFile.gameDay, "--from", "2026-11-22T10:29:53.9Z", "--to", "2026-11-22T10:29:53.93Z", "--level", "warn",
        ])
        #expect(run.status == 0, "\(run.error)")
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.count >= 4)
        #expect(lines.first?.hasPrefix("2026-11-22") ?? false)
        #expect(lines.dropFirst().first?.hasPrefix("10:29:53.902        0  redis ") ?? false, "\(run.text)")
        #expect(lines.contains { $0.contains("inventory  warn   publish failed") && $0.contains(":217") }, "\(run.text)")
        for line in lines { #expect(line.unicodeScalars.count <= 100, "\(line)") }
    }

    @Test func `between times in whole seconds no milliseconds are counted`() throws {
        let folder = try CLIFolder()
        try folder.write(
            "a.log",
            Self.line("2026-01-05T10:00:00.250Z", "orders", "one") + Self.line("2026-01-05T10:00:01Z", "orders", "two")
                + Self.line("2026-01-05T10:00:01Z", "orders", "three") + Self.line("2026-01-05T10:00:04Z", "orders", "four"))
        let lines = try timeline(["a.log"], in: folder).text.split(separator: "\n").map(String.init)
        #expect(lines[2].hasPrefix("10:00:01          <1s  orders"), "\(lines)")
        #expect(lines[3].hasPrefix("10:00:01          <1s  orders"), "\(lines)")
        #expect(lines[4].hasPrefix("10:00:04          +3s  orders"), "\(lines)")
    }

    @Test func `a hundred columns have room for what a line says`() throws {
        let run = try timeline([RepositoryFile.gameDay, "--limit", "300"], columns: 100)
        #expect(run.text.contains(#/quoted sku=SKU-\d+ qty=\d+ unit=/#), "\(run.text.prefix(4000))")
        #expect(run.text.split(separator: "\n").dropFirst().prefix(300).count { $0.dropFirst(12).hasPrefix("~") } < 150)
    }

    @Test func `every line fits into eighty columns and stands at an address`() throws {
        let run = try timeline([RepositoryFile.gameDay, "--limit", "300"], columns: 80)
        for line in run.text.split(separator: "\n") { #expect(line.unicodeScalars.count <= 80, "\(line)") }
        #expect(run.text.contains("more entries: narrow with"))
    }

    @Test func `lines of JSON are ordered, complete and fit the schema`() throws {
        let run = try timeline([RepositoryFile.gameDay, "--format", "jsonl"])
        #expect(run.status == 0, "\(run.error)")
        let all = try objects(run)
        let inspect = try CivicProcess.run(["inspect", RepositoryFile.gameDay, "--format", "json"]).json()
        var records = 0
        var snapshots = 0
        for source in inspect["sources"] as? [[String: Any]] ?? [] {
            if source["kind"] as? String == "logs" { records += source["records"] as? Int ?? 0 }
            if source["kind"] as? String == "health" { snapshots += 1 }
        }
        #expect(snapshots > 0)
        #expect(all.count { $0["kind"] as? String == "log" } == records)
        let schema = try CivicProcess.run(["schema", "timeline"]).json()
        for object in all.prefix(50) + all.suffix(50) {
            var check = SchemaCheck(schema)
            check.check(object)
            #expect(check.errors == [])
        }
        // Card numbers and tokens that the excerpt holds.
        let isRepeated = run.text.contains("4111111111111111") || run.text.contains(#/Bearer eyJ[A-Za-z0-9_-]{8}/#)
        #expect(!isRepeated)
    }

    @Test func `workers, memory and the order of the paths change no byte`() throws {
        let folder = RepositoryFile.gameDay
        let whole = try timeline([folder, "--format", "jsonl", "--jobs", "1"])
        #expect(try timeline([folder, "--format", "jsonl", "--jobs", "4"]).output == whole.output)
        // One mebibyte a worker: the entries take several.
        #expect(try timeline([folder, "--format", "jsonl", "--jobs", "1", "--row-memory", "1MiB"]).output == whole.output)
        #expect(
            try timeline(["\(folder)/logs", "\(folder)/health", "--format", "jsonl", "--jobs", "3", "--row-memory", "2MiB"])
                .output
                == timeline(["\(folder)/health", "\(folder)/logs", "--format", "jsonl", "--jobs", "2"]).output)
    }

    @Test func `a limit shows the first entries, however little memory there is`() throws {
        let all = try timeline([RepositoryFile.gameDay, "--format", "jsonl"]).text.split(separator: "\n")
        for memory in ["1MiB", "512MiB"] {
            let some = try timeline([RepositoryFile.gameDay, "--format", "jsonl", "--limit", "1500", "--row-memory", memory])
            #expect(some.text.split(separator: "\n") == Array(all.prefix(1500)))
        }
    }

    @Test func `an id is found under any name and in any notation`() throws {
        let folder = try CLIFolder()
        try folder.write("orders.log", Self.line("2026-01-05T10:00:00.000Z", "orders", "placed", #","event_id":"\#(Self.a)""#))
        try folder.write(
            "payments.log",
            Self.line("2026-01-05T10:00:00.500Z", "payments", "took {11111111111141118111111111111111} over")
                + Self.line("2026-01-05T10:00:00.600Z", "payments", "something else", #","id":"12345678""#))
        try folder.write(
            "mail.log", Self.line("2026-01-05T10:00:01.000Z", "mail", "sent", #","x":{"y":"urn:uuid:\#(Self.a)"}"#))
        for id in [Self.a, Self.a.uppercased(), "1111", "11111111-1111"] {
            let run = try timeline([".", "--id", id, "--format", "jsonl"], in: folder)
            #expect(try objects(run).map { $0["service"] as? String } == ["orders", "payments", "mail"], "\(id): \(run.error)")
        }
        let none = try timeline([".", "--id", "99999999"], in: folder)
        #expect(none.status == 3)
        #expect(none.error.contains("no record holds the id"))
    }

    @Test func `ids inside of a sentence count as what the word before them says`() throws {
        let folder = try CLIFolder()
        try folder.write(
            "payments.log", "2026-01-05 10:00:00,123 INFO [main] payments - charged 7.00 EUR (evt \(Self.a)) caused by 12\n")
        let run = try timeline(["payments.log", "--format", "jsonl"], in: folder)
        let ids = try #require(try objects(run).first?["ids"] as? [String: [String]])
        #expect(ids == ["event": [Self.a], "cause": [], "trace": []])
    }

    @Test func `the window lies around a time`() throws {
        let folder = try CLIFolder()
        let text = (0..<60).map { Self.line("2026-01-05T10:00:\($0 < 10 ? "0" : "")\($0).000Z", "orders", "n\($0)") }.joined()
        try folder.write("a.log", text)
        let run = try timeline(
            ["a.log", "--around", "2026-01-05T10:00:30Z", "--window", "2s", "--format", "jsonl"], in: folder)
        #expect(try objects(run).map { $0["message"] as? String } == ["n28", "n29", "n30", "n31", "n32"])
    }

    @Test func `hostile text is shown as text`() throws {
        let folder = try CLIFolder()
        let nasty = #"\u001b[31mred\u202e \n::error::x ##[group]"#
        try folder.write("a.log", Self.line("2026-01-05T10:00:00.000Z", #"or\u001b[0mders"#, nasty))
        for format in ["text", "jsonl"] {
            let run = try timeline(["a.log", "--format", format], in: folder)
            #expect(run.status == 0)
            let acts = run.text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202e}" }
            #expect(acts.isEmpty)
            #expect(!run.text.contains("##[group]") || format == "jsonl")
            #expect(!run.text.split(separator: "\n").contains { $0.hasPrefix("::") })
        }
    }

    @Test func `a service that falls silent is told of`() throws {
        let folder = try CLIFolder()
        var text = ""
        for second in 0..<59 where !(20..<40).contains(second) {
            for part in 0..<4 {
                text += Self.line("2026-01-05T10:00:\(second < 10 ? "0" : "")\(second).\(part)00Z", "mail", "sent")
            }
        }
        let steady = (0..<59).map { Self.line("2026-01-05T10:00:\($0 < 10 ? "0" : "")\($0).900Z", "orders", "placed") }.joined()
        try folder.write("mail.log", text)
        try folder.write("orders.log", steady)
        let run = try timeline(["."], in: folder)
        #expect(run.text.contains("… 20.7 s without a record of mail"), "\(run.text)")
        #expect(!run.text.contains("without a record of orders"))
        #expect(!(try timeline([".", "--level", "warn"], in: folder)).text.contains("without a record"))
    }

    @Test func `changes of health stand between the records, not every answer`() throws {
        let run = try timeline([RepositoryFile.gameDay, "--format", "jsonl"])
        let health = try objects(run).filter { $0["kind"] as? String == "health" }
        #expect(!health.isEmpty || !run.text.contains("\"kind\": \"health\""))
        for change in health { #expect((change["message"] as? String ?? "") != "") }
    }

    @Test func `standard input is read as often as it takes`() throws {
        let folder = try CLIFolder()
        let file = try folder.write("a.log", Self.line("2026-01-05T10:00:00.000Z", "orders", "placed"))
        let run = try CivicProcess.run(["timeline", "-", "--format", "jsonl"], input: file)
        #expect(try objects(run).count == 1, "\(run.error)")
    }

    @Test func `a reader that goes away ends it quietly`() throws {
        let run = try CivicProcess.run(
            ["timeline", RepositoryFile.gameDay, "--format", "jsonl"], in: nil, brokenPipe: true)
        #expect(run.error == "")
        #expect(run.status == nil || run.status == 0)
    }

    @Test func `a report in a file stands only when it is whole`() throws {
        let folder = try CLIFolder()
        let run = try timeline([RepositoryFile.gameDay, "--format", "jsonl=\(folder.path)/t.jsonl", "--limit", "10"])
        #expect(run.status == 0 && run.text == "")
        #expect(folder.names == ["t.jsonl"])
        #expect(folder.read("t.jsonl")?.split(separator: "\n").count == 10)
    }

    @Test(arguments: [
        (["--level", "loud"], "--level"), (["--window", "3s"], "--around"), (["--around", "yesterday"], "--around"),
        (["--around", "2026-01-05T10:00:00Z", "--window", "long"], "--window"), (["--id", "ab"], "at least 4"),
        (["--limit", "-1"], "--limit"), (["--format", "json"], "jsonl"),
    ])
    func `a wrong question leaves with 2`(_ arguments: [String], _ word: String) throws {
        let run = try timeline([RepositoryFile.gameDay] + arguments)
        #expect(run.status == 2)
        #expect(run.error.contains(word), "\(run.error)")
    }

    @Test func `a folder that cannot take temporary data is said so`() throws {
        let run = try timeline([
            RepositoryFile.gameDay, "--format", "jsonl", "--row-memory", "1MiB", "--jobs", "1", "--spill-dir",
            "/no/such/folder",
        ])
        #expect(run.status == 2)
        #expect(run.error.contains("/no/such/folder") && run.error.contains("--spill-dir"), "\(run.error)")
        #expect(run.text == "")
    }

    #if os(Linux)
        /// Mounting needs rights that not every machine gives.
        private static let tiny: String? = {
            var template = Array("/tmp/civic-tiny-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { return nil }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard mount("tmpfs", path, "tmpfs", 0, "size=512k") == 0 else {
                rmdir(path)
                return nil
            }
            return path
        }()

        @Test(.enabled(if: tiny != nil, "a small file system cannot be mounted here"))
        func `a full disk ends with a clear message, and nothing is left behind`() throws {
            let folder = try #require(Self.tiny)
            defer {
                umount(folder)
                rmdir(folder)
            }
            let run = try timeline([
                RepositoryFile.gameDay, "--format", "jsonl", "--row-memory", "1MiB", "--jobs", "1", "--spill-dir", folder,
                "--no-clock-adjust",
            ])
            #expect(run.status == 2)
            #expect(run.error.contains("--spill-dir"), "\(run.error)")
            #expect(run.text == "")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    #endif
}
