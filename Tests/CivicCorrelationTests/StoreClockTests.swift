import CivicCorrelation
import CivicModel
import Testing

/// A service that writes local times without a zone, beside an event store that keeps UTC.
struct StoreClockTests {
    private static let hour: Int64 = 3_600_000_000_000
    private static let count = 400

    private static func id(_ kind: Int, _ number: Int) -> String {
        let digits = String(number * 2_654_435_761 % 4_294_967_296 | kind << 40, radix: 16)
        let padded = String(repeating: "0", count: 12 - digits.count) + digits
        return "6d2f1c3a-0\(kind)b4-4e5f-8a9b-\(padded)"
    }

    /// Orders are placed twice a second and charged; what is charged is shipped, but for six that came in one second.
    private static func folder(withStore: Bool) throws -> LogFolder {
        let start = Instant(nanoseconds: 1_780_300_800_000_000_000)
        func time(_ order: Int, plus milliseconds: Int64) -> Instant {
            Instant(nanoseconds: start.nanoseconds + (Int64(order) * 500 + milliseconds) * 1_000_000)
        }
        var (orders, payments, shipping, store) = ("", "", "", "")
        for order in 0..<count {
            let (placed, charged) = (id(1, order), id(2, order))
            let late = Int64(order * 7 % 13)
            orders +=
                "{\"time\":\"\(time(order, plus: 2).formatted(digits: 3))\",\"level\":\"info\",\"msg\":\"order placed\",\"event_id\":\"\(placed)\"}\n"
            let local = Instant(nanoseconds: time(order, plus: 4 + late).nanoseconds + hour).formatted(digits: 3)
            payments += "\(local.replacing("T", with: " ").dropLast()) INFO charged, event_id=\(placed)\n"
            if !(200..<206).contains(order) {
                shipping +=
                    "{\"time\":\"\(time(order, plus: 70 + late).formatted(digits: 3))\",\"level\":\"info\",\"msg\":\"shipped\",\"event_id\":\"\(charged)\"}\n"
            }
            store +=
                "{\"specversion\":\"1.0\",\"id\":\"\(placed)\",\"source\":\"/orders\",\"type\":\"shop.order.placed\",\"time\":\"\(time(order, plus: 0).formatted(digits: 6))\"}\n"
            store +=
                "{\"specversion\":\"1.0\",\"id\":\"\(charged)\",\"source\":\"/payments\",\"type\":\"shop.order.charged\",\"time\":\"\(time(order, plus: 6 + late).formatted(digits: 6))\",\"causationid\":\"\(placed)\"}\n"
        }
        let folder = try LogFolder()
        try folder.write("orders.log", orders)
        try folder.write("payments.log", payments)
        try folder.write("shipping.log", shipping)
        if withStore { try folder.write("events.jsonl", store) }
        return folder
    }

    @Test(arguments: [false, true])
    func `the clock of a log is off by its zone, whether or not a store keeps the right times`(withStore: Bool) throws {
        let correlation = try #require(try Self.folder(withStore: withStore).correlation())
        let clock = try #require(correlation.clocks.first { $0.service == "payments" })
        let (low, high) = (try #require(clock.low), try #require(clock.high))
        #expect(low <= Self.hour && Self.hour <= high, "\(low - Self.hour), \(high - Self.hour)")
        #expect(high - low < 1_000_000_000)
        #expect(correlation.outOfOrder == 0)
    }

    @Test func `a service that lies outside of the run by its zone loses what it loses`() throws {
        let correlation = try #require(try Self.folder(withStore: true).correlation())
        #expect(correlation.lost == 6)
        let hop = try #require(correlation.hops.first { $0.from == "payments" && $0.to == "shipping" })
        #expect(hop.lost == 6)
        let median = try #require(hop.p50)
        #expect(median > 0 && median < 0.1)
    }

    @Test func `the same bytes come of any split`() throws {
        let folder = try Self.folder(withStore: true)
        let one = try folder.correlation()?.digest
        #expect(try folder.correlation(.init(jobs: 8, partitionBits: 0, memory: 64 << 20))?.digest == one)
        #expect(try folder.correlation(.init(jobs: 2, partitionBits: 4, block: 4 << 10))?.digest == one)
    }
}
