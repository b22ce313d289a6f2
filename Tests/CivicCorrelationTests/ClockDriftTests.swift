import CivicCorrelation
import CivicModel
import Testing

/// A laboratory in which what is measured is reported, mailed, phoned and billed, with clocks that run at a pace of their own.
struct ClockDriftTests {
    private static let start: Int64 = 1_767_607_200_000_000_000
    private static let gap: Int64 = 2_000_000_000
    private static let orders = 600

    /// What the clock of a service shows more than the true time, nanoseconds.
    private typealias Clock = (_ elapsed: Int64) -> Int64

    private struct Laboratory {
        var clocks: [String: Clock] = [:]
        /// Nanoseconds that reports wait, by the time since the start.
        var queue: (Int64) -> Int64 = { _ in 0 }
        var services = ["front", "lab", "report", "mailer", "bill", "phone"]

        func correlation(seed: UInt64) throws -> Correlation {
            var numbers = SeededNumbers(seed: seed)
            var logs: [String: String] = [:]
            func write(_ service: String, _ time: Int64, _ kind: Int, _ order: Int, cause: Int?) {
                let shown = time + (clocks[service]?(time - ClockDriftTests.start) ?? 0)
                let record = MadeSystem.Record(
                    time: shown, service: service, message: "\(service) done", trace: "", event: "evt-\(kind)-\(order)-0000",
                    cause: cause.map { "evt-\($0)-\(order)-0000" } ?? "", order: "", customer: "")
                logs[service, default: ""] += MadeSystem.json(record) + "\n"
            }
            func way() -> Int64 { 10_000_000 + Int64(numbers.next() % 20_000_000) }
            for order in 0..<ClockDriftTests.orders {
                let taken = ClockDriftTests.start + Int64(order) * ClockDriftTests.gap + Int64(numbers.next() % 200_000_000)
                let measured = taken + way()
                let reported = measured + way() + queue(measured - ClockDriftTests.start)
                write("front", taken, 0, order, cause: nil)
                write("lab", measured, 1, order, cause: 0)
                write("report", reported, 2, order, cause: 1)
                write("mailer", reported + way(), 3, order, cause: 2)
                if services.contains("bill") { write("bill", measured + way(), 4, order, cause: 1) }
                if services.contains("phone") { write("mailer", measured + way(), 5, order, cause: 1) }
            }
            let folder = try LogFolder()
            for (service, text) in logs { try folder.write("\(service).log", text) }
            return try #require(try folder.correlation())
        }
    }

    private func clock(_ service: String, _ found: Correlation) throws -> ServiceClock {
        try #require(found.clocks.first { $0.service == service })
    }

    /// Whether the interval holds what the clock showed, from the first to the last record.
    private func holds(_ clock: ServiceClock, _ truth: Clock) -> Bool {
        (0...20).allSatisfy { part in
            let elapsed = Int64(part) * Self.gap * Int64(Self.orders) / 20
            let shown = Self.start + elapsed + truth(elapsed)
            guard let segment = clock.segment(at: Instant(nanoseconds: shown)) else { return false }
            return segment.low <= truth(elapsed) && truth(elapsed) <= segment.high
        }
    }

    @Test(arguments: [50, -100, 300, 1_500])
    func `a clock that drifts is told from those of its neighbours, and hops take what they take`(ppm: Int64) throws {
        let truth: Clock = { $0 * ppm / 1_000_000 }
        let found = try Laboratory(clocks: ["report": truth]).correlation(seed: 3)
        let report = try clock("report", found)
        let drift = try #require(report.drift)
        #expect(abs(drift - Double(ppm)) < 5, "\(drift)")
        #expect(holds(report, truth) && report.rivals.isEmpty)
        for other in found.clocks where other.service != "report" {
            #expect(other.drift == nil && !other.isOff && holds(other, { _ in 0 }), "\(other)")
        }
        for hop in found.hops { #expect((hop.p50 ?? 1) < 0.04, "\(hop.from) to \(hop.to) \(hop.p50 ?? 1)") }
        #expect(found.outOfOrder == 0)
    }

    @Test func `three in a row tell that it is the one in the middle whose clock drifts`() throws {
        let truth: Clock = { 200_000_000 + $0 * 100 / 1_000_000 }
        let found = try Laboratory(clocks: ["report": truth], services: ["front"]).correlation(seed: 4)
        let report = try clock("report", found)
        #expect(report.drift.map { abs($0 - 100) < 5 } == true)
        #expect(holds(report, truth))
        for other in found.clocks where other.service != "report" { #expect(other.drift == nil && !other.isOff) }
    }

    @Test func `two clocks that drift differently are told apart`() throws {
        let (fast, slow): (Clock, Clock) = ({ $0 * 400 / 1_000_000 }, { 1_000_000_000 - $0 * 250 / 1_000_000 })
        let found = try Laboratory(clocks: ["report": fast, "lab": slow]).correlation(seed: 5)
        for (service, truth) in [("report", fast), ("lab", slow)] { #expect(try holds(clock(service, found), truth)) }
        for service in ["front", "mailer", "bill"] { #expect(try clock(service, found).drift == nil) }
    }

    @Test func `a clock that drifts and is set right has its jump as well`() throws {
        let truth: Clock = { $0 * 500 / 1_000_000 + ($0 > 900_000_000_000 && $0 < 1_000_000_000_000 ? 5_000_000_000 : 0) }
        let report = try clock("report", Laboratory(clocks: ["report": truth]).correlation(seed: 6))
        #expect(report.drift.map { abs($0 - 500) < 5 } == true)
        #expect(report.steps.count == 2)
        #expect(report.steps.allSatisfy { abs(abs($0.change) - 5_000_000_000) < 100_000_000 })
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `clocks that run alike do not drift`(seed: UInt64) throws {
        for clock in try Laboratory(clocks: ["lab": { _ in 3_000_000_000 }]).correlation(seed: seed).clocks {
            #expect(clock.drift == nil && clock.isOff == (clock.service == "lab"))
        }
    }

    @Test func `a queue that grows and a queue that shrinks are no clocks that drift`() throws {
        for queue: (Int64) -> Int64 in [{ $0 / 2_000 }, { 600_000_000 - $0 / 2_000 }] {
            let found = try Laboratory(queue: queue).correlation(seed: 9)
            for clock in found.clocks { #expect(clock.drift == nil && !clock.isOff, "\(clock.service)") }
        }
    }

    @Test func `of two services nobody can tell which clock drifts, and both are named`() throws {
        var numbers = SeededNumbers(seed: 11)
        var logs: [String: String] = [:]
        for order in 0..<Self.orders {
            let time = Self.start + Int64(order) * Self.gap + Int64(numbers.next() % 200_000_000)
            let answered = time + 20_000_000 + Int64(numbers.next() % 20_000_000)
            func write(_ service: String, _ time: Int64, _ event: String, _ cause: String) {
                logs[service, default: ""] +=
                    MadeSystem.json(
                        .init(
                            time: time, service: service, message: event, trace: "", event: "evt-\(event)-\(order)-00",
                            cause: cause.isEmpty ? "" : "evt-\(cause)-\(order)-00", order: "", customer: "")) + "\n"
            }
            write("front", time, "asked", "")
            write("till", answered + (answered - Self.start) / 5_000, "answered", "asked")
            write("front", answered + 20_000_000 + Int64(numbers.next() % 20_000_000), "noted", "answered")
        }
        let folder = try LogFolder()
        for (service, text) in logs { try folder.write("\(service).log", text) }
        let found = try #require(try folder.correlation())
        let drifting = found.clocks.filter { $0.drift != nil }
        #expect(drifting.count == 1)
        let clock = try #require(drifting.first)
        #expect(Set([clock.service] + clock.rivals) == ["front", "till"])
        #expect(clock.drift.map { abs(abs($0) - 200) < 5 } == true)
        for hop in found.hops { #expect((hop.p50 ?? 1) < 0.06) }
    }
}
