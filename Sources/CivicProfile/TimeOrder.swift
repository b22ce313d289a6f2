/// How the times of one block of a source follow each other: enough to tell, once all blocks are known, how many records
/// are late, that is more than a second older than some record before them.
///
/// Whether a record is late depends on blocks before its own, which other workers read. The first records of a block are
/// kept, and so are its ends: a block that lies below what came before it is late as a whole, and in any other block the
/// first records settle it, for the block catches up with them. Only a block in which time catches up with a leap of more
/// than its first records is counted too low.
public struct TimeOrder: Sendable, Equatable {
    /// Nanoseconds that a record may be older than one before it.
    public static let tolerance: Int64 = 1_000_000_000
    /// First times of a block that are kept.
    static let leadLimit = 32

    /// Records with a time.
    public var records = 0
    /// Those that are late by what the block itself shows.
    public var late = 0
    public var latest = Int64.min
    /// The first times.
    public var lead: [Int64] = []

    /// Late records of one source.
    /// - Parameter blocks: in the order of the source.
    static func lateRecords(_ blocks: [TimeOrder]) -> Int {
        var total = 0
        var latest = Int64.min
        for block in blocks where block.records > 0 {
            if isLate(block.latest, after: latest) {
                total += block.records
                continue
            }
            total += block.late
            var inside = Int64.min
            for time in block.lead {
                if isLate(time, after: latest), !isLate(time, after: inside) { total += 1 }
                inside = max(inside, time)
            }
            latest = max(latest, block.latest)
        }
        return total
    }

    @inline(__always)
    static func isLate(_ time: Int64, after latest: Int64) -> Bool { latest > time && latest &- time > tolerance }
}
