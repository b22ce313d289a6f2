import CivicModel

/// Collects the moments at which an offset changes.
struct TransitionTable {
    private let first: Int
    private var current: Int
    private var last = Int64.min
    private var switches: [Int64] = []
    private var offsets: [Int32] = []

    init(first: Int) { (self.first, current) = (first, first) }

    /// `time` in seconds since 1970, UTC.
    mutating func add(at time: Int64, offset: Int) {
        guard time > last else { return }
        last = time
        // By the local clock the change is over when neither the old nor the new offset leads before it.
        let local = time + Int64(max(current, offset))
        current = offset
        if let previous = switches.last, previous >= local {
            offsets[offsets.count - 1] = Int32(offset)
            return
        }
        switches.append(local)
        offsets.append(Int32(offset))
    }

    /// Spells a yearly rule out from the last known change to 2100.
    mutating func add(_ rule: PosixZoneRule) {
        let lastYear = last == .min ? 1970 : CivilDate.from(daysSinceEpoch: Int(max(last, 0) / 86_400)).year
        guard rule.start != nil else {
            if rule.standard != current { add(at: last == .min ? 0 : last + 1, offset: rule.standard) }
            return
        }
        for year in lastYear...2100 {
            for (time, offset) in rule.changes(in: year) { add(at: time, offset: offset) }
        }
    }

    var rules: TimeZoneRules { TimeZoneRules(first: first, switches: switches, offsets: offsets) }
}
