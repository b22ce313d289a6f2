import CivicModel
import Testing

@testable import CivicScore

@Suite struct CreditRampTests {
    /// The line under the definition in the design: ok 1 %, bad 50 %.
    @Test(arguments: [(0.0, 1.0), (0.01, 1), (0.02, 0.82), (0.05, 0.59), (0.10, 0.41), (0.25, 0.18), (0.5, 0), (1, 0)])
    func `each decade of violations costs the same`(x: Double, expected: Double) {
        #expect(abs(Allowance(ok: 0.01, bad: 0.5).credit(ratio: x) - expected) < 0.005)
    }

    @Test func `without any allowance a violation is never free`() {
        let strict = Allowance(ok: 0, bad: 0.1)
        #expect(strict.credit(ratio: 0) == 1)
        #expect(strict.credit(ratio: 1e-9) == 0.99)
        #expect(strict.credit(ratio: 0.01) == 0.99)
        #expect(abs(strict.credit(ratio: 0.0316227766) - 0.5) < 1e-6)
        #expect(strict.credit(ratio: 0.1) == 0)
    }

    @Test func `a census costs at least half the credit at the first violation`() {
        let census = Allowance(ok: 0, bad: 0, presence: true)
        #expect(census.credit(ratio: 0) == 1)
        #expect(census.credit(ratio: 1e-9) == 0.5)
        #expect(abs(census.credit(ratio: 1e-4) - 1.0 / 3) < 1e-9)
        #expect(census.credit(ratio: 1e-3) == 0)
    }

    @Test func `an allowance without a ramp is a step`() {
        let step = Allowance(ok: 0.2, bad: 0.2)
        #expect(step.credit(ratio: 0.2) == 1)
        #expect(step.credit(ratio: 0.2000001) == 0)
        #expect(Allowance(ok: 0, bad: 0).credit(ratio: 0.0001) == 0)
    }

    @Test func `credit never rises with the ratio and stays within 0 and 1`() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let ok = Bool.random(using: &random) ? 0 : Double.random(in: 0...0.5, using: &random)
            let allowance = Allowance(
                ok: ok, bad: Double.random(in: ok...1, using: &random), presence: Int.random(in: 0..<4, using: &random) == 0)
            let x = Double.random(in: 0...1, using: &random)
            let y = Double.random(in: x...1, using: &random)
            let (cx, cy) = (allowance.credit(ratio: x), allowance.credit(ratio: y))
            #expect(cx >= cy && cx <= 1 && cy >= 0, "\(allowance) \(x) \(y)")
        }
    }
}
