import CivicModel
import Testing

@testable import CivicCorrelation

/// Orders go through payments to the mailer, searches from the gate to the catalog; for half a minute something is broken.
struct BlastTests {
    private func summary(_ blast: [FaultReview.Blast]) -> [String] {
        blast.map {
            "\($0.service) \($0.exposedBad)/\($0.exposed) missing \($0.missing) late \($0.late)"
                + ($0.stuck > 0 ? " stuck \($0.stuck)" : "") + ($0.repeated > 0 ? " repeated \($0.repeated)" : "")
                + ($0.isCollateral ? " collateral" : "")
        }
    }

    @Test func `what lies behind the fault is reached by it, chains that do not pass it are not`() throws {
        let blast = try MadeShop(paymentsGone: 150..<180).blast()
        #expect(summary(blast) == ["mailer 150/150 missing 150 late 0", "payments 150/150 missing 150 late 0"])
        for part in blast {
            #expect(part.control > 550 && part.controlBad == 0 && part.low > 0.9)
            #expect(part.beside == 0, "no search passes \(part.service)")
        }
    }

    @Test func `events that name causes and no trace tell it as well`() throws {
        let shop = MadeShop(isTraced: false, paymentsGone: 150..<180)
        #expect(summary(try shop.blast()) == ["mailer 150/150 missing 150 late 0", "payments 150/150 missing 150 late 0"])
    }

    @Test func `chains that come late went wrong, too`() throws {
        let blast = try MadeShop(paymentsLate: 150..<180).blast()
        #expect(summary(blast) == ["mailer 150/150 missing 0 late 150", "payments 150/150 missing 0 late 150"])
    }

    @Test func `what is handled twice went wrong, though all of it arrived in time`() throws {
        let blast = try MadeShop(paymentsTwice: 150..<180).blast()
        #expect(summary(blast) == ["payments 150/150 missing 0 late 0 repeated 150"])
        #expect(blast.first.map { $0.low > 0.9 } == true)
    }

    @Test func `an attempt that says so and a record that was collected twice are no second handling`() throws {
        #expect(try MadeShop(paymentsRetries: 150..<180).blast().isEmpty)
        #expect(try MadeShop(paymentsCopied: 150..<180).blast().isEmpty)
    }

    @Test func `what a service is always told twice is no effect of a fault`() throws {
        #expect(try MadeShop(paymentsTwice: 0..<300).blast().isEmpty)
    }

    @Test func `what begins and comes to no end is stuck, and not missing`() throws {
        let blast = try MadeShop(mailerHangs: 150..<180).blast()
        #expect(summary(blast) == ["mailer 150/150 missing 0 late 0 stuck 150"])
    }

    @Test func `many chains that one short pause strikes are one thing that happened`() throws {
        #expect(try MadeShop(paymentsPause: 1_630..<1_640).blast().isEmpty)
        #expect(summary(try MadeShop(paymentsPause: 1_600..<1_700).blast()).contains("payments 50/150 missing 0 late 50"))
    }

    @Test func `chains of another kind that go wrong at the same time are collateral`() throws {
        let blast = try MadeShop(paymentsGone: 150..<180, catalogGone: 155..<170).blast()
        #expect(summary(blast).contains("catalog 75/150 missing 75 late 0 collateral"))
        #expect(summary(blast).contains("payments 150/150 missing 150 late 0"))
    }

    @Test func `of a target that writes no log all chains count as exposed`() throws {
        let blast = try MadeShop(catalogGone: 150..<180).blast(target: "search-index")
        #expect(summary(blast) == ["catalog 150/150 missing 150 late 0"])
    }

    @Test func `a fault without effect has no blast, and neither has one whose effect is over`() throws {
        #expect(try MadeShop().blast().isEmpty)
        #expect(try MadeShop(paymentsGone: 100..<120).blast().isEmpty)
    }

    @Test func `what an earlier fault left broken is no effect of a later one`() throws {
        #expect(try MadeShop(paymentsGone: 40..<300).blast(earlier: 40..<50).isEmpty)
        #expect(try MadeShop(paymentsGone: 40..<60).blast(earlier: 40..<50).isEmpty)
        // Not even where the earlier one is not known of.
        #expect(try MadeShop(paymentsGone: 110..<300).blast().isEmpty)
        let both = try MadeShop(paymentsGone: 40..<50, catalogGone: 150..<180).blast(target: "catalog", earlier: 40..<50)
        #expect(summary(both) == ["catalog 150/150 missing 150 late 0"])
    }

    @Test func `the split of a run changes nothing`() throws {
        let shop = MadeShop(paymentsGone: 150..<165, catalogGone: 150..<160, paymentsLate: 165..<180, mailerHangs: 160..<165)
        let whole = summary(try shop.blast())
        #expect(whole.count == 3)
        for split in [
            LogFolder.Split(jobs: 4, partitionBits: 0, block: 4 << 10), LogFolder.Split(jobs: 2, memory: 1 << 20),
        ] {
            #expect(summary(try shop.blast(split)) == whole)
        }
    }
}

struct StratifiedTestTests {
    @Test func `one stratum gives the exact test of Fisher`() {
        // The lady tasting tea: 3 of 4 against 1 of 4.
        let test = StratifiedTest([.init(exposed: 4, exposedBad: 3, control: 4, controlBad: 1)])
        #expect(abs(test.chance - (1.0 / 70 + 16.0 / 70 / 2)) < 1e-12)
    }

    @Test func `several strata give what counting all ways gives`() {
        let strata: [StratifiedTest.Stratum] = [
            .init(exposed: 5, exposedBad: 2, control: 7, controlBad: 1),
            .init(exposed: 3, exposedBad: 2, control: 9, controlBad: 2),
        ]
        func choose(_ n: Int, _ k: Int) -> Double {
            k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
        }
        var expected = 0.0
        for a in 0...3 {
            for b in 0...4 {
                let p =
                    choose(5, a) * choose(7, 3 - a) / choose(12, 3) * choose(3, b) * choose(9, 4 - b) / choose(12, 4)
                if a + b > 4 { expected += p } else if a + b == 4 { expected += p / 2 }
            }
        }
        #expect(abs(StratifiedTest(strata).chance - expected) < 1e-12)
    }

    @Test func `many wrong ones are judged as few are`() {
        let large = StratifiedTest([.init(exposed: 3_000, exposedBad: 1_040, control: 3_000, controlBad: 960)])
        let larger = StratifiedTest([.init(exposed: 3_003, exposedBad: 1_041, control: 3_003, controlBad: 961)])
        #expect(abs(large.chance - larger.chance) < 0.003, "\(large.chance) and \(larger.chance)")
        #expect(large.riskDifference.low > 0 && large.riskDifference.high < 0.06)
    }

    @Test func `an interval has a width where all went wrong and none before`() {
        let few = StratifiedTest([.init(exposed: 5, exposedBad: 5, control: 40, controlBad: 0)]).riskDifference
        #expect(few.value == 1 && few.high == 1)
        #expect(few.low > 0.4 && few.low < 0.7)
        let many = StratifiedTest([.init(exposed: 500, exposedBad: 500, control: 4_000, controlBad: 0)]).riskDifference
        #expect(many.low > 0.98 && many.low < 1)
    }

    @Test func `chances on data without effect are at most as often small as they say`() {
        var numbers = SeededNumbers(seed: 4)
        var small = 0
        for _ in 0..<2_000 {
            let strata = [40, 90].map { size in
                StratifiedTest.Stratum(
                    exposed: size, exposedBad: (0..<size).count { _ in numbers.chance(0.1) }, control: size * 4,
                    controlBad: (0..<(size * 4)).count { _ in numbers.chance(0.1) })
            }
            if StratifiedTest(strata).chance <= 0.05 { small += 1 }
        }
        #expect(Double(small) / 2_000 <= 0.06, "\(small) of 2,000")
    }
}
