/// A run of whole lines of one source, in a buffer that is reused.
///
/// Not thread-safe: one worker owns a block at a time.
public final class Block {
    /// Bytes that scans may read past `count`.
    static let slack = 64

    /// Start of the bytes. Valid until the block is filled again: a longer line may move the buffer.
    public private(set) var base: UnsafeMutablePointer<UInt8>
    /// Bytes; ends after a line feed, except perhaps at the end of the source. The byte at `count` is a line feed, so that
    /// scans stop, and the 64 bytes from `count` on are readable.
    public internal(set) var count = 0
    /// 1-based number of the first line in the decompressed stream.
    public internal(set) var firstLine = 1
    /// Offset of the first byte in the decompressed stream.
    public internal(set) var offset = 0
    /// 0, 1, 2 … in the source.
    public internal(set) var index = 0
    /// Bytes that fit, the slack not counted.
    private(set) var capacity: Int

    public init(capacity: Int = 1 << 20) {
        self.capacity = max(1, capacity)
        base = .allocate(capacity: self.capacity + Block.slack)
        // The slack is read before anything is written there; the rest is written before it is read.
        base.initialize(repeating: 0x0a, count: self.capacity + Block.slack)
    }

    deinit { base.deallocate() }

    /// Makes room for `wanted` bytes and keeps the first `kept`, which must fit into the buffer as it is.
    func reserve(_ wanted: Int, keeping kept: Int) {
        guard wanted > capacity else { return }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + Block.slack)
        larger.update(from: base, count: kept)
        (larger + kept).initialize(repeating: 0x0a, count: wanted + Block.slack - kept)
        base.deallocate()
        base = larger
        capacity = wanted
    }
}
