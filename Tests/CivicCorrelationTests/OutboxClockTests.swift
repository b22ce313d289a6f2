import CivicCorrelation
import CivicModel
import Testing

/// An outbox that the database stamps with its own time, beside logs of services whose clocks are as they are.
struct OutboxClockTests {
    private static let start: Int64 = 1_767_607_200_000_000_000
    private static let orders = 700
    private static let gap: Int64 = 600_000_000

    /// - Parameters:
    ///   - worker: what its clock shows more than the true time, by the time since the start, nanoseconds.
    ///   - decimals: of the times of `bill`.
    private func folder(
        worker: (Int64) -> Int64 = { _ in 0 }, decimals: Int = 6, names producer: Bool = true, isAboutSame: Bool = false
    ) throws -> LogFolder {
        var numbers = SeededNumbers(seed: 17)
        var logs: [String: String] = [:]
        var outbox = ""
        for order in 0..<Self.orders {
            var time = Self.start + Int64(order) * Self.gap + Int64(numbers.next() % 200_000_000)
            var cause = ""
            for (service, message) in [("front", "order taken"), ("worker", "measured"), ("bill", "billed")] {
                let isTaken = isAboutSame && service == "bill"
                let event = isTaken ? cause : "evt-\(service)-\(order)-0000"
                let shown = Instant(nanoseconds: time + (service == "worker" ? worker(time - Self.start) : 0))
                let digits = service == "bill" ? decimals : 6
                logs[service, default: ""] +=
                    #"{"time":"\#(shown.formatted(digits: digits))","level":"info","service":"\#(service)","msg":"\#(message)","eventId":"\#(event)""#
                    + (isTaken ? "}\n" : #","causationId":"\#(cause)"}"# + "\n")
                if !isTaken {
                    let kept = Instant(nanoseconds: time + 1_000_000).formatted(digits: 6)
                    outbox +=
                        #"{"id":"\#(event)",\#(producer ? #""producer":"\#(service)","# : "")"type":"lab.\#(service)","aggregate_id":"a-\#(order)","aggregate_version":\#(order % 3),"#
                        + #""created_at":"\#(kept)","causation_id":"\#(cause)","payload":{"n":\#(order)}}"# + "\n"
                }
                cause = event
                time += 20_000_000 + Int64(numbers.next() % 20_000_000)
            }
        }
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        try folder.write("outbox.ndjson", outbox)
        return folder
    }

    private static let clocks: [@Sendable (Int64) -> Int64] = [
        { _ in 253_000_000_000 }, { $0 * 1_500 / 1_000_000 }, { $0 * -200 / 1_000_000 },
        { 253_000_000_000 + $0 * 1_500 / 1_000_000 },
    ]

    @Test(arguments: 0..<4)
    func `a log whose clock is off beside the store's is off, and nobody jumps`(which: Int) throws {
        let truth = Self.clocks[which]
        let found = try #require(try folder(worker: truth).correlation())
        for clock in found.clocks {
            let isWrong = clock.service == "worker"
            #expect(clock.isOff == isWrong && clock.steps.isEmpty, "\(clock)")
            for part in 0...10 {
                let elapsed = Int64(part) * Self.gap * Int64(Self.orders) / 10
                let off = isWrong ? truth(elapsed) : 0
                let segment = try #require(clock.segment(at: Instant(nanoseconds: Self.start + elapsed + off)))
                #expect(segment.low <= off && off <= segment.high, "\(clock.service): \(segment), truth \(off)")
            }
        }
        for hop in found.hops { #expect((hop.p50 ?? 1) < 0.06, "\(hop.from) to \(hop.to): \(hop.p50 ?? 1)") }
        #expect(found.outOfOrder == 0)
    }

    @Test func `a log whose clock jumps beside the store's jumps there and back`() throws {
        let found = try #require(
            try folder(worker: { $0 > 200_000_000_000 && $0 < 250_000_000_000 ? -4_000_000_000 : 0 }).correlation())
        for clock in found.clocks {
            #expect(clock.steps.count == (clock.service == "worker" ? 2 : 0), "\(clock.service) \(clock.steps)")
        }
    }

    @Test func `whole seconds do not turn a hop round of which the store says who published`() throws {
        let found = try #require(try folder(decimals: 0, isAboutSame: true).correlation())
        #expect(found.hops.first { $0.from == "worker" && $0.to == "bill" }?.count == Self.orders)
        #expect(!found.hops.contains { $0.from == "bill" })
        #expect(found.outOfOrder == 0)
    }

    @Test func `the file of a store that does not say who published is no service in any hop`() throws {
        for count in [1, 40] {
            // All events are in the store, or only those of the first orders: too few to say whose they are.
            let folder = try folder(names: false)
            if count == 1 { try folder.write("outbox.ndjson", Self.strangers) }
            let found = try #require(try folder.correlation())
            #expect(Set(found.hops.map { "\($0.from) \($0.to)" }) == ["front worker", "worker bill"])
            for hop in found.hops { #expect(hop.count == Self.orders) }
            #expect(found.lost == 0 && found.outOfOrder == 0)
        }
    }

    /// Three events that logs tell of, and some that nobody does.
    private static var strangers: String {
        (0..<30).map { i in
            let event = i < 3 ? "evt-worker-\(i)-0000" : "evt-nobody-\(i)-0000"
            let time = Instant(nanoseconds: start + Int64(i) * gap + 30_000_000).formatted(digits: 6)
            return #"{"id":"\#(event)","type":"lab.any","aggregate_id":"a-\#(i)","aggregate_version":1,"#
                + #""created_at":"\#(time)","causation_id":"evt-front-\#(i)-0000","payload":{"n":\#(i)}}"# + "\n"
        }.joined()
    }
}
