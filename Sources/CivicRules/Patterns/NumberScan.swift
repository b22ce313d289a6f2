import CByteScan

/// The walk over the places in a block where a number that a checksum protects may start.
enum NumberScan {
    /// Replaces `hits` by the offsets that `accepts` takes, ascending. `candidates` answers the next places as bits from
    /// its position on, and no bit at the end of the block.
    @inline(__always)
    static func scan(
        hits: inout [UInt32], candidates: (inout civic_number_scan, inout Int) -> UInt64, accepts: (Int) -> Bool
    ) {
        hits.removeAll(keepingCapacity: true)
        var state = civic_number_scan()
        var at = 0
        while true {
            var starts = candidates(&state, &at)
            if starts == 0 { return }
            while starts != 0 {
                let start = at + starts.trailingZeroBitCount
                starts &= starts - 1
                if accepts(start) { hits.append(UInt32(truncatingIfNeeded: start)) }
            }
        }
    }
}
