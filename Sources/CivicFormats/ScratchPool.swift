/// Memory for text that a record points into and that does not stand in the block as it is: decoded strings, lines without
/// escape sequences, pieces put together. What was taken stays where it is until the pool is reset.
final class ScratchPool {
    private final class Chunk {
        let bytes: UnsafeMutablePointer<UInt8>
        let capacity: Int
        init(capacity: Int) {
            self.capacity = capacity
            bytes = .allocate(capacity: capacity)
            bytes.initialize(repeating: 0x0a, count: capacity)
        }
        deinit { bytes.deallocate() }
    }

    private var chunks: [Chunk] = []
    private var used = 0

    /// How many pieces are taken: for giving back those that came after (`cut`).
    var mark: Int { used }

    func cut(to mark: Int) { used = min(used, mark) }

    func reset() { used = 0 }

    /// `count` bytes and 64 more that scans may read.
    func take(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        let needed = count + 64
        if used == chunks.count {
            chunks.append(Chunk(capacity: max(4096, needed * 2)))
        } else if chunks[used].capacity < needed {
            chunks[used] = Chunk(capacity: needed * 2)
        }
        used += 1
        return chunks[used - 1].bytes
    }

    /// A copy of `bytes` with a line feed behind it, as scans need it.
    func copy(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let to = take(bytes.count + 1)
        if let from = bytes.baseAddress { to.update(from: from, count: bytes.count) }
        to[bytes.count] = 0x0a
        return UnsafeBufferPointer(start: UnsafePointer(to), count: bytes.count)
    }
}
