/// What an event store and the logs hold of the same events, by stage. Counts that merge in any order.
struct RecordCounts: Sendable {
    /// Events of a stage of the store.
    var held: [Int] = []
    /// Those that no log mentions, neither as an event nor as a cause.
    var unlogged: [PartitionFold.Counter] = []
    /// By stage of a log: events that have it, and those that the store does not hold.
    var unheld: [PartitionFold.Counter] = []
    /// By stage of the store: causes that led to its events, and those that did so more than once.
    var twice: [PartitionFold.Counter] = []

    init() {}

    init(stages: Int) {
        held = Array(repeating: 0, count: stages)
        let none = Array(repeating: PartitionFold.Counter(), count: stages)
        (unlogged, unheld, twice) = (none, none, none)
    }

    mutating func add(held row: EventRow?, logged: EventRow?, isMentioned: Bool) {
        if let row {
            held[Int(row.stage)] += 1
            if !isMentioned {
                unlogged[Int(row.stage)].violations += 1
                unlogged[Int(row.stage)].marks.insert(row, stage: row.stage)
            }
        }
        if let logged {
            unheld[Int(logged.stage)].population += 1
            if row == nil {
                unheld[Int(logged.stage)].violations += 1
                unheld[Int(logged.stage)].marks.insert(logged, stage: logged.stage)
            }
        }
    }

    /// - Parameter again: how many events of this stage the same cause led to before.
    mutating func caused(_ row: EventRow, again: Int) {
        if again == 0 { twice[Int(row.stage)].population += 1 }
        if again == 1 {
            twice[Int(row.stage)].violations += 1
            twice[Int(row.stage)].marks.insert(row, stage: row.stage)
        }
    }

    mutating func merge(_ other: RecordCounts) {
        if other.held.isEmpty { return }
        if held.isEmpty {
            self = other
            return
        }
        for i in held.indices {
            held[i] += other.held[i]
            unlogged[i].merge(other.unlogged[i])
            unheld[i].merge(other.unheld[i])
            twice[i].merge(other.twice[i])
        }
    }
}
