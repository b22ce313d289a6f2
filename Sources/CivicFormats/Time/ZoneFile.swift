#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files of the time zone database (TZif, RFC 9636).
enum ZoneFile {
    private static let folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"]

    static func load(_ name: String) throws(TimeZoneError) -> TimeZoneRules {
        // A name is a relative path of plain words, so that no option can make us read another file.
        let isPlain =
            name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2F || byte == 0x5F || byte == 0x2B || byte == 0x2D
            }
        guard isPlain, let first = name.utf8.first, first != 0x2F else {
            throw TimeZoneError(name: name, reason: "that is no name of the time zone database")
        }
        for folder in folders {
            guard let bytes = read("\(folder)/\(name)") else { continue }
            guard let rules = parse(bytes) else {
                throw TimeZoneError(name: name, reason: "\(folder)/\(name) is no readable time zone file")
            }
            return rules
        }
        var hasDatabase = false
        for folder in folders where access(folder, R_OK) == 0 { hasDatabase = true }
        throw TimeZoneError(
            name: name,
            reason: hasDatabase
                ? "the system's time zone database has no such zone"
                : "this system has no time zone database (package tzdata)")
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // The largest zone has less than 4 KiB.
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                // `count` is below the buffer's count, so the slice is inside.
                Int(readBytes(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count))
            }
            if got <= 0 {
                if got < 0 { return nil }
                break
            }
            count += got
        }
        return Array(bytes[..<count])
    }

    private static func readBytes(_ descriptor: Int32, _ into: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        guard let into else { return 0 }
        #if canImport(Glibc)
            return Glibc.read(descriptor, into, count)
        #elseif canImport(Musl)
            return Musl.read(descriptor, into, count)
        #else
            return Darwin.read(descriptor, into, count)
        #endif
    }

    /// The header's six counts, in the file's order.
    private struct Header {
        var version: UInt8
        var isutcnt: Int
        var isstdcnt: Int
        var leapcnt: Int
        var timecnt: Int
        var typecnt: Int
        var charcnt: Int

        init?(_ bytes: ArraySlice<UInt8>) {
            guard bytes.count >= 44, bytes.prefix(4).elementsEqual("TZif".utf8) else { return nil }
            let s = bytes.startIndex
            func count(_ k: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(bytes[s + 20 + k * 4 + $1]) } }
            version = bytes[s + 4]
            (isutcnt, isstdcnt, leapcnt) = (count(0), count(1), count(2))
            (timecnt, typecnt, charcnt) = (count(3), count(4), count(5))
        }

        /// Bytes of the data block behind the header, whose times have `timeSize` bytes.
        func dataSize(_ timeSize: Int) -> Int {
            timecnt * (timeSize + 1) + typecnt * 6 + charcnt + leapcnt * (timeSize + 4) + isstdcnt + isutcnt
        }
    }

    /// Nil when the bytes are not a TZif file. Never reads outside `bytes`: every count is checked against what is left.
    static func parse(_ bytes: [UInt8]) -> TimeZoneRules? {
        guard var header = Header(bytes[...]) else { return nil }
        var start = 44
        var timeSize = 4
        if header.version >= UInt8(ascii: "2") {
            // The first block has 32-bit times for old readers; the second one counts.
            let skip = 44 + header.dataSize(4)
            guard skip <= bytes.count, let second = Header(bytes[skip...]) else { return nil }
            (header, start, timeSize) = (second, skip + 44, 8)
        }
        guard header.typecnt > 0, header.timecnt < 10_000, start + header.dataSize(timeSize) <= bytes.count else { return nil }

        let typesStart = start + header.timecnt * timeSize + header.timecnt
        func offset(ofType t: Int) -> Int? {
            guard t < header.typecnt else { return nil }
            let at = typesStart + t * 6
            let raw = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[at + $1]) }
            let seconds = Int(Int32(bitPattern: raw))
            return abs(seconds) < 86_400 * 2 ? seconds : nil
        }
        func isDaylight(_ t: Int) -> Bool { bytes[typesStart + t * 6 + 4] != 0 }

        let firstType = (0..<header.typecnt).first { !isDaylight($0) } ?? 0
        guard let first = offset(ofType: firstType) else { return nil }
        var table = TransitionTable(first: first)
        for k in 0..<header.timecnt {
            let at = start + k * timeSize
            var time: Int64 = 0
            if timeSize == 8 {
                time = Int64(bitPattern: (0..<8).reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[at + $1]) })
            } else {
                time = Int64(Int32(bitPattern: (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[at + $1]) }))
            }
            guard let after = offset(ofType: Int(bytes[start + header.timecnt * timeSize + k])) else { return nil }
            // Before 1678 there is no instant anyway; the files' "big bang" entries would overflow sums.
            if time > -9_300_000_000, time < 9_300_000_000 { table.add(at: time, offset: after) }
        }
        if timeSize == 8 {
            let footer = bytes[(start + header.dataSize(8))...]
            if let begin = footer.firstIndex(of: 0x0A), let end = footer[(begin + 1)...].firstIndex(of: 0x0A) {
                let text = String(decoding: footer[(begin + 1)..<end], as: UTF8.self)
                if let rule = PosixZoneRule(text) { table.add(rule) }
            }
        }
        return table.rules
    }
}
