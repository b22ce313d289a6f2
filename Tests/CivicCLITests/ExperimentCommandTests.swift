import Foundation
import Testing

/// `civic experiment` as a user starts it.
struct ExperimentCommandTests {
    private let folder: CLIFolder

    /// A small system: `front` calls `back`, which is stopped from 10:05:00 to 10:05:10.
    init() throws {
        folder = try CLIFolder()
        var front = ""
        var back = ""
        func line(_ second: Int, _ level: String, _ service: String, _ message: String) -> String {
            let time = String(format: "2026-01-05T10:%02d:%02d.500Z", second / 60, second % 60)
            return #"{"timestamp":"\#(time)","level":"\#(level)","service":"\#(service)","message":"\#(message)"}"# + "\n"
        }
        for second in 0..<600 {
            let isDown = (300..<310).contains(second)
            front += line(second, "info", "front", "page shown")
            if second % 40 == 3 { front += line(second, "error", "front", "user typed nonsense") }
            if isDown { front += line(second, "error", "front", "back refused the call") }
            if !isDown { back += line(second, "info", "back", "answered") }
        }
        try folder.write("logs/front.log", front)
        try folder.write("logs/back.log", back)
        try folder.write("journal.json", Self.journal(from: "10:05:00", to: "10:05:10"))
    }

    private static func journal(from: String, to: String, day: String = "2026-01-05") -> String {
        func activity(_ name: String, _ at: String) -> String {
            #"""
            {"activity": {"type": "action", "name": "\#(name)", "provider": {"type": "python", "module": "m", "func": "f",
             "arguments": {"service": "back"}}}, "output": true, "status": "succeeded", "start": "\#(day)T\#(at)+00:00",
             "end": "\#(day)T\#(at)+00:00"}
            """#
        }
        return #"""
            {"chaoslib-version": "1.44.0", "experiment": {"title": "Front does without <b>back</b> \u001b[31m| `x`", "method": []},
             "start": "\#(day)T\#(from)+00:00", "end": "\#(day)T\#(to)+00:00", "status": "completed", "deviated": false,
             "steady_states": {"before": {"steady_state_met": true, "probes": []}, "after": null, "during": []},
             "run": [\#(activity("stop-back", from)), \#(activity("start-back", to))], "rollbacks": []}
            """#
    }

    private func civic(_ arguments: String...) throws -> CivicProcess {
        try CivicProcess.run(["experiment"] + arguments, in: folder.path)
    }

    @Test func `the caller is a witness, and the ordinary error is none`() throws {
        let run = try civic("journal.json", "logs", "--format", "json")
        #expect(run.status == 0, "\(run.error)")
        let experiment = try #require((try run.json()["experiments"] as? [[String: Any]])?.first)
        let fault = try #require((experiment["faults"] as? [[String: Any]])?.first)
        #expect(fault["target"] as? [String] == ["back"])
        #expect(fault["targetOrigin"] as? String == "arguments")
        let witnesses = try #require(fault["witnesses"] as? [[String: Any]])
        #expect(witnesses.map { $0["service"] as? String } == ["front"])
        #expect(witnesses.first?["message"] as? String == "back refused the call")
        #expect(witnesses.first?["afterSeconds"] as? Double == 0.5)
        #expect(witnesses.first?["count"] as? Int == 10)
        #expect(witnesses.first?["specific"] as? Bool == true)
        #expect(fault["silent"] as? [String] == ["back"])
    }

    @Test func `the JSON validates against the program's own schema`() throws {
        var check = SchemaCheck(try CivicProcess.run(["schema", "experiment"]).json())
        check.check(try civic("journal.json", "logs", "--format", "json").json())
        #expect(check.errors == [])
    }

    @Test func `the same bytes come out for any number of workers and any place of the journal`() throws {
        let one = try civic("journal.json", "logs", "--format", "json", "--jobs", "1")
        let many = try civic("journal.json", "logs/back.log", "logs/front.log", "--format", "json", "--jobs", "4")
        #expect(one.output == many.output)
    }

    @Test func `text and Markdown hold no escape and no markup of others`() throws {
        let text = try civic("journal.json", "logs")
        #expect(!text.output.contains(0x1b))
        #expect(text.text.contains("back refused the call"))
        let markdown = try civic("journal.json", "logs", "--format", "markdown")
        #expect(!markdown.output.contains(0x1b))
        #expect(!markdown.text.contains("<b>"))
        #expect(markdown.text.contains("What to fix"))
    }

    @Test func `a journal of another day is said to be so and nothing is made of it`() throws {
        try folder.write("other.json", Self.journal(from: "10:05:00", to: "10:05:10", day: "2026-01-04"))
        let run = try civic("other.json", "logs", "--format", "json")
        #expect(run.status == 3)
        #expect(run.error.contains("2026-01-04"))
        let experiment = try #require((try run.json()["experiments"] as? [[String: Any]])?.first)
        #expect((experiment["faults"] as? [Any])?.isEmpty == true)
        #expect(experiment["elsewhere"] as? Bool == true)
    }

    @Test func `a journal that is cut in half is read as far as it is whole`() throws {
        let whole = Array(Self.journal(from: "10:05:00", to: "10:05:10").utf8)
        try folder.write("cut.json", Array(whole[..<(whole.count - 60)]))
        let run = try civic("cut.json", "logs")
        #expect(run.status == 0)
        #expect(run.text.contains("ends early at byte \(whole.count - 60)"))
        #expect(run.text.contains("back refused the call"))
        #expect(run.text.contains("journal not whole"))
    }

    @Test func `a journal that ends before what was played gives no verdict`() throws {
        let whole = Self.journal(from: "10:05:00", to: "10:05:10")
        let end = try #require(whole.firstRange(of: "\"run\""))
        try folder.write("cut.json", String(whole[..<end.lowerBound]))
        let run = try civic("cut.json", "logs", "--format", "text", "--format", "json=cut-out.json")
        #expect(run.status == 3)
        #expect(run.text.contains("what was injected is not known"))
        #expect(!run.text.contains("nothing to notice"))
        #expect(run.error.contains("its journal is not whole"))
    }

    @Test func `what is no journal is refused with help`() throws {
        try folder.write("none.json", "hello\n")
        let run = try civic("none.json", "logs")
        #expect(run.status == 2)
        #expect(run.error.contains("help: name the journal.json"))
    }

    @Test func `a game day by hand is as good as a journal`() throws {
        try folder.write(
            "hand.jsonl",
            #"{"name": "pull the plug", "target": "back", "start": "2026-01-05T10:05:00Z", "end": "2026-01-05T10:05:10Z"}"#
                + "\n")
        let run = try civic("hand.jsonl", "logs")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.text.contains("pull the plug -> back"))
        #expect(run.text.contains("back refused the call"))
    }

    @Test func `an experiment file in YAML is a plan, and inconclusive`() throws {
        try folder.write("plan.yaml", "title: T\nmethod:\n- type: action\n  name: kill-back\n")
        let run = try civic("plan.yaml", "logs")
        #expect(run.status == 3)
        #expect(run.text.contains("kill-back"))
    }

    @Test func `a target by another name is given in civic yml`() throws {
        try folder.write(
            "hand.json", #"[{"name": "x", "target": "vm-17", "start": "2026-01-05T10:05:00Z", "end": "2026-01-05T10:05:10Z"}]"#)
        try folder.write("civic.yml", "civic: 1\nexperiments:\n  targets: { vm-17: back }\n")
        let run = try civic("hand.json", "logs")
        #expect(run.text.contains("x -> back"))
        #expect(run.text.contains("target from civic.yml"))
    }

    @Test func `an audit judges the journals that lie among its inputs`() throws {
        let audit = try CivicProcess.run(["audit", ".", "--format", "json"], in: folder.path).json()
        let services = try #require(audit["services"] as? [[String: Any]])
        for service in services {
            let rules = try #require(service["rules"] as? [[String: Any]])
            let rule = try #require(rules.first { $0["id"] as? String == "EXP-001" })
            #expect(rule["verdict"] as? String == (service["name"] as? String == "back" ? "pass" : "pass"))
            #expect(rule["population"] as? Int == 1)
        }
    }
}
