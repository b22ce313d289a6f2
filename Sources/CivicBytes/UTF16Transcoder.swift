/// Turns UTF-16 into UTF-8, piece by piece. What is not UTF-16 (a lone surrogate, half a code unit at the end) becomes
/// U+FFFD.
final class UTF16Transcoder {
    private let isBigEndian: Bool
    private static let pieceSize = 16 << 10
    private let raw: UnsafeMutablePointer<UInt8>
    /// Bytes at `raw` that wait for the rest of their code unit: 0 or 1.
    private var rawCount = 0
    private var highSurrogate: UInt32?
    /// UTF-8 that does not fit into the caller's buffer yet.
    private var ready: [UInt8] = []
    private var readyStart = 0
    private var isFlushed = false
    /// Characters that had to be replaced.
    private(set) var replaced = 0

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
        raw = .allocate(capacity: UTF16Transcoder.pieceSize)
        // A code unit becomes at most three bytes.
        ready.reserveCapacity(UTF16Transcoder.pieceSize / 2 * 3 + 6)
    }

    deinit { raw.deallocate() }

    /// Appends to the `fill` bytes at `base` until there are `capacity` or the source ends. `source` writes up to the
    /// given number of bytes and answers how many; 0 is the end.
    func produce(
        _ base: UnsafeMutablePointer<UInt8>, fill: inout Int, capacity: Int,
        source: (UnsafeMutablePointer<UInt8>, Int) -> Int
    ) {
        while fill < capacity {
            if readyStart == ready.count {
                guard convert(source) else { return }
            }
            let count = min(ready.count - readyStart, capacity - fill)
            ready.withUnsafeBufferPointer { bytes in
                // `count` is at most what is ready, and `readyStart` is inside `ready` when it is not 0.
                if count > 0, let start = bytes.baseAddress {
                    (base + fill).update(from: start + readyStart, count: count)
                }
            }
            readyStart += count
            fill += count
        }
    }

    /// Converts the next piece; false at the end.
    private func convert(_ source: (UnsafeMutablePointer<UInt8>, Int) -> Int) -> Bool {
        ready.removeAll(keepingCapacity: true)
        readyStart = 0
        let count = source(raw + rawCount, UTF16Transcoder.pieceSize - rawCount)
        guard count > 0 else {
            guard !isFlushed else { return false }
            isFlushed = true
            if highSurrogate != nil || rawCount > 0 { replace() }
            return !ready.isEmpty
        }
        let total = rawCount + count
        for index in stride(from: 0, to: total - 1, by: 2) {
            let (first, second) = (UInt32(raw[index]), UInt32(raw[index + 1]))
            take(isBigEndian ? first << 8 | second : second << 8 | first)
        }
        rawCount = total % 2
        if rawCount == 1 { raw[0] = raw[total - 1] }
        return true
    }

    private func take(_ unit: UInt32) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xdc00...0xdfff).contains(unit) { return append(0x10000 + (high - 0xd800) << 10 + (unit - 0xdc00)) }
            replace()
        }
        switch unit {
        case 0xd800...0xdbff: highSurrogate = unit
        case 0xdc00...0xdfff: replace()
        default: append(unit)
        }
    }

    private func replace() {
        replaced += 1
        append(0xfffd)
    }

    private func append(_ scalar: UInt32) {
        switch scalar {
        case ..<0x80:
            ready.append(UInt8(scalar))
        case ..<0x800:
            ready.append(UInt8(0xc0 | scalar >> 6))
            ready.append(UInt8(0x80 | scalar & 0x3f))
        case ..<0x10000:
            ready.append(UInt8(0xe0 | scalar >> 12))
            ready.append(UInt8(0x80 | scalar >> 6 & 0x3f))
            ready.append(UInt8(0x80 | scalar & 0x3f))
        default:
            ready.append(UInt8(0xf0 | scalar >> 18))
            ready.append(UInt8(0x80 | scalar >> 12 & 0x3f))
            ready.append(UInt8(0x80 | scalar >> 6 & 0x3f))
            ready.append(UInt8(0x80 | scalar & 0x3f))
        }
    }
}
