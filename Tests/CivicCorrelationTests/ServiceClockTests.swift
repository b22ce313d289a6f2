import CivicCorrelation
import CivicModel
import Testing

struct ServiceClockTests {
    @Test func `a clock whose interval holds zero is left alone`() {
        var clock = ServiceClock(service: "orders", quality: .bounded)
        let (from, to) = (Instant(nanoseconds: 0), Instant(nanoseconds: 100))
        clock.segments = [.init(from: from, to: to, offset: 5, low: -1, high: 11)]
        #expect(clock.correction(at: from) == 0)
        clock.segments = [.init(from: from, to: to, offset: 5, low: 1, high: 11)]
        #expect(clock.correction(at: Instant(nanoseconds: 500)) == 5)
    }
}
