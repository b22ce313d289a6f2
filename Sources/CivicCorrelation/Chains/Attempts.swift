/// Records of one event at one service that come again because it failed with the event before: the complaint stands between
/// them, and nothing else that is new.
///
/// A complaint alone does not make what follows an attempt: who was slow, says so, ends well and is given the event once more has
/// handled it twice. So the first thing that the service says after a complaint and had not said before closes the matter.
struct Attempts {
    private var counts: [(stage: UInt32, count: Int)] = []

    /// - Parameters:
    ///   - rows: all that the service says of the event, in the order of time.
    ///   - isComplaint: by stage.
    init(_ rows: [EventRow], isComplaint: [Bool]) {
        var seen: [UInt32] = []
        var hasFailed = false
        for row in rows {
            let isNew = !seen.contains(row.stage)
            if isNew { seen.append(row.stage) }
            if isComplaint[Int(row.stage)] {
                hasFailed = true
            } else if isNew {
                hasFailed = false
            } else if hasFailed {
                add(row.stage)
            }
        }
    }

    func count(of stage: UInt32) -> Int { counts.first { $0.stage == stage }?.count ?? 0 }

    private mutating func add(_ stage: UInt32) {
        if let known = counts.firstIndex(where: { $0.stage == stage }) {
            counts[known].count += 1
        } else {
            counts.append((stage, 1))
        }
    }
}
