import CivicCorrelation
import CivicModel
import Testing

struct RepetitionTests {
    /// Orders that are charged once, and one of them at some further times (milliseconds).
    private func correlation(
        again: [Int64], level: String = "info", message: String = "charging", afterwards: String? = nil, events: Int = 200
    ) throws -> Correlation {
        var text = ""
        func line(_ event: Int, _ level: String, _ message: String, _ milliseconds: Int64) {
            let time = MadeSystem.stamp(MadeSystem.start + milliseconds * 1_000_000)
            text +=
                #"{"timestamp":"\#(time)","level":"\#(level)","service":"payments","message":"\#(message)","#
                + #""event_id":"\#(String(0xaaaa_0000_0000 + event, radix: 16))bbbbccccddddeeee"}"# + "\n"
        }
        for event in 0..<events { line(event, level, message, Int64(event) * 10) }
        for time in again { line(50, level, message, 500 + time) }
        if let afterwards { line(50, "info", afterwards, 500 + (again.last ?? 0) + 5) }
        let folder = try LogFolder()
        try folder.write("payments.log", text)
        return try #require(try folder.correlation())
    }

    private func violations(_ found: Correlation, _ check: CorrelationCheck) -> Int {
        found.checks[.init(service: "payments", check: check)]?.violations ?? 0
    }

    @Test func `what comes twice was handled twice`() throws {
        let found = try correlation(again: [4_000])
        #expect((found.duplicated, found.retried) == (1, 0))
        #expect(violations(found, .redelivery) == 1)
    }

    @Test func `pauses that grow are those of somebody who tries again`() throws {
        let found = try correlation(again: [100, 300, 700])
        #expect((found.duplicated, found.retried) == (3, 3))
        #expect(violations(found, .redelivery) == 0)
        // Three records may have pauses that grow by chance.
        #expect(violations(try correlation(again: [100, 300]), .redelivery) == 1)
        #expect(violations(try correlation(again: [100, 240, 300]), .redelivery) == 1)
    }

    @Test func `who complains again has done nothing twice`() throws {
        let found = try correlation(again: [4_000], level: "warn", message: "charge failed, will try again")
        #expect((found.duplicated, found.retried) == (1, 1))
        #expect(violations(found, .redelivery) == 0)
    }

    @Test func `a loop gets nowhere, and is no redelivery`() throws {
        let five = try correlation(again: [100, 200, 300, 400])
        #expect((violations(five, .poison), violations(five, .redelivery)) == (0, 1))
        let six = try correlation(again: [100, 200, 300, 400, 500])
        #expect((violations(six, .poison), violations(six, .redelivery)) == (1, 0))
        #expect((six.duplicated, six.retried) == (5, 5))
        let done = try correlation(again: [100, 200, 300, 400, 500], afterwards: "charged")
        #expect((violations(done, .poison), violations(done, .redelivery)) == (0, 1))
    }

    // MARK: Of an event that another service published

    /// What a service says that has no events of its own: `causation_id` names what it took.
    private struct Mail {
        var text = ""

        /// - Parameter time: milliseconds.
        mutating func says(_ message: String, of event: Int, at time: Int64, level: String = "info", own: String? = nil) {
            let stamp = MadeSystem.stamp(MadeSystem.start + time * 1_000_000 + 777_000)
            text +=
                #"{"timestamp":"\#(stamp)","level":"\#(level)","service":"mail","message":"\#(message)","#
                + (own.map { #""event_id":"\#($0)","# } ?? "")
                + #""causation_id":"\#(String(0xaaaa_0000_0000 + event, radix: 16))bbbbccccddddeeee"}"# + "\n"
        }
    }

    private func mail(publishes: Bool = true, _ more: (inout Mail) -> Void) throws -> Correlation {
        var (orders, mail) = ("", Mail())
        for event in 0..<200 {
            let time = MadeSystem.stamp(MadeSystem.start + Int64(event) * 10_000_000)
            orders +=
                #"{"timestamp":"\#(time)","level":"info","service":"orders","message":"order placed","#
                + #""event_id":"\#(String(0xaaaa_0000_0000 + event, radix: 16))bbbbccccddddeeee"}"# + "\n"
            mail.says("got an order", of: event, at: Int64(event) * 10 + 5)
            mail.says("sent a mail", of: event, at: Int64(event) * 10 + 8)
        }
        more(&mail)
        let folder = try LogFolder()
        if publishes { try folder.write("orders.log", orders) }
        try folder.write("mail.log", mail.text)
        let found = try #require(try folder.correlation())
        let split = LogFolder.Split(jobs: 4, partitionBits: 2, memory: 64 << 10, block: 4 << 10)
        #expect(try folder.correlation(split)?.digest == found.digest)
        return found
    }

    private func redelivered(_ found: Correlation) -> Int {
        found.checks[.init(service: "mail", check: .redelivery)]?.violations ?? 0
    }

    @Test(arguments: [true, false]) func `who only names what it took is seen to take it twice`(publishes: Bool) throws {
        let once = try mail(publishes: publishes) { _ in }
        #expect((once.duplicated, redelivered(once)) == (0, 0))
        let twice = try mail(publishes: publishes) {
            $0.says("got an order", of: 50, at: 4_000)
            $0.says("sent a mail", of: 50, at: 4_003)
        }
        #expect((twice.duplicated, twice.retried, redelivered(twice)) == (2, 0, 2))
    }

    @Test func `what has another event of its own was not taken twice`() throws {
        let found = try mail {
            $0.says("refused", of: 50, at: 4_000, own: "0f0f0f0f0f0f0f01")
            $0.says("refused", of: 50, at: 4_003, own: "0f0f0f0f0f0f0f02")
        }
        #expect((found.duplicated, redelivered(found)) == (0, 0))
    }

    @Test func `what comes again after a failure is another attempt, and what comes again after a success is not`() throws {
        let attempt = try mail {
            $0.says("got an order", of: 200, at: 4_000)
            $0.says("cannot reach the relay", of: 200, at: 4_100, level: "error")
            $0.says("got an order", of: 200, at: 4_900)
            $0.says("sent a mail", of: 200, at: 4_950)
        }
        #expect((attempt.duplicated, attempt.retried, redelivered(attempt)) == (1, 1, 0))
        // Without a level the words tell.
        let wordy = try mail {
            $0.says("got an order", of: 200, at: 4_000)
            $0.says("connection refused", of: 200, at: 4_100, level: "")
            $0.says("got an order", of: 200, at: 4_900)
        }
        #expect((wordy.duplicated, wordy.retried, redelivered(wordy)) == (1, 1, 0))
        let slow = try mail {
            $0.says("got an order", of: 200, at: 4_000)
            $0.says("the relay is slow", of: 200, at: 4_100, level: "warn")
            $0.says("sent a mail", of: 200, at: 4_800)
            $0.says("got an order", of: 200, at: 4_900)
            $0.says("sent a mail", of: 200, at: 4_950)
        }
        #expect((slow.duplicated, slow.retried, redelivered(slow)) == (2, 0, 2))
    }

    @Test func `one record that was collected twice was not handled twice`() throws {
        let found = try mail { $0.says("got an order", of: 50, at: 505) }
        #expect((found.duplicated, redelivered(found)) == (1, 0))
        #expect(found.checks[.init(service: "mail", check: .shippingDuplicate)]?.violations == 1)
    }

    @Test func `what is taken again and again is a loop`() throws {
        let found = try mail { mail in
            for time in 0..<7 { mail.says("got an order", of: 200, at: 4_000 + Int64(time) * 100) }
        }
        #expect((found.duplicated, found.retried, redelivered(found)) == (6, 6, 0))
        #expect(found.checks[.init(service: "mail", check: .poison)]?.violations == 1)
    }

    // MARK: Ids that are given again

    /// A counter gives numbers to orders, and begins anew after some hours.
    private func counter(hours: Int64, isReplay: Bool = false, split: LogFolder.Split = .init()) throws -> Correlation {
        var (orders, payments) = ("", "")
        for round in 0..<2 {
            for i in 0..<150 {
                let time = MadeSystem.start + Int64(round) * hours * 3_600_000_000_000 + Int64(i) * 100_000_000
                let trace = String((isReplay ? 0 : round) * 1_000 + i + 0xabcd_0000, radix: 16) + "0123456789abcdef01234567"
                func line(_ service: String, _ message: String, _ after: Int64, _ ids: String) -> String {
                    #"{"timestamp":"\#(MadeSystem.stamp(time + after * 1_000_000))","level":"info","service":"\#(service)","#
                        + #""message":"\#(message)","trace_id":"\#(trace)",\#(ids)}"# + "\n"
                }
                orders += line("orders", "order placed", 0, #""event_id":"evt-\#(100_000 + i)""#)
                // Of the second round one is lost.
                if round == 1, i == 70 { continue }
                payments += line(
                    "payments", "payment captured", 20,
                    #""event_id":"pay-\#(round)-\#(100_000 + i)","causation_id":"evt-\#(100_000 + i)""#)
            }
        }
        let folder = try LogFolder()
        try folder.write("orders.log", orders)
        try folder.write("payments.log", payments)
        return try #require(try folder.correlation(split))
    }

    @Test func `an id that comes back for another event is two events`() throws {
        let found = try counter(hours: 3)
        #expect(found.events == 599)
        #expect(found.checks[.init(service: "orders", check: .reuse)]?.violations == 150)
        #expect(found.checks[.init(service: "orders", check: .redelivery)]?.violations ?? 0 == 0)
        // Which of the two was lost is known.
        #expect(found.lost == 1)
        #expect(found.hops.first { $0.from == "orders" && $0.to == "payments" }?.count == 299)
        #expect(
            try counter(hours: 3, split: .init(jobs: 4, partitionBits: 2, memory: 64 << 10, block: 4 << 10)).digest
                == found.digest)
    }

    @Test func `what is replayed later in the same flow is the same event`() throws {
        let found = try counter(hours: 3, isReplay: true)
        #expect(found.checks[.init(service: "orders", check: .reuse)]?.violations ?? 0 == 0)
    }
}
