import CivicModel
import CivicProfile

/// Folds the mentions of flows into chains of stages, for services that name no events: which stages a chain passed, and
/// in which order. One per worker.
final class FlowFold {
    /// Stages that are told apart; what is rarer says nothing of the rest.
    static let stageLimit = 48

    /// Chains that passed the same stages.
    struct Kind: Sendable {
        var count = 0
        var bins = [UInt32](repeating: 0, count: Signature.binCount)
        /// Last mentions of the latest chains, ascending, nanoseconds on corrected time.
        var latest: [Int64] = []
        /// The first of the last mentions; `Int64.max`: no time can be read.
        var earliest = Int64.max
        var marks = BottomMarks()
        /// By stretch of the times of faults: those that were last mentioned then. Empty: there are no faults.
        var stretches: [UInt32] = []

        mutating func note(_ time: Int64) {
            earliest = min(earliest, time)
            if latest.count == Signature.latestLimit, time <= latest[0] { return }
            latest.insert(time, at: latest.firstIndex { $0 > time } ?? latest.count)
            if latest.count > Signature.latestLimit { latest.removeFirst() }
        }

        mutating func merge(_ other: Kind) {
            count += other.count
            for i in bins.indices { bins[i] += other.bins[i] }
            latest = Signature.latest(of: latest, other.latest)
            earliest = min(earliest, other.earliest)
            marks.merge(other.marks)
            if stretches.isEmpty {
                stretches = other.stretches
            } else {
                for i in other.stretches.indices { stretches[i] += other.stretches[i] }
            }
        }
    }

    struct Result: Sendable {
        /// By the set of stages, one bit each.
        var kinds: [UInt64: Kind] = [:]
        /// By pair of bits: chains in which the first came before the second, and those that have both.
        var before = [Int](repeating: 0, count: FlowFold.stageLimit * FlowFold.stageLimit)
        var together = [Int](repeating: 0, count: FlowFold.stageLimit * FlowFold.stageLimit)
        /// By pair of bits and size of the nanoseconds between them.
        var gaps = [UInt32](repeating: 0, count: FlowFold.stageLimit * FlowFold.stageLimit * TimeSize.count)

        mutating func merge(_ other: Result) {
            kinds.merge(other.kinds) { a, b in
                var a = a
                a.merge(b)
                return a
            }
            for i in before.indices {
                before[i] += other.before[i]
                together[i] += other.together[i]
            }
            for i in gaps.indices { gaps[i] += other.gaps[i] }
        }

        /// Nanoseconds that all but one in a thousand of the ways from one stage to the other take, rounded up.
        func slowest(from: Int, to: Int) -> Int64 {
            let start = (from * FlowFold.stageLimit + to) * TimeSize.count
            let counts = gaps[start..<start + TimeSize.count]
            let total = counts.reduce(0) { $0 + Int($1) }
            var seen = 0
            for (bucket, count) in counts.enumerated() {
                seen += Int(count)
                if seen * 1_000 >= total * 999 { return Int64(min(TimeSize.middle(of: bucket) * 1.25, 4e18)) }
            }
            return 0
        }

        /// Whether the first stage usually comes before the second. Clocks that are not known to the moment put one before the
        /// other by mistake, but whatever they show, what waits for another is late at times and never early: the longer tail
        /// of the distances lies on its side.
        func usuallyPrecedes(_ first: Int, _ second: Int) -> Bool {
            let at = first * FlowFold.stageLimit + second
            guard together[at] >= 20 else { return false }
            let distances = distances(first, second)
            let (early, middle, late) = (
                quantile(0.005, of: distances), quantile(0.5, of: distances), quantile(0.995, of: distances)
            )
            let (left, right) = (middle - early, late - middle)
            if right >= 3 * left, right > 0 { return true }
            if left >= 3 * right, left > 0 { return false }
            return before[at] * 10 >= together[at] * 9
        }

        /// Nanoseconds from one stage to the other, by the power of two that they lie in, and how often.
        private func distances(_ first: Int, _ second: Int) -> [(nanoseconds: Double, count: Int)] {
            func side(_ a: Int, _ b: Int, _ sign: Double) -> [(nanoseconds: Double, count: Int)] {
                let start = (a * FlowFold.stageLimit + b) * TimeSize.count
                return gaps[start..<start + TimeSize.count].enumerated().compactMap { bucket, count in
                    count == 0 ? nil : (sign * TimeSize.middle(of: bucket), Int(count))
                }
            }
            return side(second, first, -1).reversed() + side(first, second, 1)
        }

        private func quantile(_ q: Double, of distances: [(nanoseconds: Double, count: Int)]) -> Double {
            let total = distances.reduce(0) { $0 + $1.count }
            var seen = 0
            for (nanoseconds, count) in distances {
                seen += count
                if Double(seen) >= q * Double(total) { return nanoseconds }
            }
            return 0
        }
    }

    private let bits: [Int8]
    private let serviceOf: [Int]
    private let span: RunSpan
    private let correction: HopLatencies.Correction
    /// By service: a time in whole seconds is half a second late on average, nanoseconds.
    private let halfResolutions: [Int64]
    /// Times of faults, on corrected time.
    private let stretches: [Range<Int64>]
    private(set) var result = Result()
    private var buffer = RowBuffer<FlowRow>()
    private var firsts = [Int64](repeating: .max, count: FlowFold.stageLimit)

    /// - Parameters:
    ///   - bits: by place of stage; -1: not told apart.
    ///   - stretches: in which chains are counted apart.
    init(
        bits: [Int8], stages: Stages, span: RunSpan, correction: HopLatencies.Correction, stretches: [Range<Int64>]
    ) {
        (self.bits, self.span, self.correction, self.stretches) = (bits, span, correction, stretches)
        serviceOf = stages.list.map(\.service)
        halfResolutions = stages.services.map { (span.resolutions[$0] ?? 0) / 2 }
    }

    func fold(_ partition: Int, of rows: PartitionedRows<FlowRow>, slice: Int) throws(SpillError) {
        try rows.eachChain(partition, slice: slice, into: &buffer, keeps: false) { fold($0) }
    }

    private func fold(_ chain: UnsafeMutableBufferPointer<FlowRow>) {
        var mask: UInt64 = 0
        var last = (time: Int64.min, row: chain[0])
        for row in chain {
            let bit = Int(bits[Int(row.stage)])
            guard bit >= 0 else { continue }
            if mask & 1 << UInt64(bit) == 0 {
                mask |= 1 << UInt64(bit)
                firsts[bit] = .max
            }
            guard row.time != EventRow.noTime else { continue }
            let service = serviceOf[Int(row.stage)]
            let time = row.time &- correction.offset(service, at: row.time) &+ halfResolutions[service]
            firsts[bit] = min(firsts[bit], time)
            if time > last.time { last = (time, row) }
        }
        guard mask != 0 else { return }
        var kind = result.kinds.removeValue(forKey: mask) ?? Kind()
        kind.count += 1
        if last.time != .min {
            kind.bins[Int(Int64(Signature.binCount - 1) * Int64(span.bin(last.time)) / Int64(max(1, span.binCount)))] += 1
            kind.note(last.time)
            if !stretches.isEmpty {
                if kind.stretches.isEmpty { kind.stretches = Array(repeating: 0, count: stretches.count) }
                for (place, range) in stretches.enumerated() where range.contains(last.time) { kind.stretches[place] += 1 }
            }
        }
        kind.marks.insert(
            .init(
                order: ContentHash.mix(chain[0].label), place: last.row.place, line: last.row.line, time: last.row.time,
                key: IDKey(high: 0, low: chain[0].label), stage: last.row.stage))
        result.kinds[mask] = kind
        order(mask)
    }

    private func order(_ mask: UInt64) {
        var rest = mask
        while rest != 0 {
            let a = rest.trailingZeroBitCount
            rest &= rest &- 1
            guard firsts[a] != .max else { continue }
            var others = mask & ~(1 << UInt64(a))
            while others != 0 {
                let b = others.trailingZeroBitCount
                others &= others &- 1
                guard firsts[b] != .max else { continue }
                let at = a * Self.stageLimit + b
                result.together[at] += 1
                if firsts[a] <= firsts[b] {
                    result.before[at] += 1
                    result.gaps[at * TimeSize.count + TimeSize.of(UInt64(firsts[b] &- firsts[a]))] += 1
                }
            }
        }
    }
}
