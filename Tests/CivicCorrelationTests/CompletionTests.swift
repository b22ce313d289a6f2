import CivicCorrelation
import CivicModel
import Testing

struct CompletionTests {
    /// Orders are placed and taken by payments, which says that it begins and what came of it.
    private func correlation(
        events: Int = 400, seconds: Int64 = 60, outcome: (_ event: Int) -> String?,
        causes: (_ event: Int) -> Bool = { _ in false }
    ) throws -> Correlation {
        var (orders, payments) = ("", "")
        for i in 0..<events {
            let time = MadeSystem.start + Int64(i) * seconds * 1_000_000_000 / Int64(events)
            let event = String(0xaaaa_0000_0000 + i, radix: 16) + "bbbbccccddddeeee"
            func line(_ service: String, _ message: String, after: Int64, ids: String) -> String {
                #"{"timestamp":"\#(MadeSystem.stamp(time + after * 1_000_000))","level":"info","service":"\#(service)","#
                    + #""message":"\#(message)",\#(ids)}"# + "\n"
            }
            orders += line("orders", "order placed", after: 0, ids: #""event_id":"\#(event)","causation_id":"""#)
            payments += line("payments", "charging", after: 5, ids: #""event_id":"\#(event)""#)
            if let outcome = outcome(i) { payments += line("payments", outcome, after: 25, ids: #""event_id":"\#(event)""#) }
            if causes(i) {
                payments += line(
                    "payments", "payment captured", after: 30,
                    ids: #""event_id":"9\#(event.dropFirst())","causation_id":"\#(event)""#)
            }
        }
        let end = MadeSystem.start + (seconds + 30) * 1_000_000_000
        for service in ["orders", "payments"] {
            let beat = #"{"timestamp":"\#(MadeSystem.stamp(end))","level":"info","service":"\#(service)","message":"alive"}"#
            if service == "orders" { orders += beat + "\n" } else { payments += beat + "\n" }
        }
        let folder = try LogFolder()
        try folder.write("orders.log", orders)
        try folder.write("payments.log", payments)
        return try #require(try folder.correlation())
    }

    private func count(_ found: Correlation) -> Correlation.CheckCount? {
        found.checks[.init(service: "payments", check: .completion)]
    }

    @Test func `what was begun and has no outcome is open, and lost for nobody`() throws {
        let found = try correlation { $0 % 100 == 7 ? nil : "charged" }
        #expect(count(found)?.violations == 4)
        #expect(count(found)?.population == 400)
        #expect(count(found)?.incidents.isEmpty == false)
        #expect(found.lost == 0)
    }

    @Test func `several words may be the last one`() throws {
        let found = try correlation { $0 % 100 == 7 ? nil : $0 % 3 == 0 ? "refused by the bank" : "charged" }
        #expect(count(found)?.violations == 4)
    }

    @Test func `an event that it caused is an outcome`() throws {
        let found = try correlation(outcome: { _ in nil }, causes: { $0 % 100 != 7 })
        #expect(count(found)?.violations == 4)
        let both = try correlation(outcome: { $0 % 2 == 0 ? "charged" : nil }, causes: { _ in true })
        #expect(count(both)?.violations ?? 0 == 0)
    }

    @Test func `what half of the events lack is no outcome that the others owe`() throws {
        let found = try correlation { $0 % 2 == 0 ? "discount applied" : nil }
        #expect(count(found)?.violations ?? 0 == 0)
    }
}
