/// Entries in the order of their times, merged from runs in memory and on disk.
public final class TimelineStream {
    /// A run that is read from its start to its end.
    private struct Cursor {
        var run: TimelineRun?
        var index = 0
        var pieces: [(position: Int, count: Int)] = []
        var piece = 0
        /// How far the piece has been read from disk, and what of it is in memory.
        var read = 0
        var buffer: [UInt8] = []
        var at = 0
        var key: TimelineKey
    }

    private var cursors: [Cursor] = []
    /// A heap of cursors, the one with the smallest key on top.
    private var heap: [Int] = []
    private let file: SpillFile?
    private let names: TimelineNames
    private let bufferSize: Int
    /// Entries in all, those included that were dropped since nobody asked for so many.
    public let total: Int
    /// Records without a time.
    public let untimed: Int
    let dropped: Int

    init(
        runs: [TimelineRun], spilled: [SpilledRun], file: SpillFile?, names: TimelineNames, dropped: Int, total: Int,
        untimed: Int, memory: Int
    ) throws(SpillError) {
        (self.file, self.names) = (file, names)
        (self.dropped, self.total, self.untimed) = (dropped, total, untimed)
        bufferSize = min(1 << 20, max(16 << 10, memory / 4 / max(1, spilled.count)))
        let none = TimelineKey(time: 0, service: 0, source: 0, byte: 0, part: 0)
        for run in runs where !run.isEmpty { cursors.append(Cursor(run: run, key: run.key(0))) }
        for run in spilled where !run.pieces.isEmpty {
            var cursor = Cursor(pieces: run.pieces, key: none)
            if try settle(&cursor) { cursors.append(cursor) }
        }
        for index in cursors.indices { push(index) }
    }

    /// The next entry, or nil at the end.
    public func next() throws(SpillError) -> TimelineEntry? {
        guard let top = heap.first else { return nil }
        let entry: TimelineEntry
        if let run = cursors[top].run {
            entry = run.entry(cursors[top].index, names: names)
            cursors[top].index += 1
            if cursors[top].index < run.count {
                cursors[top].key = run.key(cursors[top].index)
                sink(0)
            } else {
                cursors[top].run = nil
                pop()
            }
        } else {
            let at = cursors[top].at
            (entry, cursors[top].at) = cursors[top].buffer.withUnsafeBytes {
                (TimelineBytes.entry($0, at, names: names), at + TimelineBytes.length($0, at))
            }
            if try settle(&cursors[top]) {
                sink(0)
            } else {
                cursors[top].buffer = []
                pop()
            }
        }
        return entry
    }

    /// Sees to it that the next entry of a run on disk is in memory as a whole; false at the end of the run.
    private func settle(_ cursor: inout Cursor) throws(SpillError) -> Bool {
        while true {
            let left = cursor.buffer.count - cursor.at
            if left >= TimelineBytes.fixed {
                let (at, buffer) = (cursor.at, cursor.buffer)
                let length = buffer.withUnsafeBytes { TimelineBytes.length($0, at) }
                if left >= length {
                    cursor.key = buffer.withUnsafeBytes { TimelineBytes.key($0, at) }
                    return true
                }
                try fill(&cursor, atLeast: length - left)
            } else if cursor.piece < cursor.pieces.count, cursor.read < cursor.pieces[cursor.piece].count {
                try fill(&cursor, atLeast: bufferSize)
            } else {
                // Pieces hold whole entries: nothing of this one is left.
                cursor.piece += 1
                (cursor.read, cursor.at) = (0, 0)
                cursor.buffer.removeAll(keepingCapacity: true)
                guard cursor.piece < cursor.pieces.count else { return false }
            }
        }
    }

    private func fill(_ cursor: inout Cursor, atLeast count: Int) throws(SpillError) {
        guard let file, cursor.piece < cursor.pieces.count else { throw SpillError("temporary data ends early") }
        let piece = cursor.pieces[cursor.piece]
        let more = min(max(count, bufferSize), piece.count - cursor.read)
        guard more > 0 else { throw SpillError("temporary data ends in the middle of an entry") }
        cursor.buffer.removeFirst(cursor.at)
        cursor.at = 0
        let start = cursor.buffer.count
        cursor.buffer += repeatElement(0, count: more)
        let position = piece.position + cursor.read
        let outcome = cursor.buffer.withUnsafeMutableBytes { bytes -> Result<Void, SpillError> in
            do throws(SpillError) {
                return .success(try file.read(position, into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...])))
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
        cursor.read += more
    }

    // MARK: The heap

    private func precedes(_ a: Int, _ b: Int) -> Bool { cursors[heap[a]].key < cursors[heap[b]].key }

    private func push(_ cursor: Int) {
        heap.append(cursor)
        var child = heap.count - 1
        while child > 0, precedes(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private func pop() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink(0)
    }

    private func sink(_ start: Int) {
        var parent = start
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, smallest) {
                smallest = child
            }
            if smallest == parent { return }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
