import CZlib

/// The reference: what zlib accepts of a damaged member is what Civic reads of it, whichever library ran first.
final class ZlibInflater: RawInflater {
    // zlib keeps the address of the stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let isReady: Bool
    private(set) var checksum: UInt32 = 0

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Negative window bits: raw deflate, no zlib or gzip frame.
        isReady = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isReady { inflateEnd(stream) }
        stream.deallocate()
    }

    func reset() {
        checksum = 0
        if isReady { inflateReset(stream) }
    }

    func step(_ input: StoredInput, into output: UnsafeMutablePointer<UInt8>, capacity: Int) -> InflateStep {
        // Only without memory for the 32 KiB window: then nothing can be inflated.
        guard isReady else { return InflateStep(produced: 0, status: .invalid) }
        let available = input.available
        let room = min(capacity, Int(UInt32.max))
        stream.pointee.next_in = input.current
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = output
        stream.pointee.avail_out = UInt32(room)
        let result = inflate(stream, Z_NO_FLUSH)
        input.advance(available - Int(stream.pointee.avail_in))
        let produced = room - Int(stream.pointee.avail_out)
        checksum = UInt32(truncatingIfNeeded: crc32_z(UInt(checksum), output, produced))
        switch result {
        case Z_STREAM_END: return InflateStep(produced: produced, status: .done)
        case Z_OK, Z_BUF_ERROR: return InflateStep(produced: produced, status: .more)
        default: return InflateStep(produced: produced, status: .invalid)
        }
    }
}
