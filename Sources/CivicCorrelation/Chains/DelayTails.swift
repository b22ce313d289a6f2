/// Which way something goes by what no clock can change: whoever waits for another is late at times and never early, so that the
/// delays trail off on the side of the one that waits.
enum DelayTails {
    enum Lean: Sendable { case forward, backward, unknown }

    /// Fewest delays that show how they spread.
    static let minimum = 200
    /// Delays that follow each other and are held against their own median.
    private static let neighbours = 32
    /// How many times as long one tail must be as the other.
    private static let ratio: Int64 = 2

    /// - Parameter delays: nanoseconds, in the order of time. Each is held against those of its own time, since a clock that jumps or
    ///   drifts moves all of them; the few that stand beside a jump are cut off with the ends.
    static func lean(_ delays: [Int64]) -> Lean {
        guard delays.count >= minimum else { return .unknown }
        var residuals: [Int64] = []
        for start in stride(from: 0, to: delays.count, by: neighbours) {
            let some = delays[start..<min(start + neighbours, delays.count)].sorted()
            residuals += some.map { $0 &- some[some.count / 2] }
        }
        residuals.sort()
        let cut = residuals.count / 40
        let (early, late) = (0 &- residuals[cut], residuals[residuals.count - 1 - cut])
        if late > 0, late / ratio >= early { return .forward }
        if early > 0, early / ratio >= late { return .backward }
        return .unknown
    }

    /// Zones differ by multiples of this, nanoseconds.
    static let zoneStep: Int64 = 900_000_000_000

    /// The quarters of an hour in a delay of which one end names no zone; 0 where it is no such delay.
    static func zones(in delay: Int64) -> Int64 {
        guard abs(delay) > zoneStep / 2 else { return 0 }
        return (delay &+ (delay > 0 ? zoneStep / 2 : -zoneStep / 2)) / zoneStep * zoneStep
    }
}
