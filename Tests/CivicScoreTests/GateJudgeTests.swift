import CivicContract
import CivicModel
import Testing

@testable import CivicScore

struct GateJudgeTests {
    private static let names = ["orders", "payments"]

    /// Two services, of which `payments` breaks one rule of two in its dimension.
    private static func run(
        broken: Int = 900, severity: Severity = .error, digest: String = "d", extra: [RuleOutcome] = []
    ) -> AuditReport {
        let outcomes =
            names.flatMap { clean(in: $0) } + [
                outcome(info("LOG-001", .format, severity: severity), broken, of: 1000, in: "payments")
            ]
        return audit(outcomes + extra, records: ["orders": 1000, "payments": 1000], digest: digest)
    }

    private static func policy(_ change: (inout GatePolicy) -> Void = { _ in }) -> GatePolicy {
        var policy = GatePolicy()
        change(&policy)
        return policy
    }

    @Test func `without a configuration nothing is gated`() {
        let report = judge(nil).verdict(Self.run())
        #expect(report.verdict == .ok && report.reasons == [] && report.issues.count == 1)
        #expect(report.issues.allSatisfy { !$0.fails })
    }

    @Test(arguments: [
        (Severity.error, Severity?.some(.error), true), (.warn, .error, false), (.warn, .warn, true), (.info, .warn, false),
        (.info, .info, true), (.error, nil, false),
    ])
    func `a failed verdict fails from the severity of fail_on on`(_ severity: Severity, _ failOn: Severity?, _ fails: Bool) {
        let report = judge(Self.policy { $0.failOn = failOn }).verdict(Self.run(severity: severity))
        #expect((report.verdict == .gate) == fails && report.issues.contains(where: \.fails) == fails)
    }

    @Test func `a provisional verdict fails nothing`() {
        let few = outcome(info("LOG-001", .format, severity: .error), 2, of: 3, in: "orders")
        let report = judge(Self.policy()).verdict(audit(clean() + [few], records: ["orders": 3]))
        #expect(report.issues.count == 1 && report.verdict == .ok)
    }

    @Test func `each limit fires below it and not at it`() throws {
        let run = Self.run()
        let payments = try #require(run.card.services.first { $0.name == "payments" })
        let system = try #require(run.card.system)
        let format = try #require(payments.dimensions.first { $0.dimension == .format })
        func ids(_ change: (inout GatePolicy) -> Void) -> [String] {
            var policy = Self.policy(change)
            policy.failOn = nil
            return judge(policy).verdict(run).issues.filter(\.fails).map(\.id)
        }
        func one(_ name: String, _ change: (inout GatePolicy.ServiceLimits) -> Void) -> [GatePolicy.ServiceLimits] {
            var limits = GatePolicy.ServiceLimits(services: name)
            change(&limits)
            return [limits]
        }
        #expect(ids { $0.minimumScore = system.score } == [])
        #expect(ids { $0.minimumScore = system.score + 0.01 } == ["GATE-001"])
        #expect(ids { $0.services = one("pay*") { $0.minimumScore = payments.score } } == [])
        #expect(ids { $0.services = one("pay*") { $0.minimumScore = payments.score + 0.01 } } == ["GATE-002"])
        #expect(ids { $0.services = one("orders") { $0.minimumScore = payments.score + 0.01 } } == [])
        #expect(ids { $0.minimumDimension = [.format: format.score] } == [])
        #expect(ids { $0.minimumDimension = [.format: format.score + 0.01] } == ["GATE-003"])
        // What was not assessed is not below anything.
        #expect(ids { $0.minimumDimension = [.health: 100] } == [])
        // A later entry for a service has the last word.
        #expect(
            ids {
                $0.services =
                    one("*") { $0.minimumDimension = [.format: 100] } + one("payments") { $0.minimumDimension = [.format: 0] }
            } == [])
    }

    @Test func `a service may be held to more than the rest`() {
        var strict = GatePolicy.ServiceLimits(services: "payments")
        strict.failOn = .severity(.warn)
        let run = Self.run(severity: .warn)
        #expect(judge(Self.policy { $0.services = [strict] }).verdict(run).verdict == .gate)
        strict.services = "orders"
        #expect(judge(Self.policy { $0.services = [strict] }).verdict(run).verdict == .ok)
        strict = .init(services: "payments")
        strict.failOn = .nothing
        #expect(judge(Self.policy { $0.services = [strict] }).verdict(Self.run()).verdict == .ok)
    }

    @Test func `too few records are inconclusive, and exactly as many are enough`() {
        #expect(
            judge(
                Self.policy {
                    $0.minimumRecords = 2000
                    $0.failOn = nil
                }
            ).verdict(Self.run()).verdict == .ok)
        let few = judge(Self.policy { $0.minimumRecords = 2001 }).verdict(Self.run())
        #expect(few.verdict == .inconclusive)
        #expect(few.reasons.first == "inconclusive: 2000 records, and gate.min_records asks for 2001")
    }

    @Test func `a run of a part says nothing of the system`() {
        let policy = Self.policy {
            $0.minimumScore = 100
            $0.failOn = nil
        }
        #expect(judge(policy).verdict(Self.run()).verdict == .gate)
        #expect(judge(policy, isPartial: true).verdict(Self.run()).verdict == .ok)
    }

    // MARK: - Against an earlier report

    @Test func `a score that fell by more than the tolerance fails, for the service and the system`() {
        let earlier = EarlierAudit(Self.run(broken: 100))
        let policy = Self.policy {
            $0.failOn = nil
            $0.noWorseThan = "before.json"
        }
        func ids(_ broken: Int) -> [String] {
            judge(policy, earlier: earlier).verdict(Self.run(broken: broken)).issues.filter(\.fails).map { $0.id + $0.service }
        }
        #expect(ids(100) == [] && ids(50) == [] && ids(105) == [])
        #expect(ids(400) == ["GATE-004", "GATE-004payments"])
    }

    @Test func `an equal run is not worse, even without tolerance`() {
        for broken in stride(from: 0, through: 1000, by: 37) {
            let policy = Self.policy {
                $0.failOn = nil
                $0.tolerance = 0
            }
            let run = Self.run(broken: broken)
            #expect(judge(policy, earlier: EarlierAudit(run)).verdict(run).verdict == .ok)
        }
    }

    @Test func `only rules that counted both times are compared`() {
        let fresh = outcome(info("NEW-001", .message, .critical), 1000, of: 1000, in: "payments")
        let policy = Self.policy {
            $0.failOn = nil
            $0.tolerance = 0
        }
        let report = judge(policy, earlier: EarlierAudit(Self.run())).verdict(Self.run(digest: "e", extra: [fresh]))
        #expect(report.verdict == .ok)
        // Said, and no failure.
        #expect(report.issues.contains { $0.id == "GATE-005" && !$0.fails })
        #expect(judge(policy, earlier: EarlierAudit(Self.run())).verdict(Self.run()).issues.allSatisfy { $0.id != "GATE-005" })
    }

    @Test func `what is new fails where the policy says so, whatever its severity`() {
        let policy = Self.policy {
            $0.failOnNew = true
            $0.failOn = nil
            $0.tolerance = 100
        }
        let earlier = EarlierAudit(Self.run(severity: .info))
        #expect(judge(policy, earlier: earlier).verdict(Self.run(severity: .info)).verdict == .ok)
        let fresh = outcome(info("NEW-001", .message, severity: .info), 1000, of: 1000, in: "payments")
        let report = judge(policy, earlier: earlier).verdict(Self.run(severity: .info, extra: [fresh]))
        #expect(report.issues.filter(\.fails).map(\.id) == ["NEW-001"])
    }

    @Test func `what fails stands first, and the order does not depend on that of the input`() {
        let policy = Self.policy {
            $0.minimumScore = 100
            $0.minimumDimension = [.format: 100]
        }
        let run = Self.run(extra: [outcome(info("ZZZ-001", .message, severity: .warn), 900, of: 1000, in: "orders")])
        let gate = judge(policy)
        let issues = gate.ruleIssues(run.card) + gate.scoreIssues(run.card)
        let expected = gate.report(run, issues: issues)
        #expect(expected.issues.map(\.fails) == expected.issues.map(\.fails).sorted { $0 && !$1 })
        for seed in 1...20 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let shuffled = gate.report(run, issues: issues.shuffled(using: &generator))
            #expect(shuffled.issues.map(\.fingerprint) == expected.issues.map(\.fingerprint))
            #expect(shuffled.reasons == expected.reasons)
        }
    }
}
