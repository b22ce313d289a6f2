import CZlib

/// One gzip member, built field by field so that each can be wrong.
struct GzipMember {
    var data: [UInt8]
    var level: Int32 = 6
    /// Put a block end and an empty stored block after every so many bytes; 0 is never.
    var flushEvery = 0
    var extra: [UInt8]?
    var name: String?
    var comment: String?
    var hasHeaderSum = false
    var isText = false
    /// Added to the right values.
    var sumError: UInt32 = 0
    var lengthError: UInt32 = 0
    var headerSumError: UInt16 = 0

    init(_ text: String) { data = Array(text.utf8) }
    init(_ data: [UInt8]) { self.data = data }

    var header: [UInt8] {
        var flags: UInt8 = isText ? 1 : 0
        if hasHeaderSum { flags |= 2 }
        if extra != nil { flags |= 4 }
        if name != nil { flags |= 8 }
        if comment != nil { flags |= 16 }
        var bytes: [UInt8] = [0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3]
        if let extra { bytes += [UInt8(extra.count & 255), UInt8(extra.count >> 8)] + extra }
        if let name { bytes += Array(name.utf8) + [0] }
        if let comment { bytes += Array(comment.utf8) + [0] }
        if hasHeaderSum {
            let sum = UInt16(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count))) &+ headerSumError
            bytes += [UInt8(sum & 255), UInt8(sum >> 8)]
        }
        return bytes
    }

    var body: [UInt8] {
        var stream = z_stream()
        precondition(
            deflateInit2_(
                &stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK)
        defer { deflateEnd(&stream) }
        var output: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 16)
        let piece = flushEvery > 0 ? flushEvery : max(1, data.count)
        var start = 0
        repeat {
            let end = min(data.count, start + piece)
            var part = Array(data[start..<end])
            let count = part.count
            let flush = end == data.count ? Z_FINISH : Z_FULL_FLUSH
            part.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(count)
                repeat {
                    room.withUnsafeMutableBufferPointer { buffer in
                        stream.next_out = buffer.baseAddress
                        stream.avail_out = UInt32(buffer.count)
                        deflate(&stream, flush)
                        output += buffer.prefix(buffer.count - Int(stream.avail_out))
                    }
                } while stream.avail_out == 0
            }
            start = end
        } while start < data.count
        return output
    }

    var trailer: [UInt8] {
        let sum = UInt32(truncatingIfNeeded: crc32_z(0, data, data.count)) &+ sumError
        let length = UInt32(truncatingIfNeeded: data.count) &+ lengthError
        return [sum, length].flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }

    var bytes: [UInt8] { header + body + trailer }
}
