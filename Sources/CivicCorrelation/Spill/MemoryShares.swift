/// How the memory that correlation may use is shared out over all that it holds, in bytes.
///
/// What a run holds at the same time adds up to what it was given: none of the shares hangs on how much there is to read. The result
/// does not depend on them; what does not fit is on the disk, or is read more than once.
struct MemoryShares: Sendable, Equatable {
    /// Rows of ids until they are folded.
    let rows: Int
    /// Mentions of flows; as much again for those of whole chains, which come when the rows of ids are gone.
    let flows: Int
    /// Hops between services, until the clocks are known.
    let hops: Int
    /// Names of chains, and what ties them.
    let names: Int
    let ties: Int
    /// Records of the times of faults, by chain.
    let mentions: Int
    /// When what befell events in the times of faults.
    let moments: Int
    /// Places of events in their streams.
    let streams: Int
    /// Rows of all workers that are not handed over yet.
    let chunks: Int
    /// Rows that all workers together sort at one time.
    let slices: Int

    private let jobs: Int

    init(_ memory: Int, jobs: Int) {
        self.jobs = max(1, jobs)
        let part = max(0, memory) / 64
        rows = part * 30
        flows = part * 8
        hops = part * 4
        names = part
        ties = part
        streams = part * 2
        chunks = part * 6
        moments = part
        mentions = part * 2
        slices = part * 9
    }

    /// Bytes of the piece in which a worker hands over rows of ids.
    func chunk(partitions: Int) -> Int { min(max(chunks / (partitions * jobs), 4 << 10), 64 << 10) }

    /// Rows of `Row` that one worker sorts at one time, `beside` bytes for each included. Fewer than a hub has would not do: what is
    /// larger than a slice is taken for one.
    func slice<Row>(of row: Row.Type, beside: Int = 0) -> Int {
        max(slices / jobs / (MemoryLayout<Row>.stride + beside), PartitionFold.hubSize)
    }
}
