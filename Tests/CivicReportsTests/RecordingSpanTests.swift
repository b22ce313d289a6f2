import CivicCorrelation
import CivicModel
import Testing

@testable import CivicReports

struct RecordingSpanTests {
    private func source(_ service: String, _ seconds: ClosedRange<Int64>, _ basis: TimeBasis) -> SourceSummary {
        var source = SourceSummary(path: "\(service).log", compression: "none")
        source.services = [.init(name: service, records: 10, origin: .path)]
        source.timeBasis = basis
        source.span =
            Instant(nanoseconds: seconds.lowerBound * 1_000_000_000)...Instant(nanoseconds: seconds.upperBound * 1_000_000_000)
        return source
    }

    private func seconds(_ span: RecordingSpan) -> [Int64] {
        span.whole.map { [$0.lowerBound.nanoseconds / 1_000_000_000, $0.upperBound.nanoseconds / 1_000_000_000] } ?? []
    }

    @Test func `a clock that is known to be an hour off does not make the recording an hour longer`() {
        var clock = ServiceClock(service: "payments", quality: .bounded)
        let hour: Int64 = 3_600_000_000_000
        clock.segments = [
            .init(
                from: Instant(nanoseconds: 0), to: Instant(nanoseconds: .max), offset: hour, low: hour - 1_000,
                high: hour + 1_000)
        ]
        let sources = [source("orders", 0...700, .explicitOffset), source("payments", 3_605...4_290, .assumedZone)]
        #expect(seconds(RecordingSpan(sources, clocks: [clock])) == [0, 700])
        #expect(RecordingSpan(sources, clocks: [clock]).misplaced.isEmpty)
    }

    @Test func `a guessed zone that puts a service beside nobody is told, and what it would have to be`() {
        let span = RecordingSpan(
            [source("orders", 0...700, .explicitOffset), source("payments", 3_605...4_290, .assumedZone)], clocks: [])
        #expect(seconds(span) == [0, 700])
        #expect(span.misplaced.map { "\($0.service) \($0.zone)" } == ["payments UTC+1"])
    }

    @Test func `a service of another time of the day is left where it is, and one beside the others counts`() {
        let span = RecordingSpan(
            [
                source("orders", 0...7_000, .explicitOffset), source("night", 40_000...40_100, .assumedZone),
                source("mail", 6_000...7_900, .assumedZone),
            ], clocks: [])
        #expect(seconds(span) == [0, 7_900])
        #expect(span.misplaced.isEmpty)
    }

    @Test func `where nobody names a zone all times count`() {
        #expect(
            seconds(RecordingSpan([source("a", 0...70, .assumedZone), source("b", 5_000...5_100, .assumedZone)], clocks: []))
                == [0, 5_100])
    }
}
