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
