import CivicModel

/// From bounds between pairs of clocks to what is known of each: an interval that must hold its offset, where that follows,
/// and a likely one where it does not.
///
/// 1. Bounds of all stretches of time together, but for those that lie far below what the pair shows otherwise: such a
///    stretch is where a clock jumped.
/// 2. The likely offsets follow if the fastest transit between two services is no slower than transits vary.
/// 3. Zero is where most clocks agree. Those are taken to be right, which is what bounds the others from both sides.
/// 4. Stretches that contradict the result become segments of their own: steps.
struct ClockSolver {
    /// Offsets within this of each other count as agreement, nanoseconds.
    static let agreement: Int64 = 20_000_000
    /// The fastest transit may well be the way itself, nanoseconds.
    private static let plainTransit: Int64 = 1_000_000_000
    /// A stretch whose smallest delay lies this far below the usual one shows a jump.
    static let jump: Int64 = 100_000_000
    /// Stretches that a clock is followed through which is not always the same.
    private static let stretches = 32
    /// Stretches in a row that show a jump which nothing bounds from the other side.
    private static let longEnough = 3

    let services: Int
    let bounds: [ClockBound]
    /// Resolution of the times of each service, nanoseconds.
    let resolution: [Int64]
    /// Starts of the stretches, and the end of the last.
    let edges: [Int64]
    /// Places of services whose clocks run away, as far as somebody else's do not: they show nobody the time.
    var drifting: Set<Int> = []

    /// What the solver found of one service.
    struct Finding: Sendable {
        var low: Int64?
        var high: Int64?
        var provenLow: Int64?
        var provenHigh: Int64?
        /// Which sides stand on bounds rather than on an assumption.
        var isBoundedBelow = false
        var isBoundedAbove = false
        var pairs = 0
        /// Belongs to those that agree.
        var agrees = false
        /// Smallest place in its group.
        var component = 0
        var segments: [ClockJump] = []
    }

    struct Contradiction: Sendable {
        var cycle: [Int]
        var bounds: [ClockBound]
    }

    struct Solution: Sendable {
        var findings: [Finding]
        var contradictions: [Contradiction] = []
    }

    func solve() -> Solution {
        var usual = usualBounds()
        var solution = Solution(findings: Array(repeating: Finding(), count: services))
        for bound in bounds where !bound.isArrival {
            solution.findings[bound.from].pairs += bound.count
            solution.findings[bound.to].pairs += bound.count
        }
        // A cycle that no clocks allow: the bound that the fewest pairs stand for is the likeliest to be a mistaken pair.
        while let cycle = contradiction(in: usual) {
            let steps = zip(cycle, cycle.dropFirst()).compactMap { from, to in
                usual.firstIndex { $0.from == from && $0.to == to }
            }
            guard let weakest = steps.min(by: { (usual[$0].count, $0) < (usual[$1].count, $1) }) else { break }
            solution.contradictions.append(Contradiction(cycle: cycle, bounds: steps.map { usual[$0] }))
            usual.remove(at: weakest)
        }
        let likely = likelyMatrix(usual)
        for component in components(usual) {
            settle(component, usual: usual, likely: likely, into: &solution)
        }
        findSegments(&solution)
        return solution
    }

    private func contradiction(in usual: [ClockBound]) -> [Int]? {
        var hard = BoundMatrix(size: services)
        for bound in usual { hard.tighten(bound.from, bound.to, bound.atMost + widening(bound)) }
        return hard.close() ? nil : hard.cycle
    }

    private func widening(_ bound: ClockBound) -> Int64 { resolution[bound.from] + resolution[bound.to] }

    /// One bound per direction over all stretches but those of jumps.
    private func usualBounds() -> [ClockBound] {
        var groups: [PartitionFold.Pair: [ClockBound]] = [:]
        for bound in bounds where !bound.isArrival {
            groups[.init(from: bound.from, to: bound.to), default: []].append(bound)
        }
        return groups.sorted { $0.key < $1.key }.compactMap { _, list in
            let sorted = list.map(\.atMost).sorted()
            let floor = Self.usualFloor(sorted)
            guard var best = list.filter({ $0.atMost >= floor }).min(by: { ($0.atMost, $0.bin) < ($1.atMost, $1.bin) }) else {
                return nil
            }
            best.count = list.reduce(0) { $0 + $1.count }
            return best
        }
    }

    /// What the smallest delays of a pair are usually not below. `sorted`: one per stretch.
    static func usualFloor(_ sorted: [Int64]) -> Int64 {
        guard sorted.count >= 4 else { return sorted.first ?? 0 }
        return sorted[sorted.count / 4] - jump
    }

    private func likelyMatrix(_ usual: [ClockBound]) -> BoundMatrix? {
        // Should the assumption contradict itself, it is weakened until it does not.
        for factor in Self.factors {
            var matrix = BoundMatrix(size: services)
            for bound in usual {
                matrix.tighten(bound.from, bound.to, bound.atMost + widening(bound))
                if let slack = bound.slack {
                    let wide = slack.multipliedReportingOverflow(by: factor)
                    let below = wide.overflow ? BoundMatrix.open / 64 : min(wide.partialValue, BoundMatrix.open / 64)
                    matrix.tighten(bound.to, bound.from, below - bound.atMost + widening(bound))
                }
            }
            if matrix.close() { return matrix }
        }
        return nil
    }

    private func components(_ usual: [ClockBound]) -> [[Int]] {
        var group = Array(0..<services)
        func root(_ i: Int) -> Int {
            var i = i
            while group[i] != i { i = group[i] }
            return i
        }
        for bound in usual {
            let (a, b) = (root(bound.from), root(bound.to))
            if a != b { group[max(a, b)] = min(a, b) }
        }
        var members: [Int: [Int]] = [:]
        for i in 0..<services { members[root(i), default: []].append(i) }
        return members.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Intervals of the members of one group against the clock that most of them share.
    private func settle(_ members: [Int], usual: [ClockBound], likely: BoundMatrix?, into solution: inout Solution) {
        for i in members { solution.findings[i].component = members[0] }
        guard members.count > 1, let likely else { return }
        let agreeing = consensus(members, likely, solution)
        for i in agreeing { solution.findings[i].agrees = true }
        // The clocks that agree become one; the one that is looked at is left out of it.
        for i in members {
            let frame = agreeing.filter { $0 != i }
            guard !frame.isEmpty else { continue }
            let isFrame = Set(frame)
            let proven = interval(of: i, against: isFrame, usual, assumes: false)
            let assumed = interval(of: i, against: isFrame, usual, assumes: true)
            solution.findings[i].isBoundedAbove = proven.high != nil
            solution.findings[i].isBoundedBelow = proven.low != nil
            solution.findings[i].provenLow = proven.low
            solution.findings[i].provenHigh = proven.high
            var low = proven.low ?? assumed.low
            var high = proven.high ?? assumed.high
            // What is assumed of transits cannot by itself tell a wrong clock from a slow way, unless the way would be far slower
            // than it varies.
            let plain = plainTransit(of: i, usual)
            if proven.low == nil, let l = low, l > 0, l < plain { low = 0 }
            if proven.high == nil, let h = high, h < 0, -h < plain { high = 0 }
            if let l = low, let h = high, l > h {
                // It moved: what held at one time contradicts what held at another.
                (low, high) = course(of: i, against: isFrame, from: h, to: l)
            }
            solution.findings[i].low = low
            solution.findings[i].high = high
        }
    }

    /// Where a clock was that was not always the same: each stretch of time bounds it for as long as it lasts.
    /// - Parameters: `from`, `to`: what it was at least once.
    private func course(of service: Int, against frame: Set<Int>, from: Int64, to: Int64) -> (low: Int64, high: Int64) {
        var stretches: [Int: (below: Int64, above: Int64, count: Int)] = [:]
        let width = max(1, edges.count / Self.stretches)
        for bound in bounds where !bound.isArrival && (bound.from == service || bound.to == service) {
            guard frame.contains(bound.from == service ? bound.to : bound.from) else { continue }
            var stretch = stretches[bound.bin / width] ?? (-BoundMatrix.open, BoundMatrix.open, 0)
            stretch.count += bound.count
            if bound.to == service { stretch.above = min(stretch.above, bound.atMost + widening(bound)) }
            if bound.from == service { stretch.below = max(stretch.below, -bound.atMost - widening(bound)) }
            stretches[bound.bin / width] = stretch
        }
        let counts = stretches.values.reduce(0) { $0 + $1.count }
        return stretches.values.reduce((from, to)) { range, stretch in
            // Few hops bound nothing well, and a jump is told by itself.
            guard stretch.count * 4 * stretches.count >= counts, stretch.above >= from - Self.jump,
                stretch.below <= to + Self.jump
            else { return range }
            return (
                stretch.below > -BoundMatrix.open ? min(range.0, stretch.below) : range.0,
                stretch.above < BoundMatrix.open ? max(range.1, stretch.above) : range.1
            )
        }
    }

    /// The fastest transit that may well be the way itself, nanoseconds: a second, or twenty times what transits vary by.
    private func plainTransit(of service: Int, _ usual: [ClockBound]) -> Int64 {
        usual.reduce(Self.plainTransit) { longest, bound in
            guard bound.from == service || bound.to == service, let slack = bound.slack else { return longest }
            let (most, isHuge) = slack.multipliedReportingOverflow(by: 20)
            return max(longest, isHuge ? .max : most)
        }
    }

    /// The largest group of clocks that may all show the same time.
    private func consensus(_ all: [Int], _ likely: BoundMatrix, _ solution: Solution) -> [Int] {
        let steady = all.filter { !drifting.contains($0) }
        let members = steady.isEmpty ? all : steady
        let group = consensus(members, likely, solution, within: Self.agreement)
        if group.count > 1 { return group }
        // No two agree where each way takes longer than it varies: what may be the way itself tells no clocks apart.
        return consensus(members, likely, solution, within: Self.plainTransit)
    }

    private func consensus(_ members: [Int], _ likely: BoundMatrix, _ solution: Solution, within limit: Int64) -> [Int] {
        var best: [Int] = []
        var bestWeight = (-1, -1)
        for center in members {
            var group = [center]
            let byDistance = members.filter { $0 != center }.sorted { a, b in
                (distance(center, a, likely), a) < (distance(center, b, likely), b)
            }
            for candidate in byDistance where group.allSatisfy({ canAgree($0, candidate, likely, within: limit) }) {
                group.append(candidate)
            }
            let weight = (group.count, group.reduce(0) { $0 + solution.findings[$1].pairs })
            if weight > bestWeight {
                bestWeight = weight
                best = group.sorted()
            }
        }
        return best
    }

    private func canAgree(_ a: Int, _ b: Int, _ likely: BoundMatrix, within limit: Int64) -> Bool {
        likely[a, b] >= -limit && likely[b, a] >= -limit
    }

    /// How far the middle of what is likely lies from agreement.
    private func distance(_ a: Int, _ b: Int, _ likely: BoundMatrix) -> Int64 {
        let (high, low) = (likely[a, b], likely[b, a])
        guard high < BoundMatrix.open, low < BoundMatrix.open else { return BoundMatrix.open }
        return abs(high - low) / 2
    }

    /// How far clocks that agree may differ, tried in turn, nanoseconds.
    private static let tolerances: [Int64] = [0, 1_000_000, 20_000_000, 100_000_000, 1_000_000_000]
    /// By how much more transits may vary than they usually do, tried in turn.
    private static let factors: [Int64] = [1, 4, 16, 64, 256, 1_024, 4_096]

    /// Offset of `service` against clocks that are taken to agree.
    private func interval(
        of service: Int, against frame: Set<Int>, _ usual: [ClockBound], assumes: Bool
    ) -> (low: Int64?, high: Int64?) {
        for tolerance in Self.tolerances {
            for factor in assumes ? Self.factors : [1] {
                var matrix = frameMatrix(frame, usual, tolerance: tolerance, factor: assumes ? factor : nil)
                guard matrix.close() else { continue }
                let (high, low) = (matrix[services, service], matrix[service, services])
                return (low < BoundMatrix.open ? -low : nil, high < BoundMatrix.open ? high : nil)
            }
        }
        return (nil, nil)
    }

    /// All bounds with the clocks of `frame` as one, in place `services`.
    /// - Parameter factor: nil: nothing is assumed of transits.
    private func frameMatrix(_ frame: Set<Int>, _ usual: [ClockBound], tolerance: Int64, factor: Int64?) -> BoundMatrix {
        var matrix = BoundMatrix(size: services + 1)
        for bound in usual {
            let from = frame.contains(bound.from) ? services : bound.from
            let to = frame.contains(bound.to) ? services : bound.to
            guard from != to else { continue }
            let wide = widening(bound) + (from == services || to == services ? tolerance : 0)
            matrix.tighten(from, to, bound.atMost + wide)
            if let factor, let slack = bound.slack {
                let (most, isHuge) = slack.multipliedReportingOverflow(by: factor)
                matrix.tighten(to, from, (isHuge ? BoundMatrix.open / 64 : most) &- bound.atMost &+ wide)
            }
        }
        return matrix
    }

    // MARK: Steps

    /// Stretches in which a clock cannot have had its usual offset.
    private func findSegments(_ solution: inout Solution) {
        let usualLow = solution.findings.map { $0.low ?? -BoundMatrix.open }
        let usualHigh = solution.findings.map { $0.high ?? BoundMatrix.open }
        var byBin: [Int: [ClockBound]] = [:]
        for bound in bounds { byBin[bound.bin, default: []].append(bound) }
        var candidates: [ClockJump] = []
        for service in 0..<services {
            guard let low = solution.findings[service].low, let high = solution.findings[service].high else { continue }
            var segments: [ClockJump] = []
            for (bin, list) in byBin.sorted(by: { $0.key < $1.key }) {
                var (above, below) = (BoundMatrix.open, -BoundMatrix.open)
                // The same for who only takes or only sends: what the fastest transit leaves open if it is as fast as usual.
                var (likelyAbove, likelyBelow) = (BoundMatrix.open, -BoundMatrix.open)
                var witnesses: Set<Int> = []
                for bound in list {
                    if bound.to == service, bound.isArrival, usualHigh[bound.from] < BoundMatrix.open {
                        let most = bound.atMost + usualHigh[bound.from] + widening(bound)
                        if most < low - Self.jump { witnesses.insert(bound.from) }
                        above = min(above, most)
                        if let slack = bound.slack {
                            likelyBelow = max(likelyBelow, bound.atMost + usualLow[bound.from] - slack - widening(bound))
                        }
                    }
                    if bound.from == service, !bound.isArrival, usualLow[bound.to] > -BoundMatrix.open {
                        let least = usualLow[bound.to] - bound.atMost - widening(bound)
                        if least > high + Self.jump { witnesses.insert(bound.to) }
                        below = max(below, least)
                        if let slack = bound.slack {
                            likelyAbove = min(likelyAbove, usualHigh[bound.to] - bound.atMost + slack + widening(bound))
                        }
                    }
                }
                // A jump must be shown by what contradicts the usual offset, and be bounded from the other side.
                let isAhead = below > high + Self.jump
                let isBehind = above < low - Self.jump
                let isAssumed = isAhead && above == BoundMatrix.open || isBehind && below == -BoundMatrix.open
                if isAssumed, isAhead { above = likelyAbove }
                if isAssumed, isBehind { below = likelyBelow }
                guard isAhead || isBehind, isAhead ? above < BoundMatrix.open : below > -BoundMatrix.open,
                    above >= below - Self.jump
                else { continue }
                if let last = segments.last, last.bins.upperBound == bin - 1, max(last.low, below) <= min(last.high, above) {
                    segments[segments.count - 1].bins = last.bins.lowerBound...bin
                    (segments[segments.count - 1].low, segments[segments.count - 1].high) = (
                        max(last.low, below), min(last.high, above)
                    )
                    segments[segments.count - 1].witnesses.formUnion(witnesses)
                    if isAssumed { segments[segments.count - 1].isAssumed = true }
                } else {
                    segments.append(
                        ClockJump(
                            service: service, bins: bin...bin, low: min(below, above), high: max(below, above),
                            witnesses: witnesses,
                            isAssumed: isAssumed))
                }
            }
            // One record that was written late looks like a moment's jump.
            candidates += segments.filter { !$0.isAssumed || $0.bins.count >= Self.longEnough }
        }
        for jump in ClockJump.settled(candidates) { solution.findings[jump.service].segments.append(jump) }
    }
}
