import CivicModel
import Testing

@testable import CivicScore

struct ExpectationTests {
    private static func ids(
        _ services: [Expectations.Service], complete: Bool = false, scope: [String] = [], records: [String: Int],
        answers: [String: Int] = [:]
    ) -> [String] {
        var expectations = Expectations()
        (expectations.services, expectations.isComplete) = (services, complete)
        let judge = ExpectationJudge(expectations, scope: scope, matches: plainMatch) { _ in .init(path: "civic.yml", line: 3) }
        return judge.issues(records: records, answers: answers).map { issue in
            #expect(issue.fails && issue.origin == .expectation && issue.anchor.line == 3)
            return "\(issue.id) \(issue.service)"
        }
    }

    private static func service(_ name: String, _ records: Int = 1, health: Bool = false) -> Expectations.Service {
        var service = Expectations.Service(services: name)
        (service.minimumRecords, service.health) = (records, health)
        return service
    }

    @Test func `a service that sent nothing is a finding, and one record is something`() {
        #expect(Self.ids([Self.service("a")], records: ["b": 9]) == ["CFG-010 a"])
        #expect(Self.ids([Self.service("a")], records: ["a": 0]) == ["CFG-010 a"])
        #expect(Self.ids([Self.service("a")], records: ["a": 1]) == [])
    }

    @Test func `too few records are a finding, and exactly as many are enough`() {
        #expect(Self.ids([Self.service("a", 500)], records: ["a": 499]) == ["CFG-011 a"])
        #expect(Self.ids([Self.service("a", 500)], records: ["a": 500]) == [])
    }

    @Test func `every service that a glob matches is asked, and at least one must be there`() {
        let some = [Self.service("pay*", 10)]
        #expect(Self.ids(some, records: ["payments": 9, "payouts": 10, "orders": 1]) == ["CFG-011 payments"])
        #expect(Self.ids(some, records: ["orders": 1]) == ["CFG-010 pay*"])
    }

    @Test func `health must have answered where that is expected`() {
        #expect(Self.ids([Self.service("a", health: true)], records: ["a": 1]) == ["CFG-013 a"])
        #expect(Self.ids([Self.service("a", health: true)], records: ["a": 1], answers: ["a": 1]) == [])
        // A service that is known by its endpoint alone.
        #expect(Self.ids([Self.service("a", 0, health: true)], records: [:], answers: ["a": 1]) == [])
        #expect(Self.ids([Self.service("a", 1, health: true)], records: [:], answers: ["a": 1]) == ["CFG-010 a"])
    }

    @Test func `who is not expected is a finding in a complete list only`() {
        #expect(Self.ids([Self.service("a")], complete: true, records: ["a": 1, "b": 1]) == ["CFG-012 b"])
        #expect(Self.ids([Self.service("a")], records: ["a": 1, "b": 1]) == [])
        #expect(Self.ids([Self.service("a"), Self.service("b", 0)], complete: true, records: ["a": 1, "b": 1]) == [])
    }

    @Test func `a run of a part is asked for its part alone`() {
        let all = [Self.service("orders"), Self.service("pay*"), Self.service("ship*", 5)]
        #expect(Self.ids(all, scope: ["orders"], records: ["orders": 1]) == [])
        #expect(Self.ids(all, scope: ["payments"], records: [:]) == ["CFG-010 pay*"])
        #expect(Self.ids(all, scope: ["ship*"], records: ["shipping": 4]) == ["CFG-011 shipping"])
        #expect(Self.ids(all, complete: true, scope: ["orders"], records: ["orders": 1, "other": 1]) == [])
    }
}
