/// One value of a field that may be an id, seen once: what tells the role of columns whose names say nothing.
struct ColumnSighting: Sendable {
    var key: IDKey
    /// Place of the column in the list of the discovery.
    var column: UInt32
    /// Service, as a number of the discovery.
    var service: UInt32
    /// Nanoseconds; `EventRow.noTime` without a readable one.
    var time: Int64
    /// The record that it stands in.
    var place: UInt64
    var line: Int
    /// Event of the record, as its known columns say.
    var event: UInt64
    /// How the id begins.
    var head: IDHead

    var mark: CutIDs.Mark { CutIDs.Mark(source: Int(place >> 42), line: line, byte: Int(place & (1 << 42 - 1)), time: time) }
}
