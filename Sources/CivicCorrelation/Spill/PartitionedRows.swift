import CivicProfile
import Synchronization

/// Rows of one size in partitions, in memory up to a budget and in a nameless file beyond it.
///
/// Every worker appends through a `Writer` of its own, which fills one chunk per partition; full chunks come here. In which
/// order chunks arrive depends on the workers, so whoever reads a partition sorts it.
final class PartitionedRows<Row: BitwiseCopyable & Sendable>: Sendable {
    private struct Chunk: Sendable {
        /// Memory that this object owns; nil: the rows are in the file.
        var memory: Address?
        /// Byte position in the file.
        var position: Int
        var rows: Int
    }

    /// A pointer that is handed from a writer to the store and from the store to one reader, never shared between them.
    private struct Address: @unchecked Sendable {
        var rows: UnsafeMutablePointer<Row>
    }

    private struct State {
        var chunks: [[Chunk]]
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
        state = Mutex(State(chunks: Array(repeating: [], count: partitions)))
    }

    deinit {
        state.withLock { state in
            for chunks in state.chunks { for chunk in chunks { chunk.memory?.rows.deallocate() } }
        }
    }

    /// Bytes on disk.
    var spilledBytes: Int { state.withLock { $0.file?.size ?? 0 } }

    /// Says why rows could not be kept, when that happened.
    func check() throws(SpillError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func count(of partition: Int) -> Int { state.withLock { $0.chunks[partition].reduce(0) { $0 + $1.rows } } }

    /// Appends the rows of `partition` to `buffer`.
    /// - Parameter keeps: false: frees their memory; they cannot be read again.
    func read(_ partition: Int, into buffer: inout RowBuffer<Row>, keeps: Bool) throws(SpillError) {
        let (chunks, file) = state.withLock { state -> ([Chunk], SpillFile?) in
            let taken = state.chunks[partition]
            if keeps { return (taken, state.file) }
            state.chunks[partition] = []
            for chunk in taken where chunk.memory != nil { state.memory -= chunk.rows * MemoryLayout<Row>.stride }
            return (taken, state.file)
        }
        buffer.reserve(buffer.count + chunks.reduce(0) { $0 + $1.rows })
        for chunk in chunks {
            // Reserved above: `end` has room for the rows of every chunk.
            if let memory = chunk.memory {
                buffer.end.update(from: memory.rows, count: chunk.rows)
                if !keeps { memory.rows.deallocate() }
            } else {
                try file?.read(
                    chunk.position,
                    into: UnsafeMutableRawBufferPointer(start: buffer.end, count: chunk.rows * MemoryLayout<Row>.stride))
            }
            buffer.count += chunk.rows
        }
    }

    /// Takes over a full chunk. True: the caller may fill it again, its rows are on disk.
    private func keep(_ rows: UnsafeMutablePointer<Row>, _ count: Int, of partition: Int) -> Bool {
        let bytes = count * MemoryLayout<Row>.stride
        let file = state.withLock { state -> SpillFile? in
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
            return state.file
        }
        if let file {
            do throws(SpillError) {
                let position = try file.append(UnsafeRawBufferPointer(start: rows, count: bytes))
                state.withLock { $0.chunks[partition].append(Chunk(memory: nil, position: position, rows: count)) }
            } catch {
                state.withLock { $0.failure = $0.failure ?? error }
            }
            return true
        }
        let address = Address(rows: rows)
        return state.withLock { state in
            // After a failure nothing is kept any more: the run ends with its message, and memory must not fill first.
            guard state.failure == nil else { return true }
            state.memory += bytes
            state.chunks[partition].append(Chunk(memory: address, position: 0, rows: count))
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
            let chunk = UnsafeMutablePointer<Row>.allocate(capacity: capacity)
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
        let grown = UnsafeMutablePointer<Row>.allocate(capacity: wanted)
        grown.update(from: rows, count: count)
        rows.deallocate()
        rows = grown
        capacity = wanted
    }

    mutating func append(_ row: Row) {
        if count == capacity { reserve(capacity * 2) }
        rows[count] = row
        count += 1
    }
}
