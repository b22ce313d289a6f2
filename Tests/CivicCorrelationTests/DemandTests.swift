import CivicModel
import Testing

@testable import CivicCorrelation

struct DemandTests {
    /// Orders at ten a second for two minutes; payments takes them up after what `delay` says of the time, milliseconds.
    private func silence(
        isSent: (Int) -> Bool = { _ in true }, tries: Bool = false, chats: Bool = false, delay: (_ sent: Int64) -> Int64,
        split: LogFolder.Split = .init()
    ) throws -> Correlation.CheckCount? {
        var (orders, payments) = ("", "")
        for i in 0..<1_200 where isSent(i) {
            let sent = Int64(i) * 100
            func line(_ service: String, _ message: String, _ milliseconds: Int64, _ ids: String) -> String {
                let time = MadeSystem.stamp(MadeSystem.start + milliseconds * 1_000_000)
                return #"{"timestamp":"\#(time)","level":"info","service":"\#(service)","message":"\#(message)",\#(ids)}"#
                    + "\n"
            }
            func id(_ letter: String) -> String { letter + String(0xaaa_0000_0000 + i, radix: 16) + "bbbbccccddddeeee0000" }
            orders += line("orders", "order placed", sent, #""event_id":"\#(id("a"))""#)
            if tries, delay(sent) > 1_000 {
                payments += line("payments", "bank refuses, will try again", sent + 20, #""event_id":"\#(id("a"))""#)
            }
            // Records that name no event, all the time.
            if chats { payments += line("payments", "asking the bank", sent + 10, #""account":"checking""#) }
            payments += line(
                "payments", "payment captured", sent + delay(sent), #""event_id":"\#(id("b"))","causation_id":"\#(id("a"))""#)
        }
        let folder = try LogFolder()
        try folder.write("orders.log", orders)
        try folder.write("payments.log", payments)
        return try #require(try folder.correlation(split)).checks[.init(service: "payments", check: .silence)]
    }

    /// Nothing is handled from the fortieth second on for so long; then all is.
    private func standstill(_ sent: Int64, seconds: Int64) -> Int64 {
        sent >= 40_000 && sent < 40_000 + seconds * 1_000 ? 40_000 + seconds * 1_000 - sent + 20 : 20
    }

    @Test func `who handles nothing while events come in is silent`() throws {
        let found = try #require(try silence { standstill($0, seconds: 20) })
        #expect(found.violations == 20)
        #expect(found.population == 120)
        #expect(found.example.hasPrefix("20 s from "))
        #expect(found.example.hasSuffix("in which 200 events were sent to it"))
        #expect(found.incidents.count == 1)
    }

    @Test func `shorter pauses and those without work are none`() throws {
        #expect(try silence { standstill($0, seconds: 8) }?.violations == 0)
        #expect(try silence(isSent: { $0 < 400 || $0 >= 600 }, delay: { _ in 20 })?.violations == 0)
        #expect(try silence { _ in 20 }?.violations == 0)
    }

    @Test func `who tries and fails is not silent`() throws {
        #expect(try silence(tries: true, delay: { standstill($0, seconds: 20) })?.violations == 0)
    }

    @Test func `of a service that mostly names no events nobody can tell`() throws {
        let found = try silence(chats: true, delay: { standstill($0, seconds: 20) })
        #expect(found?.population == nil)
    }

    @Test func `who works in batches pauses all day`() throws {
        // Everything is handled at the next full quarter of a minute.
        #expect(try silence { 15_000 - $0 % 15_000 }?.violations == 0)
    }

    @Test func `who works in batches of which a few take longer pauses all day as well`() throws {
        // Each half minute; one in ten is done up to fifteen seconds later.
        let found = try silence { sent in
            let wait = 30_000 - sent % 30_000
            return sent % 1_000 == 300 ? wait + sent / 100 % 15 * 1_000 : wait
        }
        #expect(found?.violations == 0)
    }

    @Test func `silence is the same however the run is split`() throws {
        let whole = try silence { standstill($0, seconds: 20) }
        let split = try silence(
            delay: { standstill($0, seconds: 20) }, split: .init(jobs: 4, partitionBits: 2, memory: 64 << 10, block: 4 << 10))
        #expect(whole?.violations == split?.violations)
        #expect(whole?.example == split?.example)
        #expect(whole?.incidents.map(\.line) == split?.incidents.map(\.line))
    }

    @Test func `none of so many is no chance`() {
        #expect(!DemandReport.isSilence(events: 9, share: 0.5))
        #expect(DemandReport.isSilence(events: 10, share: 0.5))
        #expect(!DemandReport.isSilence(events: 1_000_000, share: 0))
    }
}
