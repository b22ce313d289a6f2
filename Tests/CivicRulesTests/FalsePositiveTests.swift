import CivicModel
import Testing

@testable import CivicRules

/// Secrets and cards in the fixtures: none where there are none, each where one is.
struct FalsePositiveTests {
    private static let rules = ["SEC-001", "SEC-002", "SEC-004", "SEC-005", "SEC-008"]

    @Test func `nothing is found in the logs that were made to look as if`() throws {
        let run = try EngineRun(["\(EngineRun.root)/fixtures/false-positives"])
        #expect(run.services.reduce(0) { $0 + $1.records } > 4000)
        for rule in Self.rules {
            for outcome in run.outcomes where outcome.rule.id == rule {
                #expect(outcome.violations == 0, "\(rule) in \(outcome.service): \(outcome.evidence)")
            }
            #expect(run.count(rule).population > 4000, "\(rule)")
        }
    }

    @Test func `both engines for patterns find the same in every fixture`() throws {
        let paths = ["\(EngineRun.root)/fixtures/gameday/logs", "\(EngineRun.root)/fixtures/false-positives"]
        let plain = try EngineRun(paths, engine: .plain)
        let fastest = try EngineRun(paths, engine: .fastest)
        #expect(plain.outcomes.count > 500)
        let difference = zip(plain.dump, fastest.dump).filter { $0 != $1 }.prefix(5).map { "\($0)\n\($1)" }
        #expect(plain.dump.count == fastest.dump.count)
        #expect(difference == [])
    }

    @Test func `the engines agree on secrets next to each other, in escapes and at the ends of lines`() throws {
        let key = "AKIA" + "QYLPMN5HHHFPZAM2"
        let token = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
        let bodies = [
            key, "x\(key)", "\(key)x", "\(key) \(token)", "\(token)\\n\(key)", "Bear" + "er abcdefghijklmnopqrstuvwxyz012345",
            "card 4111111111111111.", "card 4111-1111-1111-1112",
            "\\u0041KIA" + "QYLPMN5HHHFPZAM2", "pass" + "word=hunter2hunter2", "a@b.example", "",
        ]
        var text = ""
        for first in bodies {
            for second in bodies {
                text += "{\"level\":\"info\",\"message\":\"\(first) and \(second)\"}\nlevel=info msg=\"\(second)\" \(first)\n"
            }
        }
        let plain = try EngineRun(text: text, rules: EngineRun.builtIns, engine: .plain)
        let fastest = try EngineRun(text: text, rules: EngineRun.builtIns, engine: .fastest)
        // Paths are of two folders that are gone; all else must be equal.
        func counts(_ run: EngineRun) -> [String] { run.outcomes.map { "\($0.rule.id) \($0.violations)/\($0.population)" } }
        #expect(counts(plain) == counts(fastest))
        #expect(plain.outcomes.contains { $0.rule.id.hasPrefix("SEC") && $0.violations > 20 })
    }
}
