#if CIVIC_ISAL
    import CISAL

    /// ISA-L's igzip: over twice as fast as zlib, less strict on damaged data (it takes incomplete Huffman codes), therefore
    /// never the judge of a damaged member.
    final class ISALInflater: RawInflater {
        private let state: UnsafeMutablePointer<inflate_state>

        init() {
            state = .allocate(capacity: 1)
            isal_inflate_init(state)
            state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR)
        }

        deinit { state.deallocate() }

        var checksum: UInt32 { state.pointee.crc }

        func reset() {
            isal_inflate_reset(state)
            state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR)
        }

        func step(_ input: StoredInput, into output: UnsafeMutablePointer<UInt8>, capacity: Int) -> InflateStep {
            let available = input.available
            let room = min(capacity, Int(UInt32.max))
            state.pointee.next_in = input.current
            state.pointee.avail_in = UInt32(available)
            state.pointee.next_out = output
            state.pointee.avail_out = UInt32(room)
            let result = isal_inflate(state)
            input.advance(available - Int(state.pointee.avail_in))
            let produced = room - Int(state.pointee.avail_out)
            if result < 0 { return InflateStep(produced: produced, status: .invalid) }
            guard state.pointee.block_state == ISAL_BLOCK_FINISH else { return InflateStep(produced: produced, status: .more) }
            // What follows the deflate data may already be in the bit buffer, at most 8 bytes: give it back. The input keeps
            // as many bytes of the piece before the current one.
            input.advance(-Int(state.pointee.read_in_length / 8))
            state.pointee.read_in_length = 0
            return InflateStep(produced: produced, status: .done)
        }
    }
#endif
