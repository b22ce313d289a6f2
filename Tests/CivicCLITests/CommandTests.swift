import Foundation
import Testing

@testable import CivicCLI

/// The program as its users meet it: arguments in, reports and an exit status out.
struct CommandTests {
    private static let line =
        #"{"time":"2026-01-05T10:00:00.123Z","level":"info","service":"orders","message":"order placed","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}"#

    private func folder(_ lines: Int = 50) throws -> CLIFolder {
        let folder = try CLIFolder()
        let text = (0..<lines).map { Self.line.replacingOccurrences(of: "10:00:00", with: "10:00:\(10 + $0 % 50)") + "\n" }
            .joined()
        try folder.write("logs/orders.log", text)
        return folder
    }

    // MARK: Exit status

    @Test func `an audit that judged something leaves with 0 and says nothing on standard error`() throws {
        let folder = try folder()
        let run = try CivicProcess.run(["audit", "logs"], in: folder.path)
        #expect(run.status == 0)
        #expect(run.error == "")
        #expect(run.text.contains("orders"))
    }

    @Test func `a gate that is not met leaves with 1 and says which`() throws {
        let folder = try folder()
        try folder.write("gate.yml", "civic: 1\ngate:\n  min_score: 99.99\n")
        let run = try CivicProcess.run(["audit", "logs", "--config", "gate.yml"], in: folder.path)
        #expect(run.status == 1)
        #expect(run.error.contains("gate.min_score"))
        // The report is complete all the same.
        #expect(run.text.contains("orders"))
    }

    @Test(arguments: [
        (["frobnicate"], "unknown command"), (["audti", "logs"], "did you mean \"audit\"?"), (["audit"], "paths"),
        (["audit", "logs", "--nonsense"], "nonsense"), (["audit", "logs", "--jobs", "0"], "--jobs"),
        (["audit", "logs", "--jobs", "x"], "jobs"),
        (["audit", "logs", "--memory", "lots"], "--memory"), (["audit", "logs", "--format", "jsn"], "did you mean \"json\"?"),
        (["audit", "logs", "--format", "json="], "missing after ="),
        (["audit", "logs", "--format", "json", "--format", "text"], "standard output"),
        (["audit", "logs", "--from", "yesterday"], "--from"), (["audit", "logs", "--to", "2026-01-05T10:00:00"], "--to"),
        (["audit", "logs", "--from", "2026-01-06T00:00:00Z", "--to", "2026-01-05T00:00:00Z"], "later than --to"),
        (["audit", "logs", "--assume-timezone", "Mars/Base"], "Mars/Base"),
        (["audit", "logs", "--assume-year", "12"], "--assume-year"),
        (["audit", "log"], "did you mean logs?"), (["inspect", "nothing/here.log"], "nothing/here.log"),
        (["audit", "logs", "--config", "none.yml"], "none.yml"), (["rules", "explain", "LOG-01"], "did you mean \"LOG-001\"?"),
        (["formats", "explain", "jsom"], "did you mean \"json\"?"), (["schema", "audits"], "did you mean \"audit\"?"),
        (["audit", "logs", "--format", "json=no/such/folder/a.json"], "no/such/folder/a.json"),
    ])
    func `a wrong question leaves with 2, says what is wrong and prints no report`(
        _ arguments: [String], _ message: String
    ) throws {
        let folder = try folder(3)
        let run = try CivicProcess.run(arguments, in: folder.path)
        #expect(run.status == 2)
        #expect(run.error.contains(message), "\(run.error)")
        #expect(run.text == "")
        #expect(!run.error.contains("Fatal"))
    }

    @Test(arguments: [
        ("civic: 1\nprofil: x\n", "bad.yml:2:1: unknown key \"profil\""), ("civic: 1\nrules: [\n", "bad.yml:"),
        ("civic: 2\n", "bad.yml:1"),
        ("", "bad.yml"), ("civic: 1\nrules:\n  LOG-999: off\n", "LOG-999"),
        ("civic: 1\ngate: { min_score: many }\n", "min_score"),
        ("civic: 1\ncivic: 1\n", "bad.yml:2"), ("civic: 1\nprofil: x\ngat: y\n", "bad.yml:3:1: unknown key \"gat\""),
    ])
    func `a faulty civic yml leaves with 2 and names the place`(_ text: String, _ message: String) throws {
        let folder = try folder(3)
        try folder.write("bad.yml", text)
        let run = try CivicProcess.run(["audit", "logs", "--config", "bad.yml"], in: folder.path)
        #expect(run.status == 2)
        #expect(run.error.contains(message), "\(run.error)")
        #expect(run.text == "")
    }

    @Test func `civic yml of the current folder counts`() throws {
        let folder = try folder(3)
        try folder.write("civic.yml", "civic: 1\nprofil: x\n")
        #expect(try CivicProcess.run(["audit", "logs"], in: folder.path).status == 2)
        #expect(try CivicProcess.run(["audit", "\(folder.path)/logs"], in: "/tmp").status == 0)
    }

    @Test(arguments: [
        ["audit", "empty"], ["audit", "empty.log"], ["inspect", "empty.log"], ["audit", "blank.log"], ["audit", "broken.log"],
        ["audit", "logs", "--from", "2030-01-01T00:00:00Z"], ["audit", "logs", "--service", "nobody"],
        ["audit", "logs", "--config", "many.yml"],
    ])
    func `nothing to judge leaves with 3 and says why`(_ arguments: [String]) throws {
        let folder = try folder()
        try folder.write("empty/.hidden", "x\n")
        try folder.write("empty.log", "")
        try folder.write("blank.log", "\n\n\n")
        try folder.write("broken.log", "{\"a\":\n{\"b\":\n")
        try folder.write("many.yml", "civic: 1\ngate: { min_records: 1000000 }\n")
        let run = try CivicProcess.run(arguments, in: folder.path)
        #expect(run.status == 3)
        #expect(run.error != "")
    }

    @Test func `damaged input is fine unless it was said to be strict, then it is 4`() throws {
        let folder = try folder()
        let text = String(repeating: Self.line + "\n", count: 2000)
        try folder.write("logs/cut.log.gz", Array(CLIFolder.gzip(text).dropLast(40)))
        let mild = try CivicProcess.run(["audit", "logs"], in: folder.path)
        #expect(mild.status == 0)
        #expect(mild.text.contains("cut.log.gz"))
        for command in ["audit", "inspect"] {
            let strict = try CivicProcess.run([command, "logs", "--strict-input"], in: folder.path)
            #expect(strict.status == 4)
            #expect(strict.error.contains("--strict-input"))
        }
    }

    @Test func `help and version are no errors`() throws {
        for arguments in [["--help"], ["help"], ["audit", "--help"], ["--version"]] {
            let run = try CivicProcess.run(arguments)
            #expect(run.status == 0)
            #expect(run.text.contains("civic") || run.text.hasPrefix("\(CivicCommand.version)"))
        }
    }

    // MARK: Reports

    @Test(arguments: ["audit", "inspect"])
    func `JSON of the game day validates against the program's own schema`(_ command: String) throws {
        let schema = try CivicProcess.run(["schema", command]).json()
        let run = try CivicProcess.run([command, RepositoryFile.gameDay, "--format", "json"])
        #expect(run.status == 0)
        var check = SchemaCheck(schema)
        check.check(try run.json())
        #expect(check.errors.prefix(10) == [])
    }

    @Test(arguments: [
        (#"{"a": 1, "b": "x"}"#, 0), (#"{"a": 1.5}"#, 1), ("{}", 1), (#"{"a": 1, "b": "z"}"#, 1), (#"{"a": 1, "c": 1}"#, 1),
        (#"{"a": true}"#, 1),
        (#"{"a": "1"}"#, 1), (#"{"a": 1, "b": null, "c": []}"#, 2),
    ])
    func `the check of schemas sees what is wrong`(_ text: String, _ count: Int) throws {
        let schema = #"""
            {"type": "object", "required": ["a"], "additionalProperties": false,
             "properties": {"a": {"type": "integer"}, "b": {"enum": ["x", "y"]}}}
            """#
        func parsed(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
        var check = SchemaCheck(try #require(try parsed(schema) as? [String: Any]))
        check.check(try parsed(text))
        #expect(check.errors.count == count, "\(check.errors)")
    }

    @Test func `two reports go to two files, and nothing to the screen`() throws {
        let folder = try folder()
        let run = try CivicProcess.run(["audit", "logs", "--format", "json=a.json", "--format", "text=b.txt"], in: folder.path)
        #expect(run.status == 0)
        #expect(run.text == "")
        #expect(folder.names == ["a.json", "b.txt", "logs"])
        let screen = try CivicProcess.run(["audit", "logs", "--format", "json"], in: folder.path)
        #expect(folder.read("a.json") == screen.text)
        #expect(folder.read("b.txt")?.contains("orders") == true)
        #expect(folder.read("b.txt")?.contains("\u{1b}") == false)
    }

    @Test func `a report that cannot be written leaves what was there`() throws {
        let folder = try folder()
        let run = try CivicProcess.run(["audit", "logs", "--format", "json=/dev/full"], in: folder.path)
        #expect(run.status == 2)
        #expect(run.error.contains("/dev/full"))
    }

    @Test func `a report does not replace the log that it is about`() throws {
        let folder = try folder()
        let before = folder.read("logs/orders.log")
        for option in [["--format", "json=logs/orders.log"], ["--rejects", "logs/orders.log"]] {
            let run = try CivicProcess.run(["audit", "logs"] + option, in: folder.path)
            #expect(run.status == 2)
            #expect(run.error.contains("inputs"))
            #expect(folder.read("logs/orders.log") == before)
        }
    }

    @Test(
        arguments: [([:], false), (["NO_COLOR": "1"], false), (["TERM": "xterm-256color"], false)] as [([String: String], Bool)]
    )
    func `there is no colour where no terminal is`(_ environment: [String: String], _ isColoured: Bool) throws {
        let folder = try folder()
        let run = try CivicProcess.run(["audit", "logs"], in: folder.path, environment: environment)
        #expect(run.text.contains("\u{1b}") == isColoured)
    }

    @Test func `colour comes when asked for, and never means never`() throws {
        let folder = try folder()
        #expect(try CivicProcess.run(["audit", "logs", "--color", "always"], in: folder.path).text.contains("\u{1b}["))
        #expect(
            try CivicProcess.run(["audit", "logs", "--color", "always"], in: folder.path, environment: ["NO_COLOR": "1"]).status
                == 0)
        #expect(!(try CivicProcess.run(["audit", "logs", "--color", "never"], in: folder.path).text.contains("\u{1b}")))
    }

    // MARK: Input

    @Test func `--rejects holds the lines that could not be read, as they were`() throws {
        let folder = try folder()
        try folder.write("logs/broken.log", "{\"a\":1}\n{\"b\":\u{7}\n{\"c\":2}\n{\"d\" 1}\r\n{\"e\":3}\n")
        let run = try CivicProcess.run(["audit", "logs", "--rejects", "rejects.log"], in: folder.path)
        #expect(run.status == 0)
        #expect(folder.read("rejects.log") == "{\"b\":\u{7}\n{\"d\" 1}\n")
        _ = try CivicProcess.run(["audit", "logs/orders.log", "--rejects", "none.log"], in: folder.path)
        #expect(folder.read("none.log") == "")
    }

    @Test func `--from and --to bound the records, both ends included`() throws {
        let folder = try folder()
        let run = try CivicProcess.run(
            [
                "audit", "logs", "--format", "json", "--from", "2026-01-05T10:00:20.123Z", "--to",
                "2026-01-05T12:00:29.123+02:00",
            ], in: folder.path)
        let services = try #require(try run.json()["services"] as? [[String: Any]])
        #expect(services.map { $0["records"] as? Int } == [10])
    }

    @Test(arguments: [false, true])
    func `standard input is read, plain and compressed`(_ isCompressed: Bool) throws {
        let folder = try CLIFolder()
        let text = String(repeating: Self.line + "\n", count: 20)
        let file = try folder.write("input", isCompressed ? CLIFolder.gzip(text) : Array(text.utf8))
        let run = try CivicProcess.run(["inspect", "-", "--format", "json"], input: file)
        #expect(run.status == 0)
        let source = try #require((try run.json()["sources"] as? [[String: Any]])?.first)
        #expect(source["path"] as? String == "-")
        #expect(source["records"] as? Int == 20)
        #expect(source["compression"] as? String == (isCompressed ? "gzip" : "none"))
        #expect(source["decompressedBytes"] as? Int == text.utf8.count)
        #expect(try CivicProcess.run(["audit", "-"], input: file).status == 0)
    }

    @Test func `the same input gives the same bytes whatever the workers and the order of paths`() throws {
        let paths = ["logs/orders", "logs/payments", "logs/gateway", "logs/shipping", "health"].map {
            "\(RepositoryFile.gameDay)/\($0)"
        }
        let one = try CivicProcess.run(["audit", "--format", "json", "--jobs", "1"] + paths)
        #expect(one.status == 0)
        for (jobs, order) in [
            ("8", paths), ("3", paths.reversed()), ("8", [paths[2], paths[0], paths[4], paths[1], paths[3]]),
        ] {
            let other = try CivicProcess.run(
                ["audit", "--format", "json", "--jobs", jobs] + order,
                environment: ["LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo"])
            #expect(other.output == one.output, "\(jobs) workers")
        }
    }

    @Test func `a path that is named twice counts once`() throws {
        let folder = try folder()
        let once = try CivicProcess.run(["audit", "logs", "--format", "json"], in: folder.path)
        let twice = try CivicProcess.run(["audit", "logs", "logs/orders.log", "./logs", "--format", "json"], in: folder.path)
        #expect((try twice.json()["ledger"] as? [String: Any])?["records"] as? Int == 50)
        #expect((try once.json()["ledger"] as? [String: Any])?["records"] as? Int == 50)
    }

    @Test func `what is found is not repeated in any report`() throws {
        let folder = try CLIFolder()
        let secret = "AKIA" + "QYLPMN5HHHFPZAM2"
        let card = "4111 1111 1111 1111"
        try folder.write("pay.log", String(repeating: "level=error msg=\"charge \(card) key \(secret) failed\"\n", count: 30))
        for format in ["text", "json"] {
            let run = try CivicProcess.run(
                ["audit", "pay.log", "--format", format, "--all"].filter { format == "text" || $0 != "--all" }, in: folder.path)
            #expect(run.status == 0)
            #expect(run.text.contains("SEC-"))
            #expect(!run.text.contains(secret))
            #expect(!run.text.contains(card))
        }
    }

    @Test func `hostile log text stays text on the screen`() throws {
        let folder = try CLIFolder()
        try folder.write(
            "evil.log",
            String(
                repeating:
                    "{\"level\":\"error\",\"service\":\"a\\u001b[2Jb\u{1b}[31m\u{202e}\",\"message\":\"\u{1b}]0;owned\u{7} \\u001b[31m\"}\n",
                count: 30))
        for command in ["audit", "inspect"] {
            let run = try CivicProcess.run([command, "evil.log"], in: folder.path)
            #expect(run.status == 0)
            #expect(
                !run.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7f || $0.value == 0x202e })
        }
    }

    // MARK: Other commands

    @Test func `a civic yml that init writes is one that audit reads`() throws {
        let folder = try folder()
        let made = try CivicProcess.run(["init", "logs"], in: folder.path)
        #expect(made.status == 0)
        #expect(folder.names.contains("civic.yml"))
        #expect(try CivicProcess.run(["audit", "logs"], in: folder.path).status != 2)
        #expect(try CivicProcess.run(["config", "print"], in: folder.path).status == 0)
        // What is there is not overwritten.
        #expect(try CivicProcess.run(["init"], in: folder.path).status == 2)
    }

    @Test func `rules list as JSON holds every rule once, sorted`() throws {
        let rules = try #require(
            try CivicProcess.run(["rules", "list", "--format", "json"]).json()["rules"] as? [[String: Any]])
        let ids = rules.compactMap { $0["id"] as? String }
        #expect(ids.count == rules.count && ids.count >= 30)
        #expect(ids == Set(ids).sorted())
        for id in ids.prefix(3) { #expect(try CivicProcess.run(["rules", "explain", id]).status == 0) }
    }

    @Test func `rules test fails for an example that does not hold`() throws {
        let folder = try CLIFolder()
        let rule = """
            civic: 1
            custom:
            - id: SHOP-001
              name: has-colour
              severity: warn
              impact: normal
              dimension: message
              unit: record
              assert: { field: colour, exists: true }
              allow: { ok: 0%, bad: 10%, min: 1 }
              fix: Log the colour.
              examples:
                pass: [{ colour: red }]
                fail: [{ colour: EXAMPLE }]

            """
        try folder.write("bad.yml", rule.replacingOccurrences(of: "EXAMPLE", with: "blue"))
        try folder.write("good.yml", rule.replacingOccurrences(of: "EXAMPLE", with: "\"\""))
        let bad = try CivicProcess.run(["rules", "test", "bad.yml"], in: folder.path)
        #expect(bad.status == 1)
        #expect(bad.error.contains("SHOP-001 example fail[0]"))
        let good = try CivicProcess.run(["rules", "test", "good.yml"], in: folder.path)
        #expect(good.status == 0)
        #expect(good.text.contains("2 of 2"))
    }

    @Test func `every example of every built-in rule holds`() throws {
        let results = try ExampleRun.run(try ScanSession.builtInRules())
        #expect(results.count >= 150)
        #expect(results.filter { !$0.holds }.map(\.description) == [])
    }
}
