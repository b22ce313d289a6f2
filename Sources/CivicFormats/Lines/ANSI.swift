#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Escape sequences of terminals, which programs write into logs when they believe to talk to a person.
public enum ANSI {
    /// Copies the line without its escape sequences into `buffer` (which is replaced). False, with the buffer untouched, when
    /// the line has none.
    public static func strip(_ line: UnsafeBufferPointer<UInt8>, into buffer: inout [UInt8]) -> Bool {
        guard let base = line.baseAddress, !line.isEmpty, let first = memchr(base, 0x1B, line.count) else { return false }
        let end = base + line.count
        var p = UnsafePointer(first.assumingMemoryBound(to: UInt8.self))
        buffer.removeAll(keepingCapacity: true)
        buffer.reserveCapacity(line.count)
        buffer.append(contentsOf: Bytes(start: base, count: p - base))
        while p < end {
            if p.pointee != 0x1B {
                let next = memchr(p, 0x1B, end - p).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? end
                buffer.append(contentsOf: Bytes(start: p, count: next - p))
                p = next
                continue
            }
            p += 1
            guard p < end else { break }
            switch p.pointee {
            case UInt8(ascii: "["):
                // Parameters 0x20...0x3F, then one final byte 0x40...0x7E.
                p += 1
                while p < end, (0x20...0x3F).contains(p.pointee) { p += 1 }
                if p < end, (0x40...0x7E).contains(p.pointee) { p += 1 }
            case UInt8(ascii: "]"):
                // An operating system command: up to BEL or ESC \.
                while p < end, p.pointee != 0x07, p.pointee != 0x1B { p += 1 }
                if p < end, p.pointee == 0x07 { p += 1 }
                if p + 1 < end, p.pointee == 0x1B, p[1] == UInt8(ascii: "\\") { p += 2 }
            case UInt8(ascii: "("), UInt8(ascii: ")"):
                // A character set, named by one more byte.
                p += p + 1 < end ? 2 : 1
            default:
                p += 1
            }
        }
        return true
    }
}
