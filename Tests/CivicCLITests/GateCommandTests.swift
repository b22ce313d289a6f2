import CivicContract
import CivicModel
import CivicRules
import Foundation
import Testing

/// Suppressions, expectations, accepted debt and the gate, as a build meets them.
struct GateCommandTests {
    /// Logs of services, `count` records each. Every fifth is an error that names no cause, and says so in one of two ways.
    private static func folder(_ services: [String], count: Int = 200, config: String? = nil) throws -> CLIFolder {
        let folder = try CLIFolder()
        for service in services {
            let lines = (0..<count).map { i in
                let time = "2026-01-05T10:\(10 + i / 60 % 50):\(10 + i % 50).123Z"
                let message = i % 5 == 0 ? (i % 10 == 0 ? "charge failed" : "mail failed") : "order placed"
                let level = i % 5 == 0 ? "error" : "info"
                return #"{"time":"\#(time)","level":"\#(level)","service":"\#(service)","message":"\#(message)"}"# + "\n"
            }
            try folder.write("logs/\(service)/app.log", lines.joined())
        }
        if let config { try folder.write("civic.yml", "civic: 1\n" + config) }
        return folder
    }

    private static func rule(_ id: String, _ report: [String: Any], service: String = "orders") throws -> [String: Any] {
        let services = try #require(report["services"] as? [[String: Any]])
        let card = try #require(services.first { $0["name"] as? String == service })
        return try #require((card["rules"] as? [[String: Any]])?.first { $0["id"] as? String == id })
    }

    private static func issues(_ report: [String: Any]) throws -> [String] {
        let gate = try #require(report["gate"] as? [String: Any])
        return try #require(gate["issues"] as? [[String: Any]]).map { issue in
            let place = "\(issue["path"] as? String ?? ""):\(issue["line"] as? Int ?? 0)"
            return "\(issue["id"] as? String ?? "") \(issue["severity"] as? String ?? "") \(place)"
        }
    }

    // MARK: - Suppressions

    @Test(arguments: [
        ("charge failed", 20, 20), ("charge*", 20, 20), (TemplateID.of("charge failed"), 20, 20), ("* failed", 0, 40),
        ("charge", 40, 0),
    ])
    func `a suppression of a template takes out its violations, and leaves the units`(
        _ template: String, _ violations: Int, _ suppressed: Int
    ) throws {
        let day = "\(try #require(CalendarDate(secondsSinceEpoch: Int(Date().timeIntervalSince1970) + 864_000)))"
        let folder = try Self.folder(
            ["orders"],
            config:
                "suppress:\n  - { rule: MSG-004, template: \"\(template)\", reason: x, expires: \"\(day)\" }\ngate: { fail_on: \"off\" }\n"
        )
        let report = try CivicProcess.run(["audit", "logs", "--format", "json"], in: folder.path).json()
        let rule = try Self.rule("MSG-004", report)
        #expect(rule["violations"] as? Int == violations && rule["suppressed"] as? Int == suppressed)
        #expect(rule["population"] as? Int == 40)
        #expect(try Self.issues(report) == (suppressed == 0 ? ["CFG-002 warn civic.yml:3"] : []))
    }

    @Test func `a field that is suppressed is not in conflict, and the others are`() throws {
        let folder = try CLIFolder()
        let lines = (0..<60).map { i in
            let (a, b) = i % 2 == 0 ? ("1", "2") : ("\"x\"", "\"y\"")
            return
                #"{"time":"2026-01-05T10:00:\#(10 + i % 50).123Z","level":"info","service":"orders","message":"m","a":\#(a),"b":\#(b)}"#
                + "\n"
        }
        try folder.write("logs/app.log", lines.joined())
        try folder.write(
            "civic.yml", "civic: 1\nsuppress: [{ rule: FMT-001, template: a, reason: x, expires: \"2999-01-01\" }]\n")
        #expect(try CivicProcess.run(["audit", "logs"], in: folder.path).error.contains("180 are the most"))
        let day = "\(try #require(CalendarDate(secondsSinceEpoch: Int(Date().timeIntervalSince1970) + 864_000)))"
        try folder.write("civic.yml", "civic: 1\nsuppress: [{ rule: FMT-001, template: a, reason: x, expires: \"\(day)\" }]\n")
        let run = try CivicProcess.run(["audit", "logs", "--format", "json"], in: folder.path)
        let rule = try Self.rule("FMT-001", try run.json())
        #expect(rule["violations"] as? Int == 1 && rule["suppressed"] as? Int == 1)
        let text = try CivicProcess.run(["audit", "logs", "--all"], in: folder.path).text
        #expect(text.contains("b (") && !text.contains("a (number"))
    }

    @Test func `an expired suppression no longer works and is said with its line`() throws {
        let folder = try Self.folder(
            ["orders"],
            config: "suppress:\n  - { rule: MSG-004, reason: x, expires: \"2020-01-31\" }\ngate: { fail_on: \"off\" }\n")
        let report = try CivicProcess.run(["audit", "logs", "--format", "json"], in: folder.path).json()
        #expect(try Self.rule("MSG-004", report)["violations"] as? Int == 40)
        #expect(try Self.issues(report).map { String($0.prefix(7)) } == ["CFG-001"])
        #expect(try CivicProcess.run(["audit", "logs"], in: folder.path).text.contains("ended on 2020-01-31"))
    }

    @Test func `a suppression that nothing asked for is unused only when its service was there`() throws {
        let folder = try Self.folder(
            ["orders"],
            config:
                "suppress:\n  - { rule: LOG-007, services: [ghost], reason: x }\n  - { rule: CB08, reason: y, expires: \"2020-01-01\" }\n"
        )
        let report = try CivicProcess.run(["audit", "logs", "--format", "json"], in: folder.path).json()
        #expect(try !Self.issues(report).contains { $0.hasPrefix("CFG-002") })
        try folder.write("civic.yml", "civic: 1\nsuppress: [{ rule: CB18, reason: y }]\n")
        #expect(try CivicProcess.run(["audit", "logs"], in: folder.path).error.contains("unknown rule \"CB18\"; did you mean"))
    }

    @Test func `an expired suppression of a template matches what it would have taken`() throws {
        // Of the two messages that break the rule, one; none of them; both.
        for (template, isLeft) in [("charge failed", true), ("order*", false), ("* failed", true)] {
            let folder = try Self.folder(
                ["orders"],
                config:
                    "suppress:\n  - { rule: MSG-004, template: \"\(template)\", reason: x, expires: \"2020-01-31\" }\ngate: { fail_on: warn }\n"
            )
            let text = try CivicProcess.run(["check", "logs"], in: folder.path).text
            #expect(text.contains("CFG-001"), "\(text)")
            #expect(text.contains("there is nothing left that it hid") != isLeft, "\(template) \(text)")
        }
    }

    @Test func `two suppressions on one line are told apart`() throws {
        let day = "\(try #require(CalendarDate(secondsSinceEpoch: Int(Date().timeIntervalSince1970) + 864_000)))"
        let folder = try Self.folder(
            ["orders"],
            config:
                "suppress: [{ rule: MSG-004, reason: x, expires: \"\(day)\" }, { rule: LOG-001, reason: y, expires: \"\(day)\" }, "
                + "{ rule: MSG-004, template: \"ma*\", reason: z, expires: \"2020-01-31\" }]\ngate: { fail_on: \"off\" }\n"
        )
        let report = try CivicProcess.run(["audit", "logs", "--format", "json"], in: folder.path).json()
        #expect(try Self.issues(report).map { String($0.prefix(7)) }.sorted() == ["CFG-001", "CFG-002"])
    }

    @Test func `an expired suppression of a change matches by its subject`() throws {
        let folder = try Self.folder(["orders"])
        let log = try #require(folder.read("logs/orders/app.log"))
        try folder.write("logs/orders/app.log", log.replacingOccurrences(of: "\"level\":", with: "\"card\":\"x\",\"level\":"))
        #expect(try CivicProcess.run(["contract", "init", "logs"], in: folder.path).status == 0)
        try folder.write("logs/orders/app.log", log)
        for (template, isLeft) in [("card", true), ("cart", false)] {
            try folder.write(
                "civic.yml",
                "civic: 1\nsuppress: [{ rule: CB01, template: \(template), reason: x, expires: \"2020-01-31\" }]\n")
            let text = try CivicProcess.run(["check", "logs"], in: folder.path).text
            #expect(text.contains("CFG-001") && text.contains("there is nothing left that it hid") != isLeft, "\(text)")
        }
    }

    @Test func `a change of the contract is suppressed by kind, service and subject`() throws {
        let folder = try Self.folder(["orders"])
        let log = try #require(folder.read("logs/orders/app.log"))
        try folder.write("logs/orders/app.log", log.replacingOccurrences(of: "\"level\":", with: "\"card\":\"x\",\"level\":"))
        #expect(try CivicProcess.run(["contract", "init", "logs"], in: folder.path).status == 0)
        try folder.write("logs/orders/app.log", log)
        #expect(try CivicProcess.run(["check", "logs"], in: folder.path).status == 1)
        let day = "\(try #require(CalendarDate(secondsSinceEpoch: Int(Date().timeIntervalSince1970) + 864_000)))"
        for (scope, status, unused) in [
            ("services: [orders], template: card", 0, false), ("services: [\"o*\"]", 0, false),
            ("services: [payments]", 1, false), ("template: cart", 1, true),
        ] {
            try folder.write(
                "civic.yml",
                "civic: 1\ngate: { fail_on: \"off\" }\nsuppress: [{ rule: CB01, \(scope), reason: x, expires: \"\(day)\" }]\n")
            let run = try CivicProcess.run(["check", "logs"], in: folder.path)
            #expect(run.status == Int32(status) && run.text.contains("CFG-002") == unused, "\(scope) \(run.text)")
        }
    }

    @Test func `kinds of change that can be suppressed are those that there are`() {
        #expect(Suppressions.contractChanges == ChangeKind.allCases.map(\.rawValue))
    }

    // MARK: - The gate

    @Test func `a service of a hostile name acts nowhere`() throws {
        let folder = try Self.folder(
            ["ok"], config: "expect: { services: { ok: 1 }, complete: true }\ngate: { min_dimension: { message: 100 } }\n")
        let log = try #require(folder.read("logs/ok/app.log"))
        try folder.write(
            "logs/evil.log",
            log.replacingOccurrences(of: "\"service\":\"ok\"", with: #""service":"x\n::error::\u001b[31m\u202e""#))
        for command in ["audit", "check"] {
            let run = try CivicProcess.run([command, "logs"], in: folder.path)
            #expect(run.status == 1)
            for text in [run.text, run.error] {
                #expect(!text.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" })
                #expect(!text.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("::") })
            }
            #expect((run.text + run.error).contains("CFG-012"))
        }
    }

    @Test func `a run that is no worse than the committed report passes, and one that is worse fails`() throws {
        let folder = try Self.folder(["orders"], config: "gate: { fail_on: \"off\", no_worse_than: before.json }\n")
        let missing = try CivicProcess.run(["audit", "logs"], in: folder.path)
        #expect(missing.status == 2 && missing.error.contains("before.json is not there") && missing.text == "")
        try folder.write("plain.yml", "civic: 1\ngate: { fail_on: \"off\" }\n")
        #expect(
            try CivicProcess.run(
                ["audit", "logs", "--config", "plain.yml", "--format", "json=before.json"], in: folder.path
            ).status == 0)
        #expect(try CivicProcess.run(["audit", "logs"], in: folder.path).status == 0)
        let log = try #require(folder.read("logs/orders/app.log"))
        try folder.write("logs/orders/app.log", log.replacingOccurrences(of: "\"level\":\"info\",", with: ""))
        let worse = try CivicProcess.run(["audit", "logs"], in: folder.path)
        #expect(worse.status == 1 && worse.error.contains("orders fell from"), "\(worse.error)")
        try folder.write("before.json", "{\"reportVersion\": 1, \"serv")
        #expect(try CivicProcess.run(["audit", "logs"], in: folder.path).status == 2)
    }

    @Test func `an empty folder of logs is inconclusive, whatever is expected of it`() throws {
        let folder = try Self.folder([], config: "expect: { services: { orders: 1 } }\n")
        try FileManager.default.createDirectory(atPath: "\(folder.path)/logs", withIntermediateDirectories: true)
        for command in ["audit", "check"] {
            #expect(try CivicProcess.run([command, "logs"], in: folder.path).status == 3)
        }
    }

    @Test(arguments: [
        ("gate: { services: { orders: { min_scor: 1 } } }\n", "unknown key \"min_scor\"; did you mean \"min_score\"?"),
        ("gate: { fail_on_new: true }\n", "fail_on_new compares with an earlier report"),
        ("expect: { service: { a: 1 } }\n", "unknown key \"service\"; did you mean \"services\"?"),
        ("expect: { services: { a: many } }\n", "the records of a must be a whole number"),
        ("expect: { services: { a: { healt: true } } }\n", "did you mean \"health\"?"),
        ("expct: {}\n", "did you mean \"expect\"?"),
    ])
    func `a faulty gate is refused with its place`(_ text: String, _ message: String) throws {
        let folder = try Self.folder(["orders"], count: 3, config: text)
        let run = try CivicProcess.run(["audit", "logs"], in: folder.path)
        #expect(run.status == 2 && run.error.contains("civic.yml:2:") && run.error.contains(message), "\(run.error)")
    }

    // MARK: - Debt

    @Test func `debt is accepted, kept, and to be removed when it is paid`() throws {
        let folder = try Self.folder(["orders", "payments"], config: "gate: { fail_on: warn }\n")
        func civic(_ arguments: String...) throws -> CivicProcess { try CivicProcess.run(arguments, in: folder.path) }
        #expect(try civic("audit", "logs").status == 1)
        let added = try civic("debt", "add", "--all", "logs", "--reason", "from before", "--owner", "me")
        #expect(added.status == 0 && added.error.contains("accepted"), "\(added.error)")
        let file = try #require(folder.read(".civic/debt.json"))
        #expect(try civic("audit", "logs").status == 0 && civic("check", "logs").status == 0)
        // Once more changes nothing.
        #expect(try civic("debt", "add", "--all", "logs", "--reason", "from before", "--owner", "me").status == 0)
        #expect(folder.read(".civic/debt.json") == file)
        #expect(try civic("debt", "list").text.contains("(me): from before"))
        let listed = try civic("debt", "list", "--format", "json").json()
        var schema = SchemaCheck(try civic("schema", "debt").json())
        schema.check(listed)
        #expect(schema.errors == [])
        let entries = try #require(listed["debt"] as? [[String: Any]])
        #expect(
            entries.count == file.split(separator: "\n").count - 2 && entries.allSatisfy { $0["expired"] as? Bool == false })
        #expect(try civic("debt", "list", "--format", "jsn").error.contains("did you mean \"json\"?"))
        #expect(try civic("debt", "prune", "logs").error.contains("nothing to remove"))

        // A run of a part asks for its part alone.
        let log = try #require(folder.read("logs/orders/app.log"))
        try folder.write(
            "logs/orders/app.log",
            log.replacingOccurrences(of: "\"level\":\"error\"", with: "\"level\":\"error\",\"error.type\":\"Timeout\""))
        #expect(try civic("check", "logs", "--only", "payments").status == 0)
        let paid = try civic("check", "logs", "--only", "orders")
        #expect(paid.status == 1 && paid.text.contains("DEBT-001") && paid.text.contains("remove it"), "\(paid.text)")
        #expect(!paid.text.contains("seen: 1 of 1"))
        #expect(try civic("debt", "prune", "logs").status == 0)
        #expect(try civic("check", "logs").status == 0)
        #expect(folder.read(".civic/debt.json") != file)
    }

    @Test func `a finding is accepted by its fingerprint, until a day`() throws {
        let folder = try Self.folder(["orders"], config: "gate: { fail_on: warn }\n")
        let report = try CivicProcess.run(["audit", "logs", "--format", "json"], in: folder.path).json()
        let findings = try #require(report["findings"] as? [[String: Any]])
        let print = try #require(findings.first { $0["rule"] as? String == "MSG-004" }?["fingerprint"] as? String)
        func add(_ words: String...) throws -> CivicProcess {
            try CivicProcess.run(["debt", "add"] + words, in: folder.path)
        }
        #expect(try add(print, "logs", "--reason", "x", "--expires", "2099-12-31").status == 0)
        #expect(folder.read(".civic/debt.json")?.contains("\"expires\":\"2099-12-31\"") == true)
        for (words, message) in [
            (["0000000000000000", "logs", "--reason", "x"], "no finding of these logs"),
            (["logs", "--reason", "x"], "or --all"),
            ([print, "--reason", "x"], "name the logs"), ([print, "logs", "--reason", " "], "--reason is empty"),
            ([print, "logs", "--reason", "x", "--expires", "2020-01-01"], "is over already"),
            ([print, "logs", "--reason", "x", "--expires", "soon"], "no day"),
        ] {
            let run = try CivicProcess.run(["debt", "add"] + words, in: folder.path)
            #expect(run.status == 2 && run.error.contains(message), "\(words) \(run.error)")
        }
        #expect(try add(print, "logs", "--reason", "x", "--debt", "part/debt.json").status == 0)
        #expect(folder.read("part/debt.json")?.contains(print) == true)
        try folder.write(".civic/debt.json", "<<<<<<< HEAD\n")
        let run = try CivicProcess.run(["audit", "logs"], in: folder.path)
        #expect(run.status == 2 && run.error.contains(".civic/debt.json:1: a merge conflict"))
    }

    private static func head(_ text: String, _ lines: Int) -> String {
        text.split(separator: "\n").prefix(lines).map { "\($0)\n" }.joined()
    }

    @Test func `a finding is not gone where too few records were there to show it`() throws {
        let folder = try Self.folder(["orders"], config: "gate: { fail_on: warn }\n")
        func civic(_ arguments: String...) throws -> CivicProcess { try CivicProcess.run(arguments, in: folder.path) }
        let log = try #require(folder.read("logs/orders/app.log"))
        try folder.write("logs/orders/app.log", log.replacingOccurrences(of: "\"level\":\"info\",", with: ""))
        #expect(try civic("debt", "add", "--all", "logs", "--reason", "x").status == 0)
        #expect(folder.read(".civic/debt.json")?.contains("LOG-002") == true)
        // LOG-002 says something from thirty records on.
        try folder.write("logs/orders/app.log", Self.head(log, 29))
        let few = try civic("check", "logs")
        #expect(!few.text.contains("LOG-002"), "\(few.text)")
        try folder.write("logs/orders/app.log", Self.head(log, 30))
        let enough = try civic("check", "logs")
        #expect(enough.status == 1 && enough.text.contains("LOG-002 is accepted as debt and no longer"), "\(enough.text)")
    }

    @Test func `an accepted change of the contract is not gone where it was not exercised`() throws {
        let folder = try Self.folder(["orders"], config: "gate: { fail_on: \"off\" }\n")
        func civic(_ arguments: String...) throws -> CivicProcess { try CivicProcess.run(arguments, in: folder.path) }
        let log = try #require(folder.read("logs/orders/app.log"))
        #expect(try civic("contract", "init", "logs").status == 0)
        let changed = log.replacingOccurrences(of: "\"level\":", with: "\"sev\":")
        try folder.write("logs/orders/app.log", changed)
        #expect(try civic("check", "logs").status == 1)
        #expect(try civic("debt", "add", "--all", "logs", "--reason", "x").status == 0)
        #expect(folder.read(".civic/debt.json")?.contains("\"CB01\"") == true)
        #expect(try civic("check", "logs").status == 0)
        for lines in [3, 10, 19] {
            try folder.write("logs/orders/app.log", Self.head(changed, lines))
            let few = try civic("check", "logs")
            #expect(!few.text.contains("DEBT-001"), "\(lines) \(few.text)")
            #expect(try civic("debt", "prune", "logs").error.contains("nothing to remove"))
        }
        try folder.write("logs/orders/app.log", log)
        let back = try civic("check", "logs")
        #expect(back.status == 1 && back.text.contains("DEBT-001"), "\(back.text)")
    }

    @Test func `accepting all that fails leaves what was accepted before as it is`() throws {
        let folder = try Self.folder(["orders"], config: "gate: { fail_on: warn }\n")
        func add(_ words: String...) throws -> CivicProcess {
            try CivicProcess.run(["debt", "add"] + words, in: folder.path)
        }
        #expect(try add("--all", "logs", "--reason", "first", "--expires", "2099-12-31").status == 0)
        let before = try #require(folder.read(".civic/debt.json"))
        #expect(try add("--all", "logs", "--reason", "second").error.contains("nothing fails"))
        #expect(folder.read(".civic/debt.json") == before)
        // One that is over counts again, and so it is accepted anew.
        try folder.write(".civic/debt.json", before.replacingOccurrences(of: "2099", with: "2020"))
        #expect(try add("--all", "logs", "--reason", "second").status == 0)
        let after = try #require(folder.read(".civic/debt.json"))
        #expect(after.contains("second") && !after.contains("first"))
    }

    // MARK: - Scale

    @Test func `forty services in several folders are judged whole and in parts`() throws {
        let names = (1...40).map { "svc-\($0)" }
        let expected = names.map { "    \($0): 20\n" }.joined()
        let folder = try Self.folder(
            names, count: 20,
            config:
                "gate: { fail_on: \"off\", services: { svc-7: { min_score: 100 } } }\nexpect:\n  complete: true\n  services:\n\(expected)"
        )
        let whole = try CivicProcess.run(["check", "logs", "--format", "json"], in: folder.path)
        #expect(whole.status == 1)
        func failing(_ run: CivicProcess) throws -> [String] {
            try #require(try run.json()["issues"] as? [[String: Any]]).filter { $0["fails"] as? Bool == true }
                .map { "\($0["id"] as? String ?? "") \($0["service"] as? String ?? "")" }
        }
        #expect(try failing(whole) == ["GATE-002 svc-7"])
        let jobs = try CivicProcess.run(["check", "logs", "--format", "json", "--jobs", "1"], in: folder.path)
        #expect(jobs.output == whole.output)
        try FileManager.default.removeItem(atPath: "\(folder.path)/logs/svc-12")
        #expect(
            try failing(CivicProcess.run(["check", "logs", "--format", "json"], in: folder.path)) == [
                "CFG-010 svc-12", "GATE-002 svc-7",
            ])
        let part = try CivicProcess.run(
            ["check", "logs", "--only", "svc-1", "--only", "svc-2*", "--format", "json"], in: folder.path)
        #expect(part.status == 0 && part.error == "", "\(part.text) \(part.error)")
        let folders = try CivicProcess.run(
            ["check", "logs/svc-3", "logs/svc-4", "--only", "svc-{3,4}", "--format", "json"], in: folder.path)
        #expect(folders.status == 0)
    }
}
