/// By stage: how often the same event comes there, and what the further times look like.
struct RepetitionCounts: Sendable {
    /// Events that the stage has.
    var events: [Int]
    /// By stage and multiplicity (2 and more): events.
    private(set) var multiplicities: [UInt64: Int] = [:]
    /// Events that come again, and neither loop, nor are tried again, nor were only written twice.
    private(set) var repeats: [PartitionFold.Counter]
    /// Further records of events that loop or are tried again.
    private(set) var retries: [Int]
    /// Events with the same record twice, to the nanosecond.
    private(set) var copies: [PartitionFold.Counter]
    /// Events that come again and again, without any progress.
    private(set) var poison: [PartitionFold.Counter]

    /// Which records are counted: those about the event, those that name it as their cause and nothing else, or those of the events
    /// that it caused.
    enum Basis: UInt64, Sendable { case event, cause, effect }
    let basis: Basis

    init(stages: Int, by basis: Basis) {
        self.basis = basis
        events = Array(repeating: 0, count: stages)
        retries = events
        let none = Array(repeating: PartitionFold.Counter(), count: stages)
        (repeats, copies, poison) = (none, none, none)
    }

    /// Counts an event that a stage has more than once.
    /// - Parameter attempts: how many of its records follow a failure of the service with this event.
    /// - Returns: whether it was handled once more, and nothing says that it is a repetition.
    mutating func add(_ again: Repetition, of stage: UInt32, mark: EventRow, isLoop: Bool, attempts: Int) -> Bool {
        let place = Int(stage)
        multiplicities[UInt64(stage) << 32 | UInt64(again.times), default: 0] += 1
        if again.copies > 0 {
            copies[place].violations += 1
            copies[place].marks.insert(mark, stage: stage)
        }
        if isLoop {
            poison[place].violations += 1
            poison[place].marks.insert(mark, stage: stage)
        }
        let retried = isLoop || again.grows ? again.times - 1 : min(attempts, again.times - 1)
        retries[place] += retried
        guard retried + again.copies < again.times - 1 else { return false }
        repeats[place].violations += 1
        repeats[place].marks.insert(mark, stage: stage)
        return true
    }

    /// What it means that events come more than once at a stage.
    enum Meaning: Sendable { case again, doubtful, usual }

    /// More than half of them: that is how the service works. Of events that are caused, more than one in twenty: it may be, as one
    /// order may be sent in several parts.
    func meaning(of place: Int) -> Meaning {
        let repeated = multiplicities(of: place).reduce(0) { $0 + $1.events }
        if repeated * 2 >= events[place] { return .usual }
        return basis == .effect && repeated * 20 >= events[place] ? .doubtful : .again
    }

    mutating func merge(_ other: RepetitionCounts) {
        multiplicities.merge(other.multiplicities, uniquingKeysWith: +)
        for i in events.indices {
            events[i] += other.events[i]
            retries[i] += other.retries[i]
            repeats[i].merge(other.repeats[i])
            copies[i].merge(other.copies[i])
            poison[i].merge(other.poison[i])
        }
    }

    /// How many events come how often at a stage, those that come once left out.
    func multiplicities(of place: Int) -> [(times: Int, events: Int)] {
        multiplicities.compactMap { key, events in
            Int(key >> 32) == place ? (Int(key & 0xffff_ffff), events) : nil
        }.sorted { $0.times < $1.times }
    }
}
