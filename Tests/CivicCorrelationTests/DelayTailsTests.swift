import Testing

@testable import CivicCorrelation

struct DelayTailsTests {
    /// Delays as waiting makes them: hardly any, and at times long.
    private func waits(_ count: Int, seed: UInt64) -> [Int64] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { _ in
            var wait: Int64 = 2_000_000
            while numbers.chance(0.9) { wait += 1_000_000 }
            return wait
        }
    }

    @Test(arguments: [0, 3_000_000_000, -3_000_000_000] as [Int64])
    func `who waits is told by the longer tail, whatever clocks show`(ahead: Int64) {
        let delays = waits(1_000, seed: 1).map { $0 + ahead }
        #expect(DelayTails.lean(delays) == .forward)
        #expect(DelayTails.lean(delays.map { 0 - $0 }) == .backward)
    }

    @Test func `a clock that jumps in between changes nothing`() {
        let delays = waits(1_000, seed: 2).enumerated().map { $1 + ($0 > 600 ? -5_000_000_000 : 0) }
        #expect(DelayTails.lean(delays) == .forward)
    }

    @Test func `delays that vary to both sides alike, and few, tell nothing`() {
        var numbers = SeededNumbers(seed: 3)
        let even = (0..<1_000).map { _ in Int64(numbers.next() % 20_000_000) }
        #expect(DelayTails.lean(even) == .unknown)
        #expect(DelayTails.lean(waits(DelayTails.minimum - 1, seed: 4)) == .unknown)
        #expect(DelayTails.lean(Array(repeating: 5, count: 1_000)) == .unknown)
    }

    @Test func `quarters of an hour in a delay are a zone, what is less is none`() {
        #expect(DelayTails.zones(in: 3_600_050_000_000) == 3_600_000_000_000)
        #expect(DelayTails.zones(in: -3_599_950_000_000) == -3_600_000_000_000)
        #expect(DelayTails.zones(in: 40_000_000_000) == 0)
    }
}
