/// Stretches in which a clock cannot have shown what it usually shows.
struct ClockJump: Sendable {
    /// Place of a service.
    var service: Int
    var bins: ClosedRange<Int>
    /// Interval of its offset there, nanoseconds.
    var low: Int64
    var high: Int64
    /// Places of the services whose hops contradict the usual offset.
    var witnesses: Set<Int>
    /// One side of the interval is assumed.
    var isAssumed: Bool
    /// Places of services whose clocks may have jumped the other way instead.
    var rivals: [Int] = []

    /// Of the jumps that hops between two services show for both of them, those of the one that more services contradict: once it is
    /// set right the other agrees again. Where nothing tells, the first by name is taken, and the other is its rival.
    static func settled(_ candidates: [ClockJump]) -> [ClockJump] {
        var open = candidates
        var settled: [ClockJump] = []
        func isFirst(_ a: ClockJump, _ b: ClockJump) -> Bool {
            if a.witnesses.count != b.witnesses.count { return a.witnesses.count > b.witnesses.count }
            if a.isAssumed != b.isAssumed { return b.isAssumed }
            return (a.service, a.bins.lowerBound) < (b.service, b.bins.lowerBound)
        }
        while let place = open.indices.min(by: { isFirst(open[$0], open[$1]) }) {
            var jump = open.remove(at: place)
            for i in open.indices where open[i].service != jump.service && open[i].isNear(jump) {
                guard open[i].witnesses.remove(jump.service) != nil, open[i].witnesses.isEmpty else { continue }
                if jump.witnesses == [open[i].service], !jump.rivals.contains(open[i].service) {
                    jump.rivals.append(open[i].service)
                }
            }
            open.removeAll(where: \.witnesses.isEmpty)
            settled.append(jump)
        }
        return settled.sorted { ($0.service, $0.bins.lowerBound) < ($1.service, $1.bins.lowerBound) }
    }

    /// The same moment, by clocks that show it differently by up to what one of them jumped.
    private func isNear(_ other: ClockJump) -> Bool {
        bins.lowerBound <= other.bins.upperBound + 1 && other.bins.lowerBound <= bins.upperBound + 1
    }
}
