import CivicModel
import Testing

@testable import CivicCorrelation

/// What befell events in the time of a fault, counted one by one.
struct MishapTests {
    private func summary(_ review: FaultReview) -> [String] {
        review.mishaps.map { "\($0.service) \($0.kind) \($0.count), before \($0.before)" + ($0.isMore ? ", more" : "") }
    }

    @Test(arguments: [true, false])
    func `a few lost events are told, though they are no large share of the chains`(isTraced: Bool) throws {
        let review = try MadeShop(isTraced: isTraced, paymentsGone: 155..<157).review()
        #expect(summary(review) == ["payments lost 10, before 0, more"])
        #expect(review.mishaps.first?.examples.count == 3)
        #expect(review.hasEffect)
    }

    @Test func `what was under way when the fault began counts, what went wrong before does not`() throws {
        #expect(summary(try MadeShop(paymentsTwice: 147..<149).review()) == ["payments repeated 10, before 0, more"])
        #expect(summary(try MadeShop(paymentsTwice: 100..<102).review()).isEmpty)
    }

    @Test func `what is done again under new ids was handled twice`() throws {
        let review = try MadeShop(paymentsReplays: 155..<165).review()
        #expect(summary(review) == ["payments repeated 50, before 0, more"])
    }

    @Test func `an event with a cause is one of those that may be handled twice, and not two`() throws {
        let correlation = try #require(try MadeShop(paymentsReplays: 155..<165).folder().correlation())
        let check = try #require(correlation.checks[.init(service: "payments", check: .redelivery)])
        #expect((check.population, check.violations) == (1_550, 50))
        #expect(correlation.duplicated == 50)
    }

    @Test func `parts that one order is always paid in are no mishap`() throws {
        #expect(summary(try MadeShop(paysInParts: true).review()).isEmpty)
    }

    @Test func `the split of the input does not matter`() throws {
        let shop = MadeShop(paymentsGone: 155..<157, paymentsReplays: 160..<163)
        func told(_ split: LogFolder.Split) throws -> [String] {
            try shop.review(split).mishaps.map { mishap in
                "\(mishap.service) \(mishap.kind) \(mishap.count) \(mishap.before) \(mishap.chance) \(mishap.examples)"
            }
        }
        let one = try told(.init())
        #expect(one.count == 2)
        #expect(try told(.init(jobs: 8, partitionBits: 0, memory: 64 << 20)) == one)
        #expect(try told(.init(jobs: 3, partitionBits: 5, block: 4 << 10)) == one)
    }
}
