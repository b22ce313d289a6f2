import CByteScan

/// Where a block holds bytes that plain text does not: found in one pass that only stops at unusual bytes.
struct ByteAnomalies {
    struct Place {
        var offset: Int
        var note: ByteNotes
    }

    private(set) var places: [Place] = []

    /// `n` bytes at `p`; `atSourceStart`: a byte order mark in front is fine.
    mutating func scan(_ p: UnsafePointer<UInt8>, _ n: Int, atSourceStart: Bool) {
        places.removeAll(keepingCapacity: true)
        var i = 0
        while true {
            i = civic_scan_unusual(p, i, n)
            if i >= n { return }
            let c = p[i]
            if c < 0x80 {
                note(i, c == 0 ? [.nul, .control] : c == 0x1b ? [.escape, .control] : .control)
                i += 1
                continue
            }
            let length = Self.sequenceLength(p + i, n - i)
            if length == 0 {
                note(i, .invalidUTF8)
                i += 1
                continue
            }
            if length == 3 {
                let scalar = UInt32(c & 0x0f) << 12 | UInt32(p[i + 1] & 0x3f) << 6 | UInt32(p[i + 2] & 0x3f)
                switch scalar {
                case 0xfffd: note(i, .replacementCharacter)
                case 0xfeff: if !(atSourceStart && i == 0) { note(i, .byteOrderMark) }
                case 0x202a...0x202e, 0x2066...0x2069: note(i, .bidiOverride)
                default: break
                }
            }
            i += length
        }
    }

    private mutating func note(_ offset: Int, _ note: ByteNotes) { places.append(Place(offset: offset, note: note)) }

    /// Length of the well-formed UTF-8 sequence at `p` (table 3-7 of the Unicode standard), or 0; `n` bytes are readable.
    static func sequenceLength(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int {
        func follows(_ i: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xbf) -> Bool { i < n && p[i] >= low && p[i] <= high }
        switch p[0] {
        case 0x00...0x7f: return 1
        case 0xc2...0xdf: return follows(1) ? 2 : 0
        case 0xe0: return follows(1, 0xa0) && follows(2) ? 3 : 0
        case 0xed: return follows(1, 0x80, 0x9f) && follows(2) ? 3 : 0
        case 0xe1...0xef: return follows(1) && follows(2) ? 3 : 0
        case 0xf0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : 0
        case 0xf1...0xf3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xf4: return follows(1, 0x80, 0x8f) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }
}
