import CivicModel

/// Counts since 1970 by magnitude.
enum EpochNumber {
    /// 1990-01-01 and 2100-01-01 in seconds: numbers outside are no times.
    static let earliest: UInt64 = 631_152_000
    static let end: UInt64 = 4_102_444_800

    /// `n` bytes that are a decimal number, whole or with decimals and exponent, and nothing else.
    static func read(_ p: UnsafePointer<UInt8>, _ n: Int) -> ParsedTime {
        // Whole numbers of 9...16 digits: two overlapping words, of which the second keeps only the bytes that the first
        // has not.
        if n > 8, n <= 16 {
            let raw = UnsafeRawPointer(p)
            let head = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) ^ 0x3030_3030_3030_3030
            let last = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: n &- 8, as: UInt64.self)) ^ 0x3030_3030_3030_3030
            let tail = last & (~0 &<< UInt64(truncatingIfNeeded: 8 &* (16 &- n)))
            let bad = (head | (head &+ 0x7676_7676_7676_7676) | tail | (tail &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
            if bad == 0 {
                var power: UInt64 = 1
                var k = n &- 8
                while k > 0 {
                    power &*= 10
                    k &-= 1
                }
                return whole(eight(head) &* power &+ eight(tail))
            }
        }
        return readAny(p, n)
    }

    /// Value of eight digit bytes 0...9, the first of them in the lowest byte.
    @inline(__always)
    private static func eight(_ digits: UInt64) -> UInt64 {
        // Pairs, then fours, then all eight.
        let pairs = (digits &* 2561) &>> 8 & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 6_553_601) &>> 16 & 0x0000_FFFF_0000_FFFF
        return (fours &* 42_949_672_960_001) &>> 32
    }

    @inline(__always)
    private static func whole(_ value: UInt64) -> ParsedTime {
        if value < 100_000_000_000 { return make(value, 1, .epochSeconds, 0) }
        if value < 100_000_000_000_000 { return make(value, 1000, .epochMillis, 3) }
        if value < 100_000_000_000_000_000 { return make(value, 1_000_000, .epochMicros, 6) }
        return make(value, 1_000_000_000, .epochNanos, 9)
    }

    @inline(__always)
    private static func make(_ value: UInt64, _ perSecond: UInt64, _ encoding: TimeEncoding, _ digits: Int) -> ParsedTime {
        guard value >= earliest &* perSecond, value < end &* perSecond else { return .absent }
        // At most 4.1e18, below 2^63.
        return ParsedTime(
            nanoseconds: Int64(value &* (1_000_000_000 / perSecond)),
            shape: TimeShape(encoding, .epoch, digits: digits, zone: .none, fourDigitYear: true))
    }

    @inline(never)
    private static func readAny(_ p: UnsafePointer<UInt8>, _ n: Int) -> ParsedTime {
        var i = 0
        var mantissa: UInt64 = 0
        // Digits that `mantissa` holds (leading zeros not counted), decimals among them, digits dropped before the point.
        var kept = 0
        var decimals = 0
        var dropped = 0
        var written = 0
        var anyDigit = false
        func take(_ d: UInt8, isDecimal: Bool) {
            anyDigit = true
            if kept < 18 || (kept == 18 && !isDecimal && mantissa <= 922_337_203_685_477_579) {
                mantissa = mantissa * 10 + UInt64(d)
                if mantissa != 0 { kept += 1 }
                if isDecimal { decimals += 1 }
            } else if !isDecimal {
                dropped += 1
            }
        }
        while i < n, p[i] &- 0x30 < 10 {
            take(p[i] &- 0x30, isDecimal: false)
            i += 1
        }
        guard anyDigit else { return .absent }
        if i < n, p[i] == UInt8(ascii: ".") {
            i += 1
            let first = i
            while i < n, p[i] &- 0x30 < 10 {
                take(p[i] &- 0x30, isDecimal: true)
                i += 1
            }
            written = i - first
            guard written > 0 else { return .absent }
        }
        var exponent = 0
        if i < n, p[i] | 0x20 == UInt8(ascii: "e") {
            i += 1
            let negative = i < n && p[i] == UInt8(ascii: "-")
            if i < n, negative || p[i] == UInt8(ascii: "+") { i += 1 }
            let first = i
            while i < n, p[i] &- 0x30 < 10, i - first < 3 {
                exponent = exponent * 10 + Int(p[i] &- 0x30)
                i += 1
            }
            guard i > first else { return .absent }
            if negative { exponent = -exponent }
        }
        guard i == n else { return .absent }
        return scaled(mantissa, decimals: decimals - exponent - dropped, written: max(0, written - exponent))
    }

    /// The time of `mantissa / 10^decimals`, of which `written` decimals stood in the text.
    private static func scaled(_ mantissa: UInt64, decimals: Int, written: Int) -> ParsedTime {
        guard decimals > -19, decimals < 19 else { return .absent }
        if decimals <= 0 {
            let (value, overflow) = mantissa.multipliedReportingOverflow(by: power(-decimals))
            return overflow ? .absent : whole(value)
        }
        let one = power(decimals)
        let value = mantissa / one
        let base = whole(value)
        guard base.isReadable else { return .absent }
        let unit: Int
        switch base.shape.encoding {
        case .epochSeconds: unit = 9
        case .epochMillis: unit = 6
        case .epochMicros: unit = 3
        default: unit = 0
        }
        let rest = mantissa % one
        let nanos = decimals <= unit ? rest * power(unit - decimals) : rest / power(decimals - unit)
        return ParsedTime(
            nanoseconds: base.nanoseconds + Int64(nanos),
            shape: TimeShape(
                unit == 9 ? .epochFloat : base.shape.encoding, .epoch, digits: min(9, base.shape.digits + written),
                zone: .none, fourDigitYear: true))
    }

    private static func power(_ n: Int) -> UInt64 {
        var value: UInt64 = 1
        for _ in 0..<n { value *= 10 }
        return value
    }

    static func readSplit(_ seconds: UnsafeBufferPointer<UInt8>, _ nanos: UnsafeBufferPointer<UInt8>) -> ParsedTime {
        func number(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
            guard bytes.count > 0, bytes.count <= 18 else { return nil }
            var value: UInt64 = 0
            for byte in bytes {
                guard byte &- 0x30 < 10 else { return nil }
                value = value * 10 + UInt64(byte &- 0x30)
            }
            return value
        }
        guard let s = number(seconds), let f = number(nanos), s >= earliest, s < end, f < 1_000_000_000 else { return .absent }
        return ParsedTime(
            nanoseconds: Int64(s * 1_000_000_000 + f),
            shape: TimeShape(.splitEpoch, .epoch, digits: 9, zone: .none, fourDigitYear: true))
    }
}
