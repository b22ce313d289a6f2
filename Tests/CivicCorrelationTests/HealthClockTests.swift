import CivicModel
import Testing

@testable import CivicCorrelation

struct HealthClockTests {
    /// One answer at 2026-01-05T10:00:00.4Z that took 10 ms, with what the `Date` header and a component's time say.
    private func sample(date: String?, component: Double?) throws -> HealthClock.Sample? {
        let start: Int64 = 1_767_607_200_400_000_000
        var observation = HealthObservation(source: 0, line: 1, byte: 0, service: "gate")
        (observation.time, observation.timeSource) = (Instant(nanoseconds: start), .envelope)
        (observation.statusCode, observation.duration) = (200, 10_000_000)
        if let date { observation.headers = [.init(name: "date", value: date)] }
        var log = HealthLog()
        if let component {
            var part = HealthComponent(name: "bus", status: .pass)
            part.time = Instant(nanoseconds: start + Int64(component * 1_000_000_000))
            var report = HealthReport(format: "made")
            report.components = [part]
            observation.body = 1
            log.bodies[1] = HealthBody(report: report, text: [], stableHash: 0)
        }
        log.observations = [observation]
        return HealthClock.samples(log).first
    }

    private let date = "Mon, 05 Jan 2026 10:00:00 GMT"

    @Test func `header and body together bound a clock from both sides`() throws {
        let found = try #require(try sample(date: date, component: 0.005))
        #expect(found.low >= -20_000_000 && found.low <= 0)
        #expect(try #require(found.high) >= 0)
    }

    @Test func `a body from after its own answer was stamped by another clock than the header`() throws {
        let found = try #require(try sample(date: date, component: 2.405))
        #expect(found.high == nil)
        #expect(found.low > 2_380_000_000 && found.low <= 2_405_000_000)
    }

    @Test func `an old time in a body takes nothing away from the header`() throws {
        let found = try #require(try sample(date: date, component: -20))
        #expect(found.high != nil && found.low < 0)
        #expect(try sample(date: nil, component: -20) == nil)
        #expect(try sample(date: nil, component: 2.405)?.high == nil)
    }
}
