import CivicProfile

/// What befell an event, as a row that is shown by the record of it.
enum Moment {
    /// All that is known of it, by the hash of its signature: what is missing of it is known when all signatures are.
    case signature(UInt64)
    /// A stage handled it once more.
    case again(RepetitionCounts.Basis)

    /// In a row, `other` has the signature, and `label` which repetitions they are; 0: none.
    func row(_ record: EventRow) -> EventRow {
        var row = record
        switch self {
        case .signature(let hash): (row.other, row.label) = (hash, 0)
        case .again(let basis): (row.other, row.label) = (0, 1 + basis.rawValue)
        }
        return row
    }
}

/// How often the same thing befell events, by stretch of `MishapTimes`. Merges in any order.
struct MomentCounts: Sendable {
    /// What is known of all stages.
    struct Frame: Sendable {
        let times: MishapTimes
        /// By place of stage.
        let serviceOf: [Int]
        let correction: HopLatencies.Correction
        /// By basis, then place of stage.
        let meanings: [[RepetitionCounts.Meaning]]

        init(_ times: MishapTimes, stages: Stages, _ folded: PartitionFold.Result, _ correction: HopLatencies.Correction) {
            (self.times, self.correction, serviceOf) = (times, correction, stages.list.map(\.service))
            // In the order of their numbers.
            meanings = [folded.repetitions, folded.takings, folded.effects].map { counts in
                stages.list.indices.map { counts.meaning(of: $0) }
            }
        }
    }

    private let frame: Frame
    /// By what it was.
    private var counters: [UInt64: [PartitionFold.Counter]] = [:]
    /// Events of the partition that is read of which it is known that a service handled them again.
    private var again: Set<UInt64> = []

    init(_ frame: Frame) { self.frame = frame }

    var times: MishapTimes { frame.times }

    /// All rows of one event are in one partition: of several stages of a service that have it again one counts.
    mutating func beginPartition() { again.removeAll(keepingCapacity: true) }

    mutating func add(_ row: EventRow) {
        let service = frame.serviceOf[Int(row.stage)]
        var what = row.other
        if row.label > 0 {
            let meaning = frame.meanings[Int(row.label - 1)][Int(row.stage)]
            guard meaning != .usual else { return }
            what = Self.again(service, isDoubtful: meaning == .doubtful)
            guard again.insert(ContentHash.mix(row.key.low ^ what)).inserted else { return }
        }
        let time = row.time &- frame.correction.offset(service, at: row.time)
        let ranges = times.ranges
        let none = Array(repeating: PartitionFold.Counter(), count: ranges.count)
        for (place, range) in ranges.enumerated() where range.contains(time) { counters[what, default: none][place].count(row) }
    }

    mutating func merge(_ other: MomentCounts) {
        counters.merge(other.counters) { a, b in
            var a = a
            for i in a.indices { a[i].merge(b[i]) }
            return a
        }
    }

    /// By stretch; empty: it befell none.
    func counters(of what: UInt64) -> [PartitionFold.Counter] { counters[what] ?? [] }

    /// What it is called that a service handled something again.
    static func again(_ service: Int, isDoubtful: Bool) -> UInt64 {
        ContentHash.mix(0x6d69_7368_6170 ^ UInt64(service) << 1 ^ (isDoubtful ? 1 : 0))
    }
}

extension PartitionFold.Counter {
    /// Counts one more, shown by a record.
    fileprivate mutating func count(_ row: EventRow) {
        violations += 1
        marks.insert(row, stage: row.stage)
    }
}
