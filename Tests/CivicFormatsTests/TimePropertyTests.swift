import CivicFormats
import CivicModel
import Testing

/// The same numbers in every run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct `Properties of time reading` {
    @Test func `every instant that is printed is read back`() {
        var random = SeededNumbers(state: 1)
        let parser = TimeParser()
        for _ in 0..<20_000 {
            let bound: Int64 = 9_200_000_000_000_000_000
            let instant = Instant(nanoseconds: Int64.random(in: -bound...bound, using: &random))
            let digits = Int.random(in: 0...9, using: &random)
            let text = instant.formatted(digits: digits)
            let time = withExactBytes(text) { parser.parse($0, $1) }
            var unit: Int64 = 1_000_000_000
            for _ in 0..<digits { unit /= 10 }
            let (units, _) = instant.nanoseconds.quotientAndRemainder(dividingFloor: unit)
            #expect(time.nanoseconds == units * unit, "\(text)")
            #expect(time.shape.digits == digits)
        }
    }

    @Test func `the fast path and the long way agree`() {
        var random = SeededNumbers(state: 2)
        let parser = TimeParser()
        for _ in 0..<5000 {
            let instant = Instant(nanoseconds: Int64.random(in: 0...9_000_000_000_000_000_000, using: &random))
            let text = instant.formatted(digits: Int.random(in: 0...9, using: &random))
            // Brackets keep the value away from the fast path of `parse`.
            let fast = withExactBytes(text) { parser.parse($0, $1) }
            let long = withExactBytes("[\(text)]") { parser.parse($0, $1) }
            #expect(fast.nanoseconds == long.nanoseconds)
            #expect(fast.shape == long.shape)
        }
    }

    @Test func `every whole number of a plausible count is that count`() {
        var random = SeededNumbers(state: 3)
        let parser = TimeParser()
        for _ in 0..<5000 {
            let seconds = Int64.random(in: 631_152_000..<4_102_444_800, using: &random)
            let nanos = Int64.random(in: 0..<1_000_000_000, using: &random)
            func read(_ number: Int64) -> Int64 { withExactBytes(String(number)) { parser.parseNumber($0, $1).nanoseconds } }
            let whole = seconds * 1_000_000_000
            #expect(read(seconds) == whole)
            #expect(read(seconds * 1000 + nanos / 1_000_000) == whole + nanos / 1_000_000 * 1_000_000)
            #expect(read(seconds * 1_000_000 + nanos / 1000) == whole + nanos / 1000 * 1000)
            #expect(read(whole + nanos) == whole + nanos)
        }
    }

    @Test func `no bytes whatever make a reader crash or claim more than it was given`() {
        var random = SeededNumbers(state: 4)
        let parser = TimeParser(assumedYear: 2020, latest: Instant(nanoseconds: 0))
        let seeds = [
            "2026-01-05T10:00:00.123456+02:00[Europe/Berlin]", "10/Oct/2000:13:55:36 -0700",
            "[Wed Oct 11 14:32:52.123456 2000]", "Nov  3 09:23:38", "20171223-22:15:29:606",
            "2014-03-10 19:57:38.5 -0400 EDT m=+0.01", "1716723772.6014807e0",
            "@40000000433225833b6e1a8c", "Mon Jan 05 2026 10:00:00 GMT+0100 (CET)", "0517 15:04:22.619632",
            "10/28/2022 02:35:03 PM",
        ].map { Array($0.utf8) }
        let alphabet = Array("0123456789-/:., TZ+[]()ampAMJanUTC@eE\u{0}\u{7f}".utf8) + [0x80, 0xFF]
        for round in 0..<60_000 {
            var bytes: [UInt8]
            if round % 3 == 0 {
                bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            } else {
                bytes = seeds.randomElement(using: &random) ?? []
                for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                    let at = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: bytes[at] = alphabet.randomElement(using: &random) ?? 0
                    case 1: bytes.remove(at: at)
                    default: bytes = Array(bytes[..<at])
                    }
                }
            }
            withExactBytes(bytes) { p, n in
                let whole = parser.parse(p, n)
                #expect(whole.shape.isReadable || whole.nanoseconds == 0)
                _ = parser.parseNumber(p, n)
                for found in [parser.prefix(p, n), parser.glog(p, n)] {
                    if let found { #expect(found.length > 0 && found.length <= n && found.time.shape.isReadable) }
                }
                if let length = parser.timeOfDayPrefix(p, n) { #expect(length > 0 && length <= n) }
            }
        }
    }
}
