import CivicModel
import Testing

@testable import CivicScore

@Suite struct ViolationRatioTests {
    @Test func `no violation in twenty records still allows sixteen percent`() {
        let interval = WilsonInterval(ratio: 0, count: 20)
        #expect(interval.low == 0)
        #expect(abs(interval.high - 0.161) < 0.0005)
    }

    /// The numbers of clean records that confirm a target, as the design lists them.
    @Test(arguments: [(0.90, 35), (0.95, 73), (0.99, 381), (0.999, 3838)])
    func `clean records confirm a target once there are enough`(target: Double, records: Int) {
        #expect(WilsonInterval(ratio: 0, count: records).high <= 1 - target)
        #expect(WilsonInterval(ratio: 0, count: records - 1).high > 1 - target)
    }

    @Test func `an interval over nothing is everything`() {
        #expect(WilsonInterval(ratio: 0, count: 0) == WilsonInterval(low: 0, high: 1))
    }

    /// One healthy template with 99 % of the volume, 40 without any trace id.
    @Test func `a chatty healthy template does not hide forty bad ones`() {
        let templates =
            [RuleOutcome.TemplateCount(population: 99_000, violations: 0)]
            + Array(repeating: .init(population: 25, violations: 25), count: 40)
        let plain = info("COR-001", .correlation, Allowance(ok: 0.01, bad: 0.7))
        var balanced = plain
        balanced.allowance.ratio = .balanced
        let hidden = ViolationRatio(outcome(plain, 1000, of: 100_000, templates: templates))
        let seen = ViolationRatio(outcome(balanced, 1000, of: 100_000, templates: templates))
        #expect(hidden.value == 0.01)
        #expect(abs(seen.value - 0.493) < 0.001)
        #expect(seen.low < seen.value && seen.value < seen.high)
        #expect(seen.high - seen.low > hidden.high - hidden.low)
    }

    @Test func `a few templates of many clean records leave little doubt, and many of one record each more`() {
        let rule = info("LOG-001", .format, Allowance(ok: 0.001, bad: 0.2, ratio: .balanced))
        let busy = ViolationRatio(
            outcome(rule, 0, of: 50_000, templates: Array(repeating: .init(population: 5000, violations: 0), count: 10)))
        let thin = ViolationRatio(
            outcome(rule, 0, of: 10, templates: Array(repeating: .init(population: 1, violations: 0), count: 10)))
        #expect(busy.value == 0 && busy.low == 0)
        #expect(busy.high < 0.001)
        #expect(thin.high > 0.2)
    }

    @Test func `a balanced rule without templates counts units alone`() {
        let rule = info("COR-001", .correlation, Allowance(ok: 0.01, bad: 0.7, ratio: .balanced))
        #expect(ViolationRatio(outcome(rule, 3, of: 12)).value == 0.25)
    }

    @Test func `a suppressed unit weighs in the unsuppressed ratio on both halves`() {
        let rule = info("SEC-007", .security, Allowance(ok: 0.01, bad: 0.7, ratio: .balanced))
        let sample = outcome(
            rule, 0, of: 100, templates: [.init(population: 50, violations: 0), .init(population: 50, violations: 0)],
            suppressed: 20)
        #expect(ViolationRatio(sample).value == 0)
        #expect(abs(ViolationRatio.unsuppressed(sample).value - 0.2) < 1e-12)
    }
}
