import CivicModel
import Testing

@testable import CivicRules

/// Measures by what they count in small logs that can be counted by hand.
struct MeasureTests {
    private func count(_ rule: String, _ text: String) throws -> EngineCount {
        let declaration = try #require(
            EngineRun.builtIns.first { $0.info.id == rule || $0.info.name == rule }, "no rule \(rule)")
        return try EngineRun(text: text, rules: [declaration]).count(declaration.info.id)
    }

    @Test func `every built-in rule is read, and every measure is used by one`() {
        #expect(EngineRun.builtIns.count >= 30)
        #expect(Set(EngineRun.builtIns.map(\.info.id)).count == EngineRun.builtIns.count)
        let used = Set(
            EngineRun.builtIns.compactMap { rule -> String? in
                if case .measure(let name) = rule.body { name } else { nil }
            })
        let known = Set(Measures.records.map { $0.id } + Measures.services.map { $0.id })
        #expect(used.subtracting(known) == [])
        #expect(known.subtracting(used) == [])
    }

    @Test func `a repeated key is one violation a record`() throws {
        let rule = try #require(
            EngineRun.builtIns.first { if case .measure("duplicate-keys") = $0.body { true } else { false } })
        let text = String(repeating: "{\"a\":{\"x\":1},\"a\":{\"y\":2}}\n{\"a\":{\"x\":1,\"y\":2}}\n", count: 30)
        #expect(try EngineRun(text: text, rules: [rule]).count(rule.info.id) == EngineCount(60, 30))
        // The other way round: what is met first must not decide.
        let turned = String(repeating: "{\"a\":{\"x\":1,\"y\":2}}\n{\"a\":{\"x\":1},\"a\":{\"y\":2}}\n", count: 30)
        #expect(try EngineRun(text: turned, rules: [rule]).count(rule.info.id) == EngineCount(60, 30))
    }

    @Test func `a record that repeats the one before it counts, across any distance of time`() throws {
        var text = ""
        for i in 0..<100 {
            text += "{\"time\":\"2026-01-05T10:00:\(10 + i % 50)Z\",\"level\":\"info\",\"message\":\"disk is slow\"}\n"
        }
        let rule = try #require(EngineRun.builtIns.first { if case .measure("repeats") = $0.body { true } else { false } })
        let outcome = try EngineRun(text: text, rules: [rule]).count(rule.info.id)
        #expect(outcome == EngineCount(100, 99))
    }

    @Test func `rejected lines are charged to the service of their source`() throws {
        let rule = try #require(
            EngineRun.builtIns.first { if case .measure("record-decodes") = $0.body { true } else { false } })
        let text = String(repeating: "{\"service\":\"orders\",\"message\":\"m\"}\n{\"cut\":\n", count: 20)
        let run = try EngineRun(text: text, rules: [rule])
        #expect(run.outcomes.map(\.service) == ["orders"])
        #expect(run.count(rule.info.id).violations == 20)
        #expect(run.count(rule.info.id).population == 40)
    }

    @Test func `control characters count by record, raw and escaped`() throws {
        let rule = try #require(
            EngineRun.builtIns.first { if case .measure("control-characters") = $0.body { true } else { false } })
        let lines = ["a\u{1b}[31mb", "a\\u001b[31mb", "two\\nlines", "a tab\\t, a line end\\n", "plain", "\\\\u001b"]
        let text = lines.map { "{\"message\":\"\($0)\"}\n" }.joined()
        #expect(try EngineRun(text: text, rules: [rule]).count(rule.info.id) == EngineCount(6, 3))
    }

    @Test(arguments: EngineRun.builtIns.map(\.info.id))
    func `no rule finds a violation where there is no record`(_ id: String) throws {
        #expect(try count(id, "") == EngineCount(0, 0))
        #expect(try count(id, "\n\n").violations == 0)
    }

    @Test(arguments: EngineRun.builtIns.map(\.info.id))
    func `no rule counts more violations than units, whatever the log`(_ id: String) throws {
        let text = """
            {"time":"2026-01-05T10:00:00Z","level":"info","service":"a","message":"order 1 placed","event_id":"e1"}
            {"time":"yesterday","level":"odd","service":"a","msg":"order 2 \u{1b}[0m","event_id":2}
            {"a":1,"a":2}
            {"cut":
            level=error msg="failed" status=200 trace_id=zz
            plain text
            \tat a.B.c(D.java:1)
            {"time":"2026-01-05T10:00:00Z","level":"info","service":"b","message":"order 1 placed"}
            {"time":"2026-01-05T10:00:01Z","level":"info","service":"b","message":"order 1 placed"}

            """
        let declaration = try #require(EngineRun.builtIns.first { $0.info.id == id })
        for outcome in try EngineRun(text: text, rules: [declaration]).outcomes {
            #expect(outcome.violations >= 0 && outcome.violations <= outcome.population, "\(id) in \(outcome.service)")
            #expect(outcome.templateRatios.allSatisfy { $0.violations <= $0.population && $0.population > 0 })
        }
    }
}
