import CivicCorrelation
import CivicModel
import Testing

struct CompletionTests {
    /// Orders are placed and taken by payments, which says that it begins and what came of it.
    private func correlation(
        events: Int = 400, seconds: Int64 = 60, split: LogFolder.Split = .init(),
        beginning: (_ event: Int) -> String = { _ in "charging" }, outcome: (_ event: Int) -> String?,
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
            payments += line("payments", beginning(i), after: 5, ids: #""event_id":"\#(event)""#)
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
        return try #require(try folder.correlation(split))
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

    @Test func `a refusal is an outcome though nothing else is said of what was refused`() throws {
        let found = try correlation(
            beginning: { $0 % 25 == 7 ? "over the limit" : "charging" }, outcome: { $0 % 25 == 7 ? nil : "charged" })
        #expect(count(found)?.violations == 0)
        #expect(count(found)?.population == 400)
        // Beside them what was begun is open as ever.
        let open = try correlation(
            beginning: { $0 % 25 == 7 ? "over the limit" : "charging" },
            outcome: { $0 % 25 == 7 || $0 % 100 == 3 ? nil : "charged" })
        #expect(count(open)?.violations == 4)
    }

    @Test func `an event is stuck at the last stage that its service tells of, so long before the end`() throws {
        let found = try correlation { $0 % 100 == 7 ? nil : "charged" }
        let stuck = try #require(found.stuck.first)
        #expect(found.stuck.count == 1)
        #expect((stuck.service, stuck.stage, stuck.count) == ("payments", "charging", 4))
        // Events 7 and 307 of 400 in a minute that is followed by half of one, each 5 ms after it was placed.
        #expect(stuck.oldest == 88_945_000_000)
        #expect(stuck.youngest == 43_945_000_000)
        #expect(stuck.incidents.count == 3)
        #expect(stuck.incidents.allSatisfy { $0.what.hasSuffix("stopped after `charging`: nothing tells what came of it") })
        // The records of payments, and not those that placed the orders.
        #expect(Set(stuck.incidents.map(\.source)).count == 1)
        #expect(count(found)?.example == "4 after `charging`")
    }

    @Test func `what the service repeats without an outcome is stuck at what it said last`() throws {
        let found = try correlation { $0 % 100 == 7 ? "bank does not answer" : "charged" }
        // Four of four hundred end with that: too few to be an end that others have.
        #expect(found.stuck.map(\.stage) == ["bank does not answer"])
    }

    @Test func `stages are counted alike however the run is split`() throws {
        func digest(_ found: Correlation) -> [String] {
            found.stuck.map { "\($0.stage) \($0.count) \($0.youngest ?? -1) \($0.oldest ?? -1) \($0.incidents.map(\.line))" }
        }
        let whole = digest(try correlation { $0 % 50 == 7 ? nil : "charged" })
        #expect(
            whole
                == digest(
                    try correlation(split: .init(jobs: 4, partitionBits: 0, memory: 64 << 10, block: 4 << 10)) {
                        $0 % 50 == 7 ? nil : "charged"
                    }))
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
