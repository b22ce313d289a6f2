import CivicModel
import CivicProfile
import Testing

@testable import CivicCorrelation

struct DependantsTests {
    private func hop(_ from: String, _ to: String, _ count: Int) -> Correlation.Hop { .init(from: from, to: to, count: count) }

    private func system(_ hops: [Correlation.Hop], looks: [(service: String, component: String)] = []) -> ObservedSystem {
        var correlation = Correlation()
        correlation.hops = hops
        var log = HealthLog()
        for (number, look) in looks.enumerated() {
            var observation = HealthObservation(source: 0, line: number + 1, byte: number, service: look.service)
            observation.url = "http://\(look.service):8080/ready"
            observation.time = Instant(nanoseconds: Int64(number) * 1_000_000_000)
            observation.body = UInt64(number)
            var report = HealthReport(format: "made")
            report.components = [HealthComponent(name: look.component, status: .pass)]
            log.observations.append(observation)
            log.bodies[UInt64(number)] = HealthBody(report: report, text: [], stableHash: 0)
        }
        return ObservedSystem(
            [:], names: ServiceNames(Profile()), ceiling: .max, health: log.isEmpty ? nil : HealthHistory(log),
            correlation: correlation, experiments: [])
    }

    @Test func `neighbours depend on each other, and who talks to others only does not`() {
        let found = Dependants(
            of: ["stock"],
            in: system([hop("orders", "stock", 900), hop("stock", "shipping", 800), hop("accounts", "mailer", 500)]))
        #expect(found.names == ["orders", "shipping"])
        #expect(found.bystanders == ["accounts", "mailer"])
    }

    @Test func `what hardly ever passes is no dependency`() {
        let found = Dependants(of: ["stock"], in: system([hop("orders", "stock", 900), hop("audit", "stock", 3)]))
        #expect(found.names == ["orders"])
        // Something does pass: nobody can say that it has nothing to do with it.
        #expect(found.bystanders.isEmpty)
    }

    @Test func `whose health looks at it depends on it`() {
        let found = Dependants(
            of: ["postgres"],
            in: system(
                [hop("orders", "stock", 900)],
                looks: [("orders", "postgresql-main"), ("stock", "diskSpace"), ("postgres", "postgres")]))
        #expect(found.names == ["orders"])
        // Nobody exchanges events with a database: that somebody does not says nothing.
        #expect(found.bystanders.isEmpty)
    }

    @Test func `where nothing is known nobody is told apart`() {
        let found = Dependants(of: ["stock"], in: system([]))
        #expect(found.names.isEmpty && found.bystanders.isEmpty)
        #expect(Dependants(of: [], in: system([hop("a", "b", 5)])).names.isEmpty)
    }
}
