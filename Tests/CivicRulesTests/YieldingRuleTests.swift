import CivicModel
import Testing

@testable import CivicRules

@Suite struct `rules that yield` {
    private static let rules = """
        civic: 1
        custom:
        - { id: SHOP-001, name: exact, fix: f, assert: { field: a, exists: true }, examples: { pass: [{ a: 1 }], fail: [{ b: 1 }] } }
        - id: SHOP-002
          name: vague
          fix: f
          assert: { field: c, exists: true }
          yields: [SHOP-001]
          examples: { pass: [{ c: 1 }], fail: [{ b: 1 }] }

        """

    @Test func `one root cause has one penalty`() throws {
        let rules = try RuleFileReader.read(bytes: Array(Self.rules.utf8), file: "shop.yml")
        let both = try EngineRun(text: #"{"timestamp":"2026-01-05T10:00:00Z","b":1}"# + "\n", rules: rules)
        #expect(both.count("SHOP-001") == EngineCount(1, 1))
        #expect(both.count("SHOP-002") == EngineCount(0, 0))
        let second = try EngineRun(text: #"{"timestamp":"2026-01-05T10:00:00Z","a":1}"# + "\n", rules: rules)
        #expect(second.count("SHOP-002") == EngineCount(1, 1))
    }

    @Test(arguments: ["shop", "SHOP-002"])
    func `a rule yields to others only`(id: String) {
        let text = Self.rules.replacing("yields: [SHOP-001]", with: "yields: [\(id)]")
        #expect(throws: ConfigurationErrors.self) { try RuleFileReader.read(bytes: Array(text.utf8), file: "shop.yml") }
    }

    @Test func `a finding that is graded down is no error any more`() {
        var info = EngineRun.builtIns.first { $0.info.id == "HLT-002" }?.info
        info?.grade(.low)
        #expect(info?.severity == .info)
        #expect(info?.impact == .low)
        var other = EngineRun.builtIns.first { $0.info.id == "HLT-034" }?.info
        other?.grade(.normal)
        #expect(other?.severity == .info)
    }

    @Test func `the times of an example go on, and only those with a zone`() {
        let text = #"{"time":"2026-12-31T23:59:59.500Z","day":"2026-12-31","made":"2026-12-31T23:59:59+00:00"}"#
        #expect(
            ExampleTimes.move(text, by: 500_000_000)
                == #"{"time":"2027-01-01T00:00:00.000Z","day":"2026-12-31","made":"2026-12-31T23:59:59+00:00"}"#)
        for cut in 0..<text.utf8.count { _ = ExampleTimes.move(String(text.prefix(cut)), by: 1) }
    }

    @Test func `secrets are members that are called so and hold a value`() {
        func found(_ text: String) -> [String] { SecretMembers.all(in: Array(text.utf8)).map(\.key) }
        #expect(found(#"{"db_password":"hunter-22x","note":"password"}"#) == ["db_password"])
        #expect(found(#"{"password":"******","token":null,"secret":{"name":"default-token-x7k2p"}}"#).isEmpty)
        #expect(found(#"{"token":"5f4dcc3b-5aa7-65d6-1d83-27deb882cf99","apiKey":"[redacted]"}"#).isEmpty)
        #expect(found(#"{"clientSecret":"#).isEmpty)
    }

    @Test(arguments: [
        ("db", true), ("paymentClient", true), ("redis:responseTime", true), ("diskSpace", false), ("livenessState", false),
        ("orders-api", false), ("eventLoop", false), ("stockService", true), ("dbPool", true),
    ])
    func `a component is another system by its name`(name: String, expected: Bool) {
        let component = HealthComponent(name: name, status: .pass)
        #expect(DependencyNames.isDependency(component, of: "orders") == expected)
    }
}
