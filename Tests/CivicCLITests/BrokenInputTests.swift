import Foundation
import Testing

/// What a user is told of input that is none.
struct BrokenInputTests {
    private func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 0x9e37_79b9_7f4a_7c15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }

    private let line = #"{"time":"2026-01-05T10:00:00Z","level":"info","service":"orders","message":"up"}"# + "\n"
    private let answer =
        #"{"observedAt":"2026-01-05T10:00:00Z","service":"orders","url":"http://orders/health","status":200,"body":{"status":"UP"}}"#
        + "\n"

    @Test(arguments: ["audit", "timeline"]) func `a file that is no text has no records, whatever it is called`(
        command: String
    ) throws {
        let folder = try CLIFolder()
        try folder.write("orders.jsonl", noise(200_000))
        let run = try CivicProcess.run([command, "."], in: folder.path)
        #expect(run.status == 3, "\(run.error)")
    }

    @Test func `beside a log it is named as what could not be read, and its lines are nobody's`() throws {
        let folder = try CLIFolder()
        try folder.write("orders.jsonl", noise(200_000))
        try folder.write("good.jsonl", String(repeating: line, count: 20))
        let run = try CivicProcess.run(["audit", "."], in: folder.path)
        #expect(run.status == 0)
        #expect(run.text.contains("1 of 2 files could not be read (see Losses)"), "\(run.text)")
        #expect(run.text.contains("more zero bytes or control characters than text has: not read"))
    }

    @Test func `a line among health answers that tells of none is a reject with its address`() throws {
        let folder = try CLIFolder()
        try folder.write("health.jsonl", answer + answer + #"{"service":7,"status":null}"# + "\n" + answer)
        let run = try CivicProcess.run(["inspect", "health.jsonl", "--rejects", "rejects"], in: folder.path)
        #expect(run.text.contains("lines    4 = 3 records + 1 rejected"), "\(run.text)")
        #expect(run.text.contains("undecodable-lines at line 3: 1 line: tells of no answer of a health endpoint"))
        #expect(folder.read("rejects") == #"{"service":7,"status":null}"# + "\n")
        let audit = try CivicProcess.run(["audit", "health.jsonl", "--format", "json"], in: folder.path).json()
        let services = try #require(audit["services"] as? [[String: Any]])
        #expect(services.map { $0["name"] as? String } == ["orders"])
    }

    @Test func `an answer that never came, and one without a body, are answers`() throws {
        let folder = try CLIFolder()
        try folder.write(
            "health.jsonl",
            answer + answer
                + #"{"observedAt":"2026-01-05T10:00:01Z","service":"orders","url":"http://orders/health","status":null,"error":"timeout"}"#
                + "\n"
                + #"{"observedAt":"2026-01-05T10:00:02Z","service":"orders","url":"http://orders/health","status":204}"# + "\n")
        let run = try CivicProcess.run(["inspect", "health.jsonl"], in: folder.path)
        #expect(run.text.contains("lines    4 = 4 records + 0 rejected"), "\(run.text)")
    }

    @Test func `the formats that a help names are those that the error names`() throws {
        let help = try CivicProcess.run(["timeline", "--help"]).text.replacingOccurrences(of: "\n", with: " ")
        #expect(help.contains("timeline: jsonl"), "\(help)")
        let folder = try CLIFolder()
        try folder.write("good.jsonl", line)
        let run = try CivicProcess.run(["timeline", "good.jsonl", "--format", "json"], in: folder.path)
        #expect(run.status == 2)
        #expect(run.error.contains("formats are text, jsonl"))
    }
}
