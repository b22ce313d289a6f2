/// What the records of one event at one stage look like, where there are several.
struct Repetition {
    /// The same stage more often than this, with one event, may be a loop.
    static let loop = 5
    /// Fewest records whose distances can be told to grow.
    static let leastGrowing = 4

    private(set) var times = 0
    /// How many are those before them to the nanosecond, which whole seconds do not tell.
    private(set) var copies = 0
    /// Row of the last one.
    private(set) var last = 0
    /// Each pause is at least half as long again as the one before: somebody tries again, and waits longer every time.
    var grows: Bool { isGrowing && times >= Self.leastGrowing }
    private var isGrowing = true

    /// - Parameter rows: those of the group that are looked at, in the order of time: all that are about the event, or all that name
    ///   it as their cause, of which those count that have no event of their own.
    init(of stage: UInt32, in group: PartitionFold.Group, _ rows: Range<Int>) {
        var (time, pause) = (EventRow.noTime, Int64(0))
        var place: UInt64?
        for i in rows where group[i].stage == stage {
            if group[i].isConsequence, group[i].other != 0 { continue }
            // One record that lists an event twice.
            if group[i].place == place { continue }
            place = group[i].place
            times += 1
            last = i
            let next = group[i].time
            if next == EventRow.noTime {
                isGrowing = false
            } else if times > 1, time != EventRow.noTime {
                if next == time, next % 1_000_000_000 != 0 { copies += 1 }
                let (gap, isOver) = next.subtractingReportingOverflow(time)
                // `pause` halved first, so that nothing overflows.
                if isOver || gap <= 0 || times > 2 && gap / 3 < pause / 2 { isGrowing = false }
                pause = gap
            }
            time = next
        }
    }

    /// Events with ids of their own that one event led to at a stage. What comes at once is what it led to, such as the parts of an
    /// order; later, it was handled once more.
    /// - Parameter rows: those of the group that name the event as their cause, in the order of time.
    init(ofEffects stage: UInt32, in group: PartitionFold.Group, _ rows: Range<Int>) {
        isGrowing = false
        var time = EventRow.noTime
        var events: [UInt64] = []
        for i in rows where group[i].stage == stage && group[i].other != 0 && !events.contains(group[i].other) {
            // Whoever does so much because of one event does not do it again.
            if events.count == Self.mostEffects {
                times = 1
                return
            }
            events.append(group[i].other)
            let (gap, isOver) = group[i].time.subtractingReportingOverflow(time)
            let isApart =
                times > 0 && group[i].time != EventRow.noTime && time != EventRow.noTime && !isOver && gap >= Self.apart
            if times == 0 || isApart {
                times += 1
                last = i
            }
            time = group[i].time
        }
    }

    /// Nanoseconds between what is done at once.
    private static let apart: Int64 = 500_000_000
    private static let mostEffects = 16

    /// Whether the service went on after the last of them: it says something of the event that it says once. A word that comes
    /// back with every round is part of the loop.
    func goesOn(_ group: PartitionFold.Group, _ rows: Range<Int>, of service: Int, by serviceOf: [Int]) -> Bool {
        for i in last + 1..<max(last + 1, rows.upperBound) where serviceOf[Int(group[i].stage)] == service {
            let stage = group[i].stage
            if rows.count(where: { group[$0].stage == stage }) == 1 { return true }
        }
        return false
    }
}
