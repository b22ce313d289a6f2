/// Events (or chains) of which a stage is the last that its service says: how many, when, and some of them. Counts that merge.
struct StageEnd: Sendable {
    /// Place of the stage.
    var stage: UInt32
    var count = 0
    /// Nanoseconds, on the clock that the rows have; `Int64.max`: none is known.
    var earliest = Int64.max
    /// The latest times, ascending: what the end of the recording leaves undecided.
    var latest: [Int64] = []
    var marks = BottomMarks()

    init(stage: UInt32) { self.stage = stage }

    mutating func add(_ row: EventRow) {
        count += 1
        marks.insert(row, stage: stage)
        guard row.time != EventRow.noTime else { return }
        earliest = min(earliest, row.time)
        if latest.count < Signature.latestLimit || row.time > latest[0] { Signature.note(row.time, in: &latest) }
    }

    mutating func merge(_ other: StageEnd) {
        count += other.count
        earliest = min(earliest, other.earliest)
        latest = Signature.latest(of: latest, other.latest)
        marks.merge(other.marks)
    }
}
