/// A few records as examples, chosen by a hash of what they are about so that every split of the input chooses the same.
struct BottomMarks: Sendable {
    struct Mark: Sendable {
        var order: UInt64
        var place: UInt64
        var line: UInt32
        var time: Int64
        var key: IDKey
        /// Stage that is charged.
        var stage: UInt32
    }

    static let limit = 3
    private(set) var marks: [Mark] = []

    @inline(__always)
    mutating func insert(_ row: EventRow, stage: UInt32) {
        let order = row.key.low
        if marks.count == Self.limit, order > marks[Self.limit - 1].order { return }
        insert(Mark(order: order, place: row.place, line: row.line, time: row.time, key: row.key, stage: stage))
    }

    @inline(never)
    mutating func insert(_ mark: Mark) {
        let at = marks.firstIndex { ($0.order, $0.place) > (mark.order, mark.place) } ?? marks.count
        guard at < Self.limit else { return }
        marks.insert(mark, at: at)
        if marks.count > Self.limit { marks.removeLast() }
    }

    mutating func merge(_ other: BottomMarks) { for mark in other.marks { insert(mark) } }
}
