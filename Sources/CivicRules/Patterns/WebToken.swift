/// JSON Web Tokens (RFC 7519): three base64url parts, the first a JSON object with a member `alg`.
enum WebToken {
    static func isToken(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, let header = decode(parts[0]) else { return false }
        guard header.first(where: { !ByteSet.space.contains($0) }) == UInt8(ascii: "{"),
            header.last(where: { !ByteSet.space.contains($0) }) == UInt8(ascii: "}")
        else { return false }
        // A member name is quoted and followed by a colon; "alg" as a value is not.
        let name = Array("\"alg\"".utf8)
        guard header.count > name.count else { return false }
        return (0..<header.count - name.count).contains { k in
            header[k...].starts(with: name)
                && header[(k + name.count)...].first { !ByteSet.space.contains($0) } == UInt8(ascii: ":")
        }
    }

    /// Bytes of base64url text without padding; nil when it is not that.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in text {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 0x41
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 0x61 + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - 0x30 + 52
            case UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "_"): value = 63
            default: return nil
            }
            pending = pending << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
            }
        }
        return bytes
    }
}
