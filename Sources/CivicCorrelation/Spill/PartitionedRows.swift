import CivicProfile
import Synchronization

/// Rows of one size in partitions, in memory up to a budget and in a nameless file beyond it.
///
/// Every worker appends through a `Writer` of its own, which fills one chunk per partition; full chunks come here. In which
/// order chunks arrive depends on the workers, so whoever reads a partition sorts it.
final class PartitionedRows<Row: BitwiseCopyable & Sendable>: Sendable {
    /// Rows in memory that this object owns: a pointer that is handed from a writer to the store and from the store to one reader,
    /// never shared between them.
    private struct Held: @unchecked Sendable {
        var rows: UnsafeMutablePointer<Row>
        var count: Int
    }

    /// Rows in the file, and behind them where those are that were spilled before: a long run has a million of these, and memory must
    /// not hang on how long it is.
    private struct Spilled: BitwiseCopyable, Sendable {
        var position = 0
        /// 0: there are none.
        var count = 0
    }

    private struct Chunks: Sendable {
        var held: [Held] = []
        var lastSpilled = Spilled()
        var spilledRows = 0
        var count: Int { held.reduce(spilledRows) { $0 + $1.count } }
    }

    private struct State {
        var chunks: [Chunks]
        var memory = 0
        var file: SpillFile?
        var failure: SpillError?
    }

    let partitionCount: Int
    private let budget: Int
    private let folder: String?
    /// Bytes that the file may grow to, as far as can be told before.
    private let expected: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - partitions: a power of two.
    ///   - budget: bytes that may stay in memory.
    ///   - expected: bytes of all rows, roughly: what the disk must have room for is asked when the first of them goes there.
    init(partitions: Int, budget: Int, folder: String?, expected: Int = 0) {
        partitionCount = partitions
        self.expected = max(0, expected - budget)
        self.budget = budget
        self.folder = folder
        state = Mutex(State(chunks: Array(repeating: Chunks(), count: partitions)))
    }

    deinit {
        state.withLock { state in
            for chunks in state.chunks { for held in chunks.held { held.rows.deallocate() } }
        }
    }

    /// Bytes on disk.
    var spilledBytes: Int { state.withLock { $0.file?.size ?? 0 } }

    /// Says why rows could not be kept, when that happened.
    func check() throws(SpillError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func count(of partition: Int) -> Int { state.withLock { $0.chunks[partition].count } }

    /// Appends the rows of `partition` to `buffer`.
    /// - Parameter keeps: false: frees their memory; they cannot be read again.
    func read(_ partition: Int, into buffer: inout RowBuffer<Row>, keeps: Bool) throws(SpillError) {
        let (chunks, file) = take(partition, keeps: keeps)
        buffer.reserve(buffer.count + chunks.count + Self.trailerRows)
        // Reserved above: `end` has room for the rows of every chunk, and for what stands behind the last.
        for held in chunks.held {
            buffer.end.update(from: held.rows, count: held.count)
            if !keeps { held.rows.deallocate() }
            buffer.count += held.count
        }
        var chunk = chunks.lastSpilled
        while chunk.count > 0 {
            let before = try Self.read(chunk, of: file, to: buffer.end)
            buffer.count += chunk.count
            chunk = before
        }
    }

    /// Hands over the rows of `partition` in pieces, in any order: for what needs none of them beside another.
    /// - Parameter keeps: false: frees their memory; they cannot be read again.
    func eachPiece(
        _ partition: Int, keeps: Bool, _ body: (UnsafeMutableBufferPointer<Row>) -> Void
    ) throws(SpillError) {
        let (chunks, file) = take(partition, keeps: keeps)
        for held in chunks.held {
            body(UnsafeMutableBufferPointer(start: held.rows, count: held.count))
            if !keeps { held.rows.deallocate() }
        }
        var buffer = RowBuffer<Row>()
        var chunk = chunks.lastSpilled
        while chunk.count > 0 {
            buffer.reserve(chunk.count + Self.trailerRows)
            let before = try Self.read(chunk, of: file, to: buffer.rows)
            body(UnsafeMutableBufferPointer(start: buffer.rows, count: chunk.count))
            chunk = before
        }
    }

    private func take(_ partition: Int, keeps: Bool) -> (chunks: Chunks, file: SpillFile?) {
        state.withLock { state in
            let taken = state.chunks[partition]
            if !keeps {
                state.chunks[partition] = Chunks()
                for held in taken.held { state.memory -= held.count * MemoryLayout<Row>.stride }
            }
            return (taken, state.file)
        }
    }

    /// Frees what is left of a partition.
    func drop(_ partition: Int) {
        for held in take(partition, keeps: false).chunks.held { held.rows.deallocate() }
    }

    /// Rows that take the room of what stands behind a chunk in the file.
    fileprivate static var trailerRows: Int {
        (MemoryLayout<Spilled>.size + MemoryLayout<Row>.stride - 1) / MemoryLayout<Row>.stride
    }

    /// - Parameter rows: has room for the chunk and `trailerRows` more.
    /// - Returns: the chunk that was spilled before it.
    private static func read(
        _ chunk: Spilled, of file: SpillFile?, to rows: UnsafeMutablePointer<Row>
    ) throws(SpillError) -> Spilled {
        guard let file else { return Spilled() }
        let bytes = chunk.count * MemoryLayout<Row>.stride
        try file.read(
            chunk.position, into: UnsafeMutableRawBufferPointer(start: rows, count: bytes + MemoryLayout<Spilled>.size))
        return UnsafeRawPointer(rows).loadUnaligned(fromByteOffset: bytes, as: Spilled.self)
    }

    /// Takes over a full chunk, which has room for `trailerRows` more. True: the caller may fill it again, its rows are on disk.
    private func keep(_ rows: UnsafeMutablePointer<Row>, _ count: Int, of partition: Int) -> Bool {
        let bytes = count * MemoryLayout<Row>.stride
        let size = bytes + MemoryLayout<Spilled>.size
        let place = state.withLock { state -> (file: SpillFile, position: Int, before: Spilled)? in
            if state.memory + bytes <= budget || state.failure != nil {
                return nil
            }
            if state.file == nil {
                do throws(SpillError) {
                    let made = try SpillFile(folder: folder)
                    try made.require(expected)
                    state.file = made
                } catch {
                    state.failure = error
                }
            }
            guard let file = state.file else { return nil }
            let before = state.chunks[partition].lastSpilled
            let position = file.reserve(size)
            state.chunks[partition].lastSpilled = Spilled(position: position, count: count)
            state.chunks[partition].spilledRows += count
            return (file, position, before)
        }
        if let (file, position, before) = place {
            UnsafeMutableRawPointer(rows).storeBytes(of: before, toByteOffset: bytes, as: Spilled.self)
            do throws(SpillError) {
                try file.write(UnsafeRawBufferPointer(start: rows, count: size), at: position)
            } catch {
                state.withLock { $0.failure = $0.failure ?? error }
            }
            return true
        }
        let held = Held(rows: rows, count: count)
        return state.withLock { state in
            // After a failure nothing is kept any more: the run ends with its message, and memory must not fill first.
            guard state.failure == nil else { return true }
            state.memory += bytes
            state.chunks[partition].held.append(held)
            return false
        }
    }

    /// The appending end of one worker.
    final class Writer {
        private let store: PartitionedRows
        private let capacity: Int
        private let chunks: UnsafeMutablePointer<UnsafeMutablePointer<Row>?>
        private let counts: UnsafeMutablePointer<Int32>

        /// - Parameter chunkBytes: size of a chunk; the writer holds one per partition.
        init(_ store: PartitionedRows, chunkBytes: Int) {
            self.store = store
            capacity = max(8, chunkBytes / MemoryLayout<Row>.stride)
            chunks = .allocate(capacity: store.partitionCount)
            chunks.initialize(repeating: nil, count: store.partitionCount)
            counts = .allocate(capacity: store.partitionCount)
            counts.initialize(repeating: 0, count: store.partitionCount)
        }

        deinit {
            for i in 0..<store.partitionCount { chunks[i]?.deallocate() }
            chunks.deallocate()
            counts.deallocate()
        }

        /// `partition` < `partitionCount`; a chunk is handed over as soon as it is full, so there is always room for one row.
        @inline(__always)
        func append(_ row: Row, to partition: Int) {
            guard let chunk = chunks[partition] else { return begin(partition, with: row) }
            let count = Int(counts[partition])
            chunk[count] = row
            counts[partition] = Int32(truncatingIfNeeded: count + 1)
            if count + 1 == capacity { flush(partition) }
        }

        @inline(never)
        private func begin(_ partition: Int, with row: Row) {
            let chunk = UnsafeMutablePointer<Row>.allocate(capacity: capacity + PartitionedRows.trailerRows)
            chunks[partition] = chunk
            chunk[0] = row
            counts[partition] = 1
        }

        @inline(never)
        private func flush(_ partition: Int) {
            guard let chunk = chunks[partition], counts[partition] > 0 else { return }
            if !store.keep(chunk, Int(counts[partition]), of: partition) { chunks[partition] = nil }
            counts[partition] = 0
        }

        /// Hands over what is left.
        func finish() { for i in 0..<store.partitionCount { flush(i) } }
    }
}

/// A growing array of rows whose memory is kept between uses.
struct RowBuffer<Row: BitwiseCopyable>: ~Copyable {
    private(set) var rows: UnsafeMutablePointer<Row>
    private var capacity: Int
    var count = 0

    init() {
        capacity = 1024
        rows = .allocate(capacity: capacity)
    }

    deinit { rows.deallocate() }

    var end: UnsafeMutablePointer<Row> { rows + count }

    /// Makes room for exactly `wanted` rows: partitions are of much the same size, and doubling would double the peak.
    mutating func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        // What holds nothing is not copied, so that there are never two at once.
        if count == 0 { rows.deallocate() }
        let grown = UnsafeMutablePointer<Row>.allocate(capacity: wanted)
        if count > 0 {
            grown.update(from: rows, count: count)
            rows.deallocate()
        }
        rows = grown
        capacity = wanted
    }

    mutating func append(_ row: Row) {
        if count == capacity { reserve(capacity * 2) }
        rows[count] = row
        count += 1
    }
}
