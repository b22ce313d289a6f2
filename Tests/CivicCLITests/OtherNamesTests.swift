import Foundation
import Testing

/// A system that calls its ids by names of its own, with all that a game day leaves in its folder.
struct OtherNamesTests {
    private let folder: CLIFolder

    init() throws {
        folder = try CLIFolder()
        var (desk, gate) = ("", "")
        func id(_ kind: Int, _ number: Int) -> String {
            "\(kind)f0c7e1a-51b2-4c3d-8e4f-" + String(format: "%012x", 7919 * (number + 1))
        }
        for i in 0..<120 {
            let time = String(format: "2026-01-05T10:%02d:%02d", i / 60, i % 60)
            desk +=
                #"{"timestamp":"\#(time).100Z","level":"info","service":"desk","message":"fare paid","#
                + #""event_id":"\#(id(1, i))","correlation_id":"\#(id(3, i))"}"# + "\n"
            gate +=
                #"{"timestamp":"\#(time).200Z","level":"info","service":"gate","message":"gate opened","#
                + #""uid":"\#(id(2, i))","because":"\#(id(1, i))","journey":"\#(id(3, i))","topic":"gates"}"# + "\n"
        }
        try folder.write("logs/desk.log", desk)
        try folder.write("logs/gate.log", gate)
        try folder.write(
            "day/chaostoolkit.log",
            "[2026-01-05 10:00:30 INFO] [run:365] Running experiment: The gate dies\n"
                + "[2026-01-05 10:00:30 INFO] [run:380] Steady-state strategy: default\n")
        try folder.write(
            "day/experiment.json",
            #"""
            {"version": "1.0.0", "title": "The gate dies", "description": "x", "steady-state-hypothesis": {"title": "y", "probes": []},
             "method": [{"type": "action", "name": "kill-gate", "provider": {"type": "process", "path": "kill"}}]}
            """#)
    }

    @Test func `a list of faults by hand is one of an audit's inputs, too, and a record that starts something is none`() throws
    {
        try folder.write(
            "hand.json",
            #"[{"name": "gate dies", "target": "gate", "start": "2026-01-05T10:01:00Z", "end": "2026-01-05T10:01:05Z"}]"#)
        try folder.write(
            "jobs.json",
            #"{"name": "job", "target": "gate", "start": "2026-01-05T10:01:00Z", "message": "job done", "level": "info"}"#)
        let report = try audit("logs", "hand.json", "jobs.json")
        let services = try #require(report["services"] as? [[String: Any]])
        #expect(services.compactMap { $0["name"] as? String } == ["desk", "gate", "jobs"])
        let findings = try #require(report["findings"] as? [[String: Any]])
        #expect(findings.contains { ($0["rule"] as? String)?.hasPrefix("EXP-") ?? false })
    }

    private func audit(_ paths: String...) throws -> [String: Any] {
        try CivicProcess.run(["audit"] + paths + ["--format", "json"], in: folder.path).json()
    }

    @Test func `the file says who answered where the address is that of the machine that asked`() throws {
        let curl = (0..<6).map { i in
            "$ date; curl -i http://localhost:8080/health\nMon Jan  5 10:00:0\(i) UTC 2026\nHTTP/1.0 200 OK\nDate: Mon, 05 Jan 2026 10:00:0\(i) GMT\n\n{\"status\": \"UP\"}\n\n"
        }.joined()
        try folder.write("health/gate.txt", curl)
        // Answers of several: each has its address only, and one of them is known by it.
        try folder.write("health/all.txt", curl + curl.replacingOccurrences(of: "localhost:8080", with: "localhost:8081"))
        let health = try #require(try audit("logs", "health")["healthSeries"] as? [[String: Any]])
        #expect(health.compactMap { $0["service"] as? String } == ["gate", "localhost:8081"])
    }

    @Test func `a text under another name is the message where ids stand under the usual one`() throws {
        let lines = (0..<60).map { i in
            #"{"service":"till","ts":"2026-01-05T10:00:\#(String(format: "%02d", i)).300Z","severity":"INFO","text":"till was opened","#
                + #""msg":"7a11c\#(1000 + i)f","parent":"1f0c7e1a-51b2-4c3d-8e4f-\#(String(format: "%012x", 7919 * (i + 1)))"}"#
        }
        let shelf = (0..<60).map { i in
            #"{"service":"shelf","ts":"2026-01-05T10:00:\#(String(format: "%02d", i)).400Z","severity":"INFO","text":"taken off","#
                + #""parent":"7a11c\#(1000 + i)f"}"#
        }
        try folder.write("more/till.log", lines.joined(separator: "\n") + "\n")
        try folder.write("more/shelf.log", shelf.joined(separator: "\n") + "\n")
        let text = try CivicProcess.run(["timeline", "logs", "more", "--service", "till"], in: folder.path).text
        #expect(text.contains("till was opened"))
        let correlation = try #require(try audit("logs", "more")["correlation"] as? [String: Any])
        let roles = try #require(correlation["roles"] as? [[String: Any]])
        #expect(roles.contains { $0["field"] as? String == "msg" && $0["role"] as? String == "event" })
        let hops = try #require(correlation["hops"] as? [[String: Any]])
        #expect(
            hops.contains { $0["from"] as? String == "till" && $0["to"] as? String == "shelf" && $0["count"] as? Int == 60 })
    }

    @Test func `a state that follows from the parts is called by its name, and not by the HTTP status`() throws {
        let polls = (0..<12).map { i in
            let line =
                #""time":"2026-01-05T10:00:\#(String(format: "%02d", i * 5))Z","service":"gate","url":"http://gate/metrics","#
            let page = ##"# TYPE gate_up gauge\ngate_up \##(i / 3 == 1 ? 0 : 1)\n"##
            return #"{\#(line)"status":200,"body":"\#(page)"}"#
        }
        try folder.write("health/gate.jsonl", polls.joined(separator: "\n") + "\n")
        let text = try CivicProcess.run(["timeline", "logs", "health"], in: folder.path).text
        #expect(text.contains("pass to fail"))
        #expect(!text.contains("200 to 200"))
    }

    @Test func `the tag of a container names the service of its lines`() throws {
        let lines = (0..<40).map { i in
            #"{"log":"{\"t\":17676072\#(10 + i)000,\"lvl\":30,\"m\":\"fare paid\"}\n","stream":"stdout","time":"2026-01-05T10:00:\#(10 + i).5Z","attrs":{"tag":"shop/till/0123456789ab"}}"#
        }
        try folder.write("docker/0123456789ab/0123456789ab-json.log", lines.joined(separator: "\n") + "\n")
        let services = try #require(try audit("docker")["services"] as? [[String: Any]])
        #expect(services.compactMap { $0["name"] as? String } == ["till"])
    }

    @Test func `the tool that plays an experiment is no service`() throws {
        let services = try #require(try audit("logs", "day")["services"] as? [[String: Any]])
        #expect(services.compactMap { $0["name"] as? String } == ["desk", "gate"])
    }

    @Test func `an id that was found by its values is one, whatever it is called`() throws {
        let findings = try #require(try audit("logs")["findings"] as? [[String: Any]])
        let asked = findings.filter { finding in
            finding["service"] as? String == "gate" && ["COR-001", "COR-003"].contains(finding["rule"] as? String)
        }
        #expect(asked.allSatisfy { $0["violations"] as? Int == 0 }, "\(asked)")
    }
}
