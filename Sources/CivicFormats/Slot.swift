/// Where one value of a record lies: bytes that the scan did not copy. Valid while the block is.
public struct Slot {
    public var start: UnsafePointer<UInt8>
    public var count: UInt32
    /// The string holds a backslash escape, so its text is not its bytes.
    public var hasEscapes: Bool

    @inlinable
    public init(start: UnsafePointer<UInt8>, count: Int, hasEscapes: Bool) {
        self.start = start
        self.count = UInt32(truncatingIfNeeded: count)
        self.hasEscapes = hasEscapes
    }

    @inlinable public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: Int(count)) }
}
