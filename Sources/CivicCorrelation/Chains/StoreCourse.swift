/// From the times that an event store keeps of the events of one service to those that its log shows, for as long as the store is kept: the
/// clocks of the two may drift and jump.
struct StoreCourse: Sendable {
    /// A stretch in which both told of some events.
    private struct Knot {
        /// By the store, nanoseconds.
        var time: Int64
        /// Nanoseconds to add.
        var shift: Int64
    }

    /// By time; empty: nothing is to be added.
    private var knots: [Knot] = []

    var isNothing: Bool { knots.isEmpty }

    /// Nanoseconds that are always to be added; nil: it depends on when.
    var steady: Int64? { knots.isEmpty ? 0 : knots.count == 1 ? knots[0].shift : nil }

    /// Fewer events that both tell of show nothing.
    private static let minimum = 20
    /// Less all the time may be what it takes to store, to publish and to write it down, nanoseconds.
    private static let least: Int64 = 500_000_000
    /// A difference that changes less is always the same, nanoseconds.
    private static let leastChange: Int64 = 20_000_000
    /// Less may be by chance what the events of a stretch differ by, nanoseconds.
    private static let leastSpread: Int64 = 5_000_000
    /// Events of a stretch, and stretches.
    private static let crowd = 10
    private static let mostKnots = 512
    /// Two stretches that differ by more have a jump between them, nanoseconds.
    private static let jump: Int64 = 250_000_000

    /// What both said of one event.
    struct Sample {
        /// By the store, nanoseconds.
        var time: Int64
        /// From there to the time of the log.
        var delay: Int64
    }

    init() {}

    /// - Parameter samples: in any order.
    init(_ samples: [Sample]) {
        guard samples.count >= Self.minimum else { return }
        let samples = samples.sorted { ($0.time, $0.delay) < ($1.time, $1.delay) }
        let parts = min(Self.mostKnots, samples.count / Self.crowd)
        var stretches: [(knot: Knot, spread: Int64)] = []
        for part in 0..<parts {
            let list = samples[(samples.count * part / parts)..<(samples.count * (part + 1) / parts)]
            let delays = list.map(\.delay).sorted()
            let knot = Knot(time: list[list.startIndex + list.count / 2].time, shift: delays[delays.count / 2])
            stretches.append((knot, Self.spread(delays)))
        }
        let spreads = stretches.map(\.spread).sorted()
        let usual = spreads[spreads.count / 2]
        // What varies is a delay, and no clock: what waited is written down all at once.
        knots = stretches.filter { $0.spread <= 4 * max(usual, Self.leastSpread) }.map(\.knot)
        let shifts = knots.map(\.shift).sorted()
        let (lowest, highest) = (shifts[0], shifts[shifts.count - 1])
        let (change, isHuge) = highest.subtractingReportingOverflow(lowest)
        let size = Int64(clamping: max(lowest.magnitude, highest.magnitude))
        if !isHuge, change < max(Self.leastChange, 4 * usual) {
            let delays = samples.map(\.delay).sorted()
            let median = delays[delays.count / 2]
            let isOne = median.magnitude >= Self.least.magnitude && Self.spread(delays) <= Int64(clamping: median.magnitude) / 5
            knots = isOne ? [.init(time: 0, shift: median)] : []
        } else if isHuge || usual > size / 5 {
            knots = []
        }
    }

    /// From one in ten to nine in ten.
    private static func spread(_ sorted: [Int64]) -> Int64 {
        let (low, high) = (sorted[sorted.count / 10], sorted[sorted.count - 1 - sorted.count / 10])
        let (width, isHuge) = high.subtractingReportingOverflow(low)
        return isHuge ? .max / 8 : min(width, .max / 8)
    }

    /// Nanoseconds to add to a time of the store.
    func shift(at time: Int64) -> Int64 {
        guard knots.count > 1 else { return knots.first?.shift ?? 0 }
        var (low, high) = (0, knots.count)
        while low < high {
            let middle = (low + high) / 2
            if knots[middle].time < time { low = middle + 1 } else { high = middle }
        }
        // `low` is the first that is not before it.
        guard low > 0 else { return knots[0].shift }
        guard low < knots.count else { return knots[knots.count - 1].shift }
        let (before, after) = (knots[low - 1], knots[low])
        let (done, whole) = (time &- before.time, after.time &- before.time)
        let change = after.shift &- before.shift
        guard whole > 0, change.magnitude < Self.jump.magnitude else { return done * 2 < whole ? before.shift : after.shift }
        return before.shift &+ Int64(Double(change) * (Double(done) / Double(whole)))
    }
}
