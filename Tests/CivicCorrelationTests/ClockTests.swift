import CivicCorrelation
import CivicModel
import Testing

struct ClockTests {
    private func clocks(_ system: MadeSystem, seed: UInt64) throws -> [String: ServiceClock] {
        let (folder, _) = try system.folder(seed: seed)
        let found = try #require(try folder.correlation())
        return Dictionary(uniqueKeysWithValues: found.clocks.map { ($0.service, $0) })
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func `the interval of every clock holds its true offset`(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var system = MadeSystem()
        let wrong = MadeSystem.stages[Int(numbers.next() % 5)].0
        let offset = Int64(numbers.next() % 8_000_000_000) - 4_000_000_000
        system.offsets = [wrong: offset]
        let clocks = try clocks(system, seed: seed + 100)
        for (service, _) in MadeSystem.stages {
            let clock = try #require(clocks[service])
            let truth = service == wrong ? offset : 0
            let (low, high) = (try #require(clock.low), try #require(clock.high))
            #expect(low - 1_000 <= truth && truth <= high + 1_000, "\(service) \(low)...\(high), truth \(truth)")
        }
    }

    @Test func `a service at the end of the line is bounded from one side only`() throws {
        let clocks = try clocks(MadeSystem(), seed: 7)
        #expect(clocks["mailer"]?.quality == .oneSided)
        #expect(clocks["gateway"]?.quality == .oneSided)
        #expect(clocks["payments"]?.quality == .bounded)
    }

    @Test func `a clock that jumps is found, and when`() throws {
        var system = MadeSystem()
        system.chains = 1_500
        system.step = ("payments", 0.4, 0.6, 3_700_000_000)
        let clock = try #require(try clocks(system, seed: 8)["payments"])
        #expect(clock.steps.count == 2)
        let length = Int64(system.chains) * MadeSystem.chainGap
        for (step, share) in zip(clock.steps, [0.4, 0.6]) {
            let truth = MadeSystem.start + Int64(Double(length) * share)
            #expect(step.after.nanoseconds <= truth && truth <= step.before.nanoseconds)
        }
        #expect(clock.steps.first.map { abs($0.change - 3_700_000_000) < 60_000_000 } == true)
        let moved = clock.segments.first { $0.low > 1_000_000_000 }
        #expect(moved.map { $0.low <= 3_700_000_000 && 3_700_000_000 <= $0.high + 10_000_000 } == true)
    }

    @Test func `a clock at the end of the line that jumps back is found, and one record that was written late is no jump`()
        throws
    {
        var system = MadeSystem()
        system.chains = 1_500
        system.step = ("mailer", 0.4, 0.6, -3_700_000_000)
        let clock = try #require(try clocks(system, seed: 8)["mailer"])
        #expect(clock.steps.count == 2)
        #expect(clock.steps.first.map { abs($0.change + 3_700_000_000) < 100_000_000 } == true)
        let length = Int64(system.chains) * MadeSystem.chainGap
        for (step, share) in zip(clock.steps, [0.4, 0.6]) {
            let truth = MadeSystem.start + Int64(Double(length) * share)
            #expect(step.after.nanoseconds <= truth && truth <= step.before.nanoseconds)
        }
        #expect(clock.low.map { abs($0) < 100_000_000 } == true)
        system.step = ("mailer", 0.4, 0.4007, -3_700_000_000)
        #expect(try clocks(system, seed: 8)["mailer"]?.steps.count == 0)
    }

    @Test func `a zone that was guessed wrong elsewhere does not hide a short jump, and its hops are charged to it`() throws {
        var system = MadeSystem()
        system.chains = 2_000
        system.step = ("payments", 0.45, 0.55, 3_700_000_000)
        // Local time without a zone, five hours behind.
        system.writers["gateway"] = { r in
            let stamp = MadeSystem.stamp(r.time - 5 * 3_600_000_000_000).dropLast()
            return
                #"{"timestamp":"\#(stamp)","level":"info","service":"gateway","message":"\#(r.message)","event_id":"\#(r.event)","#
                + #""causation_id":"\#(r.cause)"}"#
        }
        let (folder, _) = try system.folder(seed: 4)
        let found = try #require(try folder.correlation())
        let clock = try #require(found.clocks.first { $0.service == "payments" })
        #expect(clock.steps.count == 2)
        for (step, share) in zip(clock.steps, [0.45, 0.55]) {
            let truth = MadeSystem.start + Int64(share * Double(system.chains) * Double(MadeSystem.chainGap))
            #expect(step.after.nanoseconds <= truth && truth <= step.before.nanoseconds)
        }
        #expect(found.outOfOrder == 0)
        let charged = found.sortedChecks.filter { $0.key.check == .causalTime && $0.count.violations > 0 }.map(\.key.service)
        #expect(charged == ["payments"])
    }

    @Test func `a way that is slow and steady is no wrong clock`() throws {
        var text: [String: String] = [:]
        for i in 0..<60 {
            for (step, service) in ["orders", "payments", "mailer"].enumerated() {
                let time = MadeSystem.start + Int64(i) * 1_000_000_000 + Int64(step) * 400_000_000
                let cause = step == 0 ? "" : "evt-\(step - 1)-\(i)-0000"
                text[service, default: ""] +=
                    MadeSystem.json(
                        .init(
                            time: time, service: service, message: "done", trace: "", event: "evt-\(step)-\(i)-0000",
                            cause: cause,
                            order: "", customer: "")) + "\n"
            }
        }
        let folder = try LogFolder()
        for (service, lines) in text { try folder.write("\(service).log", lines) }
        for clock in try #require(try folder.correlation()).clocks {
            if let low = clock.low, let high = clock.high { #expect(low <= 0 && high >= 0, "\(clock.service)") }
        }
    }

    @Test func `a clock that runs away is found, and none that does not`() throws {
        var system = MadeSystem()
        system.chains = 2_000
        system.drift = ("payments", 2e-3)
        let clocks = try clocks(system, seed: 12)
        let drift = try #require(clocks["payments"]?.drift)
        #expect(abs(drift - 2_000) < 300, "\(drift)")
        #expect(clocks["orders"]?.drift == nil)
    }

    @Test func `a clock that nothing bounds has no offset, rather than none to correct`() throws {
        let folder = try LogFolder()
        var text = ""
        for i in 0..<50 {
            let time = MadeSystem.stamp(MadeSystem.start + Int64(i) * 1_000_000_000)
            text +=
                #"{"timestamp":"\#(time)","level":"info","service":"lonely","message":"tick","event_id":"evt-\#(100_000 + i)"}"#
                + "\n"
        }
        try folder.write("lonely.log", text)
        let clock = try #require(try folder.correlation()?.clocks.first)
        #expect(clock.quality == .none)
        #expect(clock.offset == nil && clock.low == nil && clock.high == nil)
    }

    @Test func `latencies are those of corrected time`() throws {
        var system = MadeSystem()
        system.offsets = ["payments": 5_000_000_000]
        let (folder, _) = try system.folder(seed: 9)
        let found = try #require(try folder.correlation())
        for hop in found.hops { #expect((hop.p50 ?? 1) < 0.05, "\(hop.from) to \(hop.to)") }
        #expect(found.outOfOrder == 0)
        #expect(found.checks[.init(service: "payments", check: .causalTime)]?.violations ?? 0 > 0)
    }

    @Test func `what the clocks of both ends can explain together is not out of order`() throws {
        let folder = try LogFolder()
        var logs: [String: String] = [:]
        var numbers = SeededNumbers(seed: 21)
        // One clock is ahead, as others prove; that of the end of a branch is behind, which only the one that is ahead could prove.
        let ahead = ["orders": 150, "ledger": -500] as [String: Int64]
        for i in 0..<400 {
            func write(_ service: String, _ milliseconds: Int64, _ event: String, _ cause: String) {
                let time = MadeSystem.start + (Int64(i) * 125 + milliseconds + (ahead[service] ?? 0)) * 1_000_000
                let record = MadeSystem.Record(
                    time: time + Int64(numbers.next() % 9_000_000), service: service, message: "\(service) done", trace: "",
                    event: "evt-\(event)-\(i)-0000", cause: cause.isEmpty ? "" : "evt-\(cause)-\(i)-0000", order: "",
                    customer: "")
                logs[service, default: ""] += MadeSystem.json(record) + "\n"
            }
            write("orders", 0, "a", "")
            write("search", 20, "b", "a")
            write("stock", 40, "c", "b")
            write("risk", 60, "d", "c")
            write("ledger", 15, "e", "a")
        }
        for (service, lines) in logs { try folder.write("\(service).log", lines) }
        let found = try #require(try folder.correlation())
        #expect(found.hops.first { $0.to == "ledger" }?.count == 400)
        #expect(found.outOfOrder == 0)
    }
}
