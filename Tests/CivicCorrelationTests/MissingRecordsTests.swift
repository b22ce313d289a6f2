import CivicModel
import Testing

@testable import CivicCorrelation

/// Orders are placed ten a second for four minutes; payments acts on each after some milliseconds, the mailer notes it at the next
/// full ten seconds. Some of the records that were written are not there.
struct MissingRecordsTests {
    private func correlation(
        has: (_ service: String, _ order: Int, _ milliseconds: Int64) -> Bool, split: LogFolder.Split = .init()
    ) throws -> Correlation {
        var logs: [String: String] = [:]
        for i in 0..<2_400 {
            func id(_ letter: String) -> String { letter + String(0xaaa_0000_0000 + i * 7_919, radix: 16) + "bbbbccccddddeeee" }
            func line(_ service: String, _ message: String, _ milliseconds: Int64, _ ids: String) {
                guard has(service, i, milliseconds) else { return }
                let time = MadeSystem.stamp(MadeSystem.start + milliseconds * 1_000_000)
                logs[service, default: ""] +=
                    #"{"timestamp":"\#(time)","level":"info","service":"\#(service)","message":"\#(message)",\#(ids)}"# + "\n"
            }
            let sent = Int64(i) * 100
            line("orders", "order placed", sent, #""event_id":"\#(id("a"))""#)
            let taken = sent + 10 + Int64(i * 31 % 37)
            line("payments", "paid", taken, #""event_id":"\#(id("b"))","causation_id":"\#(id("a"))""#)
            line("mailer", "mail noted", (sent / 10_000 + 1) * 10_000 + Int64(i % 100), #""event_id":"\#(id("a"))""#)
        }
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        return try #require(try folder.correlation(split))
    }

    private func count(_ service: String, _ check: CorrelationCheck, _ found: Correlation) -> Int {
        found.checks[.init(service: service, check: check)]?.violations ?? 0
    }

    private func wrongClocks(_ found: Correlation) -> [String] {
        found.clocks.filter { ($0.low ?? 0) > 1_000_000 || ($0.high ?? 0) < -1_000_000 }.map(\.service)
    }

    @Test func `of a service whose older files are gone nothing before its first record is lost`() throws {
        let found = try correlation { service, _, time in service != "payments" || time > 40_000 }
        #expect(found.lost == 0)
        #expect(found.censored >= 390)
        #expect(count("payments", .delivery, found) == 0)
    }

    @Test func `what the service lost after its first record is lost all the same`() throws {
        let found = try correlation { service, order, time in service != "payments" || time > 40_000 && order % 500 != 450 }
        #expect(found.lost == 4)
        #expect(count("payments", .delivery, found) == 4)
    }

    @Test func `a cause from before the publisher's first record is none that nobody logged`() throws {
        let found = try correlation { service, _, time in service == "payments" || service == "orders" && time > 60_000 }
        #expect(count("payments", .orphan, found) == 0)
        #expect(found.orphans == 601)
    }

    @Test func `of those who took an event none published it before the publisher's first record`() throws {
        let found = try correlation { service, _, time in service != "orders" || time > 60_000 }
        #expect(wrongClocks(found) == [])
        #expect(found.outOfOrder == 0)
        #expect(!found.hops.contains { $0.from == "mailer" })
    }

    @Test func `a slow service may name causes from before the recording began`() throws {
        let found = try correlation { service, _, time in time > 30_000 }
        #expect(count("payments", .orphan, found) == 0)
        #expect(found.lost == 0)
    }

    @Test func `a cause that is missing in between is missing`() throws {
        let found = try correlation { service, order, _ in service != "orders" || order % 10 != 7 }
        #expect(count("payments", .orphan, found) == 0, "the mailer tells of these")
        let without = try correlation { service, order, _ in service == "payments" || order % 10 != 7 }
        // In the first hundredth of the time it may have been there before.
        #expect(count("payments", .orphan, without) == 238)
    }

    @Test func `of two services that take an event neither published it where its publisher logs one in ten`() throws {
        let found = try correlation { service, order, _ in service != "orders" || order % 10 == 3 }
        #expect(found.lost == 0)
        #expect(found.outOfOrder == 0)
        #expect(wrongClocks(found) == [])
        #expect(!found.hops.contains { $0.from == "mailer" })
    }

    @Test func `what is missing is the same however the run is split`() throws {
        func has(_ service: String, _ order: Int, _ time: Int64) -> Bool {
            service != "payments" || time > 40_000 && order % 500 != 450
        }
        let whole = try correlation(has: has)
        let split = try correlation(has: has, split: .init(jobs: 4, partitionBits: 2, memory: 64 << 10, block: 4 << 10))
        #expect(whole.lost == split.lost)
        #expect(whole.censored == split.censored)
    }
}
