import CivicProfile

extension PartitionedRows<FlowRow> {
    /// A flow with more mentions is no unit of work.
    private static let hubSize = 10_000

    /// Calls `body` with the mentions of each chain of a partition, in the order of time; hubs are left out.
    /// - Parameters:
    ///   - slice: mentions that are sorted at one time, no fewer than a hub has.
    ///   - buffer: what the rows are read into.
    ///   - keeps: false: the rows cannot be read again.
    func eachChain(
        _ partition: Int, slice: Int, into buffer: inout RowBuffer<FlowRow>, keeps: Bool,
        _ body: (UnsafeMutableBufferPointer<FlowRow>) -> Void
    ) throws(SpillError) {
        try eachSlice(
            partition, of: slice, into: &buffer, keeps: keeps, by: { ContentHash.mix($0.label) }, crowd: { _, _, _ in },
            { rows in
                var all = rows
                all.sort(by: FlowRow.precedes)
                var i = 0
                while i < all.count {
                    var end = i + 1
                    while end < all.count, all[end].label == all[i].label { end += 1 }
                    // `end` is at most the count of rows.
                    if end - i <= Self.hubSize { body(UnsafeMutableBufferPointer(rebasing: all[i..<end])) }
                    i = end
                }
            })
    }
}
