import CivicModel
import Testing

@testable import CivicCorrelation

/// What is counted of the logs must not depend on how the work was split.
@Suite struct `log counts for health` {
    @Test func `parts merge to the same whole in any order and grouping`() {
        var random = Generator(state: 20_260_105)
        for _ in 0..<50 {
            let parts = (0..<4).map { _ in part(&random) }
            let whole = parts.dropFirst().reduce(into: parts[0]) { $0.merge($1) }
            let back = parts.reversed().dropFirst().reduce(into: parts[3]) { $0.merge($1) }
            var left = parts[0]
            left.merge(parts[1])
            var right = parts[2]
            right.merge(parts[3])
            right.merge(left)
            for other in [back, right] {
                #expect(other.width == whole.width)
                #expect(other.bins == whole.bins)
                #expect(other.lifecycle == whole.lifecycle)
                #expect(other.presences == whole.presences)
            }
        }
    }

    @Test func `too many bins become wider ones, and no record is lost`() {
        var counts = HealthLogCounts()
        let records = HealthLogCounts.binLimit + 10
        for number in 0..<records { counts.bins[key(bin: Int32(number))] = bin(1) }
        counts.settle()
        #expect(counts.width == 2 * HealthLogCounts.finestWidth)
        #expect(counts.bins.count <= HealthLogCounts.binLimit)
        #expect(counts.bins.values.reduce(0) { $0 + $1.records } == records)
    }

    @Test func `a part that had to widen its bins widens those of the whole`() {
        var narrow = HealthLogCounts()
        narrow.bins[key(bin: 4)] = bin(1)
        narrow.bins[key(bin: 5)] = bin(2)
        var wide = HealthLogCounts()
        wide.width = 2 * HealthLogCounts.finestWidth
        wide.bins[key(bin: 2)] = bin(4)
        narrow.merge(wide)
        #expect(narrow.bins == [key(bin: 2): bin(7)])
    }

    private func key(bin: Int32, kind: UInt8 = 0) -> HealthLogCounts.Key {
        HealthLogCounts.Key(service: "orders", origin: 0, source: -1, bin: bin, kind: kind)
    }

    private func bin(_ records: Int) -> HealthLogCounts.Bin {
        var bin = HealthLogCounts.Bin()
        bin.records = records
        return bin
    }

    private func part(_ random: inout Generator) -> HealthLogCounts {
        var part = HealthLogCounts()
        if random.next(4) == 0 { part.width *= 2 }
        for _ in 0..<random.next(30) {
            let key = self.key(bin: Int32(random.next(8)), kind: UInt8(random.next(3)))
            var bin = self.bin(random.next(5))
            (bin.warnings, bin.linked, bin.probes) = (random.next(3), random.next(3), random.next(3))
            let mark = self.mark(&random)
            (bin.first, bin.last) = (mark, mark.time.nanoseconds + Int64(random.next(100)))
            part.bins[key, default: HealthLogCounts.Bin()].merge(bin)
        }
        for _ in 0..<random.next(6) {
            let key = HealthLogCounts.LifecycleKey(
                service: "orders", origin: 0, source: -1, bin: Int32(random.next(4)), signals: UInt8(1 + random.next(4)))
            let mark = self.mark(&random)
            part.lifecycle[key] = part.lifecycle[key].map { LogMark.first($0, mark) } ?? mark
        }
        for _ in 0..<random.next(6) {
            let key = HealthLogCounts.PresenceKey(service: "orders", origin: 0, source: -1, hash: UInt64(random.next(4)))
            let mark = self.mark(&random)
            let presence = HealthLogCounts.Presence(first: mark, last: mark.time.nanoseconds)
            part.presences[key, default: presence].merge(presence)
        }
        return part
    }

    private func mark(_ random: inout Generator) -> LogMark {
        LogMark(
            time: Instant(nanoseconds: Int64(random.next(1000))), source: random.next(3), line: 1, byte: random.next(1000),
            template: UInt64(random.next(5)))
    }

    private struct Generator {
        var state: UInt64
        /// 0..<limit
        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: (state >> 33) % UInt64(limit))
        }
    }
}
