import CivicModel

/// Moves the times in the text of an example, so that one entry stands for many in a row.
enum ExampleTimes {
    private static let template = Array("0000-00-00T00:00:00".utf8)

    /// `text` with every time that is written like `2026-01-05T10:00:00.123Z` later by `nanoseconds`. Times in another
    /// notation stay as they are.
    static func move(_ text: String, by nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if let (end, digits, time) = time(bytes, at) {
                out += Array(Instant(nanoseconds: time &+ nanoseconds).formatted(digits: digits).utf8)
                at = end
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The time that starts at `start`: where it ends, its decimals, and its nanoseconds since 1970.
    private static func time(_ bytes: [UInt8], _ start: Int) -> (end: Int, digits: Int, time: Int64)? {
        var at = start + template.count
        guard at < bytes.count else { return nil }
        for (offset, sign) in template.enumerated() {
            let byte = bytes[start + offset]
            guard sign == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : byte == sign else { return nil }
        }
        func number(_ offset: Int, _ length: Int) -> Int {
            bytes[start + offset..<start + offset + length].reduce(0) { $0 * 10 + Int($1 & 0x0f) }
        }
        var (fraction, scale, digits) = (Int64(0), Int64(1_000_000_000), 0)
        if bytes[at] == UInt8(ascii: ".") {
            at += 1
            while at < bytes.count, (0x30...0x39).contains(bytes[at]), digits < 9 {
                scale /= 10
                fraction += Int64(bytes[at] & 0x0f) * scale
                (at, digits) = (at + 1, digits + 1)
            }
        }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "Z"), (1970...2200).contains(number(0, 4)),
            (1...12).contains(number(5, 2)), (1...31).contains(number(8, 2))
        else { return nil }
        let days = CivilDate.daysSinceEpoch(year: number(0, 4), month: number(5, 2), day: number(8, 2))
        let seconds = days * 86_400 + number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2)
        return (at + 1, digits, Int64(seconds) * 1_000_000_000 + fraction)
    }
}
