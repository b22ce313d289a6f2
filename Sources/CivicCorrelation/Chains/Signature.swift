/// What became of an event, as far as the logs tell: which stages mention it, and which services it moved to act. Events with
/// equal signatures are counted together; few signatures cover millions of events.
struct Signature: Sendable {
    /// Of all that tells it from others.
    let hash: UInt64
    /// Places of stages, ascending, each once.
    var stages: [UInt32]
    /// The stage that names a cause of the event, and so published it; nil when none does.
    var publisher: UInt32?
    /// Services with events that name this one as their cause, ascending, each once.
    var children: [UInt32]
    var count = 0
    /// Events per stretch of the recording, of equal length.
    var bins = [UInt32](repeating: 0, count: Signature.binCount)
    /// The latest times, ascending: what the end of the recording leaves undecided.
    var latest: [Int64] = []
    /// The earliest time; `Int64.max`: none is known.
    var earliest = Int64.max
    var marks = BottomMarks()
    /// By stage, ascending: the last records of services about events that several stages mention, as long as nothing else that
    /// they did because of the event is known.
    var ends: [StageEnd] = []

    static let binCount = 64
    /// Nanoseconds of one stretch of a recording.
    @inline(__always)
    static func binWidth(from start: Int64, to end: Int64) -> Int64 { max(1, (end &- start) / Int64(binCount)) }

    static let latestLimit = 1_024

    @inline(__always)
    mutating func add(_ row: EventRow, bin: Int) {
        count += 1
        bins[bin] += 1
        marks.insert(row, stage: row.stage)
        guard row.time != EventRow.noTime else { return }
        if row.time < earliest { earliest = row.time }
        if latest.count < Self.latestLimit || row.time > latest[0] { Self.note(row.time, in: &latest) }
    }

    /// Counts the last record of a service about an event.
    mutating func end(with row: EventRow) {
        let at = ends.firstIndex { $0.stage >= row.stage } ?? ends.count
        if at == ends.count || ends[at].stage != row.stage { ends.insert(StageEnd(stage: row.stage), at: at) }
        ends[at].add(row)
    }

    /// Keeps the latest of some times, ascending.
    @inline(never)
    static func note(_ time: Int64, in latest: inout [Int64]) {
        var (low, high) = (0, latest.count)
        while low < high {
            let middle = (low + high) / 2
            if latest[middle] < time { low = middle + 1 } else { high = middle }
        }
        latest.insert(time, at: low)
        if latest.count > latestLimit { latest.removeFirst() }
    }

    /// The latest of two lists.
    static func latest(of a: [Int64], _ b: [Int64]) -> [Int64] { Array((a + b).sorted().suffix(latestLimit)) }

    mutating func merge(_ other: Signature) {
        count += other.count
        for i in bins.indices { bins[i] += other.bins[i] }
        marks.merge(other.marks)
        earliest = min(earliest, other.earliest)
        latest = Self.latest(of: latest, other.latest)
        for theirs in other.ends {
            if let at = ends.firstIndex(where: { $0.stage == theirs.stage }) {
                ends[at].merge(theirs)
            } else {
                ends.append(theirs)
            }
        }
        ends.sort { $0.stage < $1.stage }
    }
}
