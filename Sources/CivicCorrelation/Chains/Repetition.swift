/// What the records of one event at one stage look like, where there are several.
struct Repetition {
    /// The same stage more often than this, with one event, may be a loop.
    static let loop = 5
    /// Fewest records whose distances can be told to grow.
    static let leastGrowing = 4

    private(set) var times = 0
    /// Two of them are the same to the nanosecond.
    private(set) var hasCopy = false
    /// Row of the last one.
    private(set) var last = 0
    /// Each pause is at least half as long again as the one before: somebody tries again, and waits longer every time.
    var grows: Bool { isGrowing && times >= Self.leastGrowing }
    private var isGrowing = true

    /// - Parameter own: how many rows of the group are about the event, in the order of time.
    init(of stage: UInt32, in group: PartitionFold.Group, own: Int) {
        var (time, pause) = (EventRow.noTime, Int64(0))
        for i in 0..<own where group[i].stage == stage {
            times += 1
            last = i
            let next = group[i].time
            if next == EventRow.noTime {
                isGrowing = false
            } else if times > 1, time != EventRow.noTime {
                if next == time { hasCopy = true }
                let (gap, isOver) = next.subtractingReportingOverflow(time)
                // `pause` halved first, so that nothing overflows.
                if isOver || gap <= 0 || times > 2 && gap / 3 < pause / 2 { isGrowing = false }
                pause = gap
            }
            time = next
        }
    }

    /// Whether the service went on after the last of them: it says something of the event that it says once. A word that comes
    /// back with every round is part of the loop.
    func goesOn(_ group: PartitionFold.Group, own: Int, of service: Int, by serviceOf: [Int]) -> Bool {
        for i in last + 1..<max(last + 1, own) where serviceOf[Int(group[i].stage)] == service {
            let stage = group[i].stage
            if (0..<own).count(where: { group[$0].stage == stage }) == 1 { return true }
        }
        return false
    }
}
