import Testing

@testable import CivicCorrelation

struct HopQuantileTests {
    /// Hops that take 1 ms, 2 ms, … each once.
    private func entry(_ hops: Int) -> HopLatencies.Entry {
        var entry = HopLatencies.Entry()
        for k in 1...hops {
            _ = entry.histogram.record(UInt64(k) * 1_000)
            entry.count += 1
        }
        return entry
    }

    private func milliseconds(_ nanoseconds: Int64?) -> Double? { nanoseconds.map { Double($0) / 1e6 } }

    @Test func `a percentile stands between two hops by their ranks`() throws {
        let p50 = entry(1_000).quantile(0.5, lost: 0)
        let (value, low, high) = (
            try #require(milliseconds(p50.value)), try #require(milliseconds(p50.low)), try #require(milliseconds(p50.high))
        )
        // Ranks 469 and 532, to the width of the histogram's bins.
        #expect(abs(value - 500) <= 5 && abs(low - 469) <= 5 && abs(high - 532) <= 5)
    }

    @Test func `where no hop is slow enough the interval is open`() {
        let p99 = entry(1_000).quantile(0.99, lost: 0)
        #expect(p99.value != nil && p99.low != nil && p99.high != nil)
        let p90 = entry(100).quantile(0.9, lost: 0)
        #expect(p90.value != nil && p90.high != nil)
        #expect(entry(99).quantile(0.9, lost: 0) == .init())
        #expect(entry(3).quantile(0.5, lost: 0).low == nil)
        #expect(entry(3).quantile(0.5, lost: 0).high == nil)
    }

    @Test func `lost events are slower than all where they are more than one in a hundred`() {
        let hops = entry(1_000)
        #expect(hops.quantile(0.99, lost: 10) == hops.quantile(0.99, lost: 0))
        #expect(hops.quantile(0.99, lost: 50).value == nil)
        #expect(hops.quantile(0.99, lost: 50).low == nil)
        let p90 = milliseconds(hops.quantile(0.9, lost: 50).value) ?? 0
        // The 945th of 1,050.
        #expect(abs(p90 - 945) <= 8)
    }

    @Test(arguments: [0.5, 0.9]) func `intervals hold the percentile in nineteen of twenty recordings`(q: Double) throws {
        var numbers = SeededNumbers(seed: 7)
        var held = 0
        for _ in 0..<400 {
            var entry = HopLatencies.Entry()
            for _ in 0..<300 {
                // Anywhere between 0 and 1 s alike: the percentile is known.
                _ = entry.histogram.record(numbers.next() % 1_000_000)
                entry.count += 1
            }
            let found = entry.quantile(q, lost: 0)
            let (low, high) = (try #require(found.low), try #require(found.high))
            // A bin of the histogram is up to 1 % wide.
            if Double(low) <= q * 1.01e9, Double(high) >= q * 0.99e9 { held += 1 }
        }
        #expect(held >= 376, "\(held) of 400")
    }
}
