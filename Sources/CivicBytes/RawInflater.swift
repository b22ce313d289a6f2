/// Inflates raw deflate data and keeps the CRC-32 of what it puts out. The gzip frame around it is `GzipDecoder`'s.
protocol RawInflater: AnyObject {
    /// CRC-32 (RFC 1952, section 8) of the output since `reset`; only meaningful after `.done`.
    var checksum: UInt32 { get }
    /// Forgets everything, for the next member.
    func reset()
    /// Takes bytes from `input` and writes at most `capacity` bytes at `output`. Does not refill the input.
    func step(_ input: StoredInput, into output: UnsafeMutablePointer<UInt8>, capacity: Int) -> InflateStep
}

/// What one step of an inflater did.
struct InflateStep {
    enum Status { case more, done, invalid }
    var produced: Int
    /// `.more`: needs input or room. `.done`: the last deflate block has ended; the input stands on the byte after it.
    var status: Status
}
