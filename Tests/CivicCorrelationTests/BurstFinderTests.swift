import CivicModel
import Testing

@testable import CivicCorrelation

@Suite struct `bursts of errors` {
    private static let second: Int64 = 1_000_000_000

    /// A log with ten records in each of `minutes`, and errors of one class at these seconds.
    private func log(minutes: Int, errors: [Int: [Int]]) -> ServiceHealthLog {
        var counts: [HealthLogCounts.Key: HealthLogCounts.Bin] = [:]
        func add(_ second: Int, _ kind: UInt8) {
            let key = HealthLogCounts.Key(
                service: "orders", origin: 0, source: -1, bin: Int32(second / 5), kind: kind)
            var bin = HealthLogCounts.Bin()
            bin.records = 1
            bin.last = Int64(second) * Self.second
            bin.first = LogMark(
                time: Instant(nanoseconds: Int64(second) * Self.second), source: 0, line: second, byte: second, template: 0)
            counts[key, default: HealthLogCounts.Bin()].merge(bin)
        }
        for second in stride(from: 0, to: minutes * 60, by: 6) { add(second, 0) }
        for (kind, seconds) in errors {
            for second in seconds {
                add(second, 0)
                add(second, UInt8(kind))
            }
        }
        return ServiceHealthLog(counts, width: HealthLogCounts.finestWidth)
    }

    @Test func `four errors are none, five are one from the first to the last`() {
        #expect(BurstFinder().bursts(in: log(minutes: 10, errors: [1: [300, 301, 302, 303]])).isEmpty)
        let bursts = BurstFinder().bursts(in: log(minutes: 10, errors: [1: [300, 301, 302, 303, 311]]))
        #expect(bursts.count == 1)
        #expect(bursts.first?.onset.nanoseconds == 300 * Self.second)
        #expect(bursts.first?.end.nanoseconds == 311 * Self.second)
        #expect(bursts.first?.errors == 5)
    }

    @Test func `a lone error before does not make the burst earlier`() {
        let bursts = BurstFinder().bursts(in: log(minutes: 10, errors: [1: [260] + Array(300..<306)]))
        #expect(bursts.map(\.onset.nanoseconds) == [300 * Self.second])
    }

    @Test func `errors that are ordinary are no burst, unless they are of a new kind`() {
        // Two errors a minute all day among thirty records, and six of another class.
        var finder = BurstFinder()
        let ordinary = (0..<30).flatMap { [$0 * 60 + 10, $0 * 60 + 40] }
        let log = log(minutes: 30, errors: [1: ordinary, 2: [600, 602, 604, 606, 608, 610]])
        finder.factor = 5
        finder.sharePercent = 90
        #expect(finder.bursts(in: log).isEmpty)
        finder.byClass = true
        #expect(finder.bursts(in: log).map(\.onset.nanoseconds) == [600 * Self.second])
    }

    @Test func `a handful among very many records is none where a floor is asked for`() {
        let quiet = log(minutes: 10, errors: [1: [300, 301, 302, 303, 304]])
        var finder = BurstFinder()
        finder.floorPercent = 20
        #expect(finder.bursts(in: quiet).count == 1)
        finder.floorPercent = 60
        finder.sharePercent = 100
        #expect(finder.bursts(in: quiet).isEmpty)
    }

    @Test func `a log without errors and an empty one have none`() {
        #expect(BurstFinder().bursts(in: log(minutes: 1, errors: [:])).isEmpty)
        #expect(BurstFinder().bursts(in: ServiceHealthLog([:], width: 1)).isEmpty)
    }
}
