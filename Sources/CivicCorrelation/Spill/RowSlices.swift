/// A partition that is larger than memory allows is read more than once: each time the rows whose hashes lie in one range, so that all
/// of one hash are handed over together.
extension PartitionedRows {
    /// Hashes that one slice holds, and how many rows have them.
    private struct Slice {
        var range: ClosedRange<UInt64>
        var count: Int
    }

    /// Bits of the hash that one reading tells apart.
    private static var step: Int { 10 }

    /// Hands over the rows of `partition`: all at once where they are at most `limit`, else slice by slice, from the lowest hash to the
    /// highest.
    /// - Parameters:
    ///   - limit: rows of a slice.
    ///   - buffer: what a slice is read into.
    ///   - keeps: false: the rows cannot be read again.
    ///   - range: hashes of the rows that are asked for.
    ///   - hash: spread evenly over its range in every partition, the same for rows that must be seen together.
    ///   - crowd: takes the rows of one hash that are more than a slice holds, in pieces, with their number in all and whether the piece
    ///     is the first.
    func eachSlice(
        _ partition: Int, of limit: Int, into buffer: inout RowBuffer<Row>, keeps: Bool,
        within range: ClosedRange<UInt64> = 0...UInt64.max, by hash: (Row) -> UInt64, crowd: Crowd,
        _ body: (UnsafeMutableBufferPointer<Row>) -> Void
    ) throws(SpillError) {
        try eachSlice(
            partition, of: limit, into: &buffer, keeps: keeps, within: range, by: hash, splits: true, crowd: crowd, body)
    }

    /// The same where those of one hash are needed at once, however many they are.
    func eachSlice(
        _ partition: Int, of limit: Int, into buffer: inout RowBuffer<Row>, keeps: Bool, by hash: (Row) -> UInt64,
        _ body: (UnsafeMutableBufferPointer<Row>) -> Void
    ) throws(SpillError) {
        try eachSlice(
            partition, of: limit, into: &buffer, keeps: keeps, within: 0...UInt64.max, by: hash, splits: false,
            crowd: { _, _, _ in }, body)
    }

    typealias Crowd = (UnsafeMutableBufferPointer<Row>, _ total: Int, _ isFirst: Bool) -> Void

    private func eachSlice(
        _ partition: Int, of limit: Int, into buffer: inout RowBuffer<Row>, keeps: Bool, within range: ClosedRange<UInt64>,
        by hash: (Row) -> UInt64, splits: Bool, crowd: Crowd, _ body: (UnsafeMutableBufferPointer<Row>) -> Void
    ) throws(SpillError) {
        buffer.count = 0
        if range == 0...UInt64.max, count(of: partition) <= limit {
            try read(partition, into: &buffer, keeps: keeps)
            if buffer.count > 0 { body(UnsafeMutableBufferPointer(start: buffer.rows, count: buffer.count)) }
            return
        }
        for slice in try slices(of: partition, in: range, limit: limit, by: hash) {
            buffer.count = 0
            if splits, slice.count > limit {
                var isFirst = true
                buffer.reserve(limit)
                try select(partition, slice.range, by: hash) { row in
                    buffer.append(row)
                    if buffer.count < limit { return }
                    crowd(UnsafeMutableBufferPointer(start: buffer.rows, count: buffer.count), slice.count, isFirst)
                    (isFirst, buffer.count) = (false, 0)
                }
                if buffer.count > 0 {
                    crowd(UnsafeMutableBufferPointer(start: buffer.rows, count: buffer.count), slice.count, isFirst)
                }
            } else {
                buffer.reserve(slice.count)
                try select(partition, slice.range, by: hash) { buffer.append($0) }
                body(UnsafeMutableBufferPointer(start: buffer.rows, count: buffer.count))
            }
        }
        if !keeps { drop(partition) }
    }

    private func select(
        _ partition: Int, _ range: ClosedRange<UInt64>, by hash: (Row) -> UInt64, _ body: (Row) -> Void
    ) throws(SpillError) {
        try eachPiece(partition, keeps: true) { rows in
            for row in rows where range.contains(hash(row)) { body(row) }
        }
    }

    /// Ranges of at most `limit` rows each; one of a single hash may have more. Those without rows are left out.
    private func slices(
        of partition: Int, in range: ClosedRange<UInt64>, limit: Int, by hash: (Row) -> UInt64
    ) throws(SpillError) -> [Slice] {
        // How far the range reaches, in bits.
        let width = UInt64.bitWidth - (range.upperBound - range.lowerBound).leadingZeroBitCount
        let shift = UInt64(max(0, width - Self.step))
        var counts = [Int](repeating: 0, count: 1 << Self.step)
        // The difference has at most `width` bits, of which the highest ten are left: it is a place in `counts`.
        try select(partition, range, by: hash) { counts[Int((hash($0) - range.lowerBound) >> shift)] += 1 }
        var slices: [Slice] = []
        var open: Slice?
        for (bucket, count) in counts.enumerated() where count > 0 {
            let low = range.lowerBound + UInt64(bucket) << shift
            let high = min(range.upperBound, low + (1 << shift - 1))
            if let slice = open, slice.count + count <= limit {
                open = Slice(range: slice.range.lowerBound...high, count: slice.count + count)
                continue
            }
            if let slice = open { slices.append(slice) }
            open = nil
            if count <= limit {
                open = Slice(range: low...high, count: count)
            } else if shift == 0 {
                slices.append(Slice(range: low...high, count: count))
            } else {
                slices += try self.slices(of: partition, in: low...high, limit: limit, by: hash)
            }
        }
        if let slice = open { slices.append(slice) }
        return slices
    }
}
