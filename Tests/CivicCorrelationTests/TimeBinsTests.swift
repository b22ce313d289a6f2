import Testing

@testable import CivicCorrelation

struct TimeBinsTests {
    private func mark(_ milliseconds: Int64, line: Int = 0) -> TimeBins.Mark {
        TimeBins.Mark(nanoseconds: milliseconds * 1_000_000, source: 0, line: line, byte: line)
    }

    private let limits = TimeBins.Limits(base: 250_000_000, bins: 16)

    private func dump(_ bins: TimeBins) -> [String] {
        var lines = ["\(bins.width)"]
        bins.forEach { start, bin in lines.append("\(start) \(bin.count) \(bin.first.nanoseconds) \(bin.first.byte)") }
        return lines
    }

    @Test func `parts merge to the same histogram whatever the split and the order`() {
        var state: UInt64 = 1
        func next() -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(truncatingIfNeeded: state >> 40)
        }
        for round in 0..<200 {
            let span = Int64(1) << (6 + Int64(round % 20))
            let marks = (0..<60).map { mark(next() % span - span / 2, line: $0) }
            var whole = TimeBins(limits)
            for mark in marks { whole.add(mark) }
            var parts = [TimeBins](repeating: TimeBins(limits), count: 4)
            for mark in marks.reversed() { parts[Int(next() % 4)].add(mark) }
            var joined = parts[3]
            for part in [parts[1], parts[0], parts[2]] { joined.merge(part) }
            #expect(dump(joined) == dump(whole))
        }
    }

    @Test func `bins widen and lose no count`() {
        var bins = TimeBins(limits)
        for i in 0..<1000 { bins.add(mark(Int64(i) * 1000)) }
        #expect(bins.bins.count <= 16)
        #expect(bins.count(in: .min..<Int64.max) == 1000)
        #expect(bins.width == 250_000_000 << 8)
    }

    @Test func `what is asked for is found by the first record of each bin`() {
        var bins = TimeBins(TimeBins.Limits(base: 250_000_000, bins: 1000))
        for second in [0, 1, 5, 6, 7] { bins.add(mark(Int64(second) * 1000 + 10)) }
        #expect(bins.count(in: 1_000_000_000..<6_000_000_000) == 2)
        #expect(bins.occupied(2_000_000_000, in: 0..<10_000_000_000) == 3)
    }

    @Test func `extreme times neither trap nor hang`() {
        var bins = TimeBins(limits)
        for time in [Int64.min, Int64.max, 0, -1, 1] {
            bins.add(TimeBins.Mark(nanoseconds: time, source: 0, line: 0, byte: 0))
        }
        #expect(bins.count(in: -10..<10) == 3)
    }
}

struct SmallCountsTests {
    @Test func `the conditional test is exact`() {
        // One of one in a tenth of the time; two of two; none.
        #expect(abs(SmallCounts.excess(inside: 1, outside: 0, share: 0.1) - 0.1) < 1e-12)
        #expect(abs(SmallCounts.excess(inside: 2, outside: 0, share: 0.1) - 0.01) < 1e-12)
        #expect(abs(SmallCounts.excess(inside: 1, outside: 1, share: 0.1) - 0.19) < 1e-12)
        #expect(SmallCounts.excess(inside: 0, outside: 5, share: 0.1) == 1)
        #expect(SmallCounts.excess(inside: 500, outside: 500, share: 0.5) > 0.5)
    }

    @Test func `alike everywhere, the test rarely speaks`() {
        var state: UInt64 = 3
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / 9_007_199_254_740_992
        }
        var alarms = 0
        for _ in 0..<4000 {
            var inside = 0
            for _ in 0..<30 where next() < 0.2 { inside += 1 }
            if SmallCounts.excess(inside: inside, outside: 30 - inside, share: 0.2) <= 0.05 { alarms += 1 }
        }
        #expect(Double(alarms) / 4000 <= 0.06)
    }

    @Test func `discoveries keep their rate`() {
        #expect(SmallCounts.discoveries([0.001, 0.9, 0.04, 0.03], rate: 0.05) == [true, false, false, false])
        #expect(SmallCounts.discoveries([0.01, 0.02, 0.03, 0.04], rate: 0.05) == [true, true, true, true])
        #expect(SmallCounts.discoveries([], rate: 0.05).isEmpty)
        #expect(SmallCounts.rank(5, among: [1, 2, 9]) == 0.5)
    }
}

struct ZoneShiftTests {
    private let hour: Int64 = 3_600_000_000_000

    @Test func `local times are brought to where the others are`() {
        let axis = 0...hour / 5
        #expect(ObservedSystem.zoneShift(of: hour...hour + hour / 5, to: axis) == hour)
        #expect(ObservedSystem.zoneShift(of: (-5 * hour - hour / 2)...(-5 * hour - hour / 4), to: axis) == -5 * hour - hour / 2)
    }

    @Test func `times that lie where the others are stay`() {
        #expect(ObservedSystem.zoneShift(of: 0...hour, to: 0...hour) == 0)
        #expect(ObservedSystem.zoneShift(of: hour...3 * hour, to: 0...3 * hour) == 0)
        #expect(ObservedSystem.zoneShift(of: 0...hour, to: nil) == 0)
        // Another day is no zone.
        #expect(ObservedSystem.zoneShift(of: 30 * hour...31 * hour, to: 0...hour) == 0)
    }
}
