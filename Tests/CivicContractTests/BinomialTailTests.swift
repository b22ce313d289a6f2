import Testing

@testable import CivicContract

struct BinomialTailTests {
    @Test func `tails agree with what can be counted by hand`() {
        #expect(abs(BinomialTail.atMost(0, of: 10, chance: 0.5) - 1.0 / 1024) < 1e-12)
        #expect(abs(BinomialTail.atMost(1, of: 10, chance: 0.5) - 11.0 / 1024) < 1e-12)
        #expect(abs(BinomialTail.atMost(9, of: 10, chance: 0.5) - 1023.0 / 1024) < 1e-12)
        #expect(BinomialTail.atMost(10, of: 10, chance: 0.3) == 1)
        #expect(BinomialTail.atMost(5, of: 0, chance: 0.3) == 1)
    }

    @Test func `tails fall with the chance and grow with the count`() {
        for n in [7, 100, 4000] {
            for k in stride(from: 0, to: n - 1, by: max(1, n / 9)) {
                #expect(BinomialTail.atMost(k, of: n, chance: 0.4) >= BinomialTail.atMost(k, of: n, chance: 0.6) - 1e-9)
                #expect(BinomialTail.atMost(k + 1, of: n, chance: 0.4) >= BinomialTail.atMost(k, of: n, chance: 0.4) - 1e-9)
            }
        }
    }

    @Test func `of equal claims no more stand than the family allows`() {
        func claim(_ chance: Double?) -> Claim {
            let change = ContractChange(
                kind: .fieldRemoved, verdict: .breaking, service: "s", subject: "x", evidence: .init(0, of: 1), message: "",
                fix: "")
            return Claim(change: change, chance: chance)
        }
        #expect(Claim.proven([claim(1e-6), claim(1e-4), claim(nil)], looked: 100) == [true, false, true])
        #expect(Claim.proven([claim(5e-4)], looked: 1) == [true])
        #expect(Claim.proven([claim(5e-4), claim(5e-4)], looked: 2) == [false, false])
    }
}
