/// Ids that were given to another event long after the first one had ended, as counters do that begin anew.
///
/// A long pause alone proves nothing: what an outage held up comes late, and what is replayed comes again. Only where the stage that
/// the first life began with comes again, and names another flow or another cause than before, it is another event.
enum IDReuse {
    /// No shorter pause is looked at, nanoseconds.
    static let shortest: Int64 = 600_000_000_000
    /// So many lives of the usual event are a long pause.
    static let lives: Int64 = 100

    /// Nanoseconds from the first to the last record of an event, or to its first pause that may be the end.
    /// - Parameter rows: those about the event, then those of what it caused, each in the order of time.
    static func life(_ rows: UnsafeMutableBufferPointer<EventRow>) -> Int64 {
        var last = rows[0].time
        for row in rows.dropFirst() {
            let (gap, isOver) = row.time.subtractingReportingOverflow(last)
            if !isOver, gap > 0, gap <= shortest { last = row.time }
        }
        return last &- rows[0].time
    }

    /// Nanoseconds of a pause behind which an id may stand for something else.
    /// - Parameter life: from the first to the last record of an event, as it usually is.
    static func pause(life: Int64) -> Int64 {
        let (long, isOver) = max(0, life).multipliedReportingOverflow(by: lives)
        return isOver ? .max / 4 : min(.max / 4, max(shortest, long))
    }

    /// The first record of the second event among the records about one id; nil: they are all about one event.
    /// - Parameter own: how many rows of the group are about the id, in the order of time.
    @inline(never)
    static func start(in group: PartitionFold.Group, own: Int, pause: Int64, ties: FlowTies) -> Int? {
        let first = group[0].stage
        for i in 1..<own {
            let (gap, isOver) = group[i].time.subtractingReportingOverflow(group[i - 1].time)
            guard isOver || gap > pause, group[i - 1].time != EventRow.noTime else { continue }
            guard let again = (i..<own).first(where: { group[$0].stage == first }) else { return nil }
            if isOther(group[again], than: group, before: i, ties) { return i }
        }
        return nil
    }

    private static func isOther(_ row: EventRow, than group: PartitionFold.Group, before end: Int, _ ties: FlowTies) -> Bool {
        var (hasLabel, hasCause) = (false, false)
        for i in 0..<end {
            let old = group[i]
            if old.label != 0, row.label != 0 {
                if old.label == row.label || ties.contain(old.label, row.label) { return false }
                hasLabel = true
            }
            if old.other != 0, row.other != 0 {
                if old.other == row.other { return false }
                hasCause = true
            }
        }
        return hasLabel || hasCause
    }
}
