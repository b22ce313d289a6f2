/// What became of an event, as far as the logs tell: which stages mention it, and which services it moved to act. Events with
/// equal signatures are counted together; few signatures cover millions of events.
struct Signature: Sendable {
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
    var marks = BottomMarks()

    static let binCount = 64
    static let latestLimit = 1_024

    @inline(__always)
    mutating func add(_ row: EventRow, bin: Int) {
        count += 1
        bins[bin] += 1
        marks.insert(row, stage: row.stage)
        if row.time != EventRow.noTime, latest.count < Self.latestLimit || row.time > latest[0] { note(row.time) }
    }

    @inline(never)
    private mutating func note(_ time: Int64) {
        var (low, high) = (0, latest.count)
        while low < high {
            let middle = (low + high) / 2
            if latest[middle] < time { low = middle + 1 } else { high = middle }
        }
        latest.insert(time, at: low)
        if latest.count > Self.latestLimit { latest.removeFirst() }
    }

    mutating func merge(_ other: Signature) {
        count += other.count
        for i in bins.indices { bins[i] += other.bins[i] }
        marks.merge(other.marks)
        latest = (latest + other.latest).sorted().suffix(Self.latestLimit).map { $0 }
    }
}
