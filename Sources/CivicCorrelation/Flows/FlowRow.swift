/// One mention of a flow (a trace, an order number): what ties records that name no event.
struct FlowRow: BitwiseCopyable, Sendable {
    /// Shortened id, or the name of the whole chain.
    var label: UInt64
    /// Nanoseconds since 1970; `EventRow.noTime` without a readable one.
    var time: Int64
    /// As in `EventRow`.
    var place: UInt64
    var line: UInt32
    var stage: UInt32

    @inline(__always)
    static func precedes(_ a: FlowRow, _ b: FlowRow) -> Bool {
        if a.label != b.label { return a.label < b.label }
        if a.time != b.time { return a.time < b.time }
        return a.place < b.place
    }
}
