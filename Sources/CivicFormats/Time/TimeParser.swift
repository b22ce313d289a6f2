public import CivicModel

/// A time that was read, or `TimeShape.absent`.
public struct ParsedTime: Sendable {
    /// Nanoseconds since 1970, UTC.
    public var nanoseconds: Int64
    public var shape: TimeShape
    @inlinable public init(nanoseconds: Int64, shape: TimeShape) { (self.nanoseconds, self.shape) = (nanoseconds, shape) }
    @inlinable public static var absent: ParsedTime { ParsedTime(nanoseconds: 0, shape: .absent) }
    @inlinable public var isReadable: Bool { shape.isReadable }
}

/// Reads times. A value type without state that changes, so that every worker may hold one.
///
/// Every function looks at `n` bytes from `p` and at none beyond. A date that no calendar has (month 13, 30 February,
/// hour 25) is no time; second 60 is the first of the next minute. Dates outside 1678...2261 are no times either: nanoseconds
/// of an `Instant` do not reach them, and `0001-01-01T00:00:00Z` is what a program writes that forgot to set a time.
public struct TimeParser: Sendable {
    /// Applied to times that are written without a zone.
    public let assumedZone: TimeZoneRules
    /// Applied to times that are written without a year.
    public let assumedYear: Int
    /// Times without a year that would lie more than a day after this (nanoseconds since 1970; the file's last change, say) are
    /// of the year before: the December of a file that was written last in January.
    public let latest: Int64

    /// - Parameter assumedYear: 1970 when nil; the shape of such a time says `assumedYear` either way.
    public init(assumedZone: TimeZoneRules = .utc, assumedYear: Int? = nil, latest: Instant? = nil) {
        self.assumedZone = assumedZone
        self.assumedYear = assumedYear ?? 1970
        self.latest = latest?.nanoseconds ?? .max
    }

    /// A string that is a time as a whole, blanks and brackets around it allowed; a count since 1970 in a string, too.
    public func parse(_ p: UnsafePointer<UInt8>, _ n: Int) -> ParsedTime {
        let match = isoMatch(p, n)
        if match.end == n, n > 0 { return match.time }
        return parseAny(p, n)
    }

    /// A number that is a count since 1970 by its magnitude: below 1e11 seconds, below 1e14 milliseconds, below 1e17
    /// microseconds, else nanoseconds; only 1990 to 2100 are times.
    public func parseNumber(_ p: UnsafePointer<UInt8>, _ n: Int) -> ParsedTime {
        EpochNumber.read(p, n)
    }

    /// A point in time in two whole numbers: seconds since 1970 and nanoseconds of that second.
    public func parseSplit(
        seconds s: UnsafeBufferPointer<UInt8>, nanoseconds f: UnsafeBufferPointer<UInt8>
    ) -> ParsedTime {
        EpochNumber.readSplit(s, f)
    }

    /// A time at the start of a line: how long it is and what it says. The longest match, with decimals and zone. When the
    /// time stands in `[ ]` the length covers both brackets, or the opening one alone if the bracket holds more than the time.
    /// Bare counts since 1970 need decimals or milliseconds (13 digits and more): a line may well start with a number.
    public func prefix(_ p: UnsafePointer<UInt8>, _ n: Int) -> (length: Int, time: ParsedTime)? {
        let fast = isoMatch(p, n)
        if fast.end > 0 { return (fast.end, fast.time) }
        guard n > 0 else { return nil }
        if p[0] == UInt8(ascii: "[") {
            var start = 1
            while start < n, p[start] == 0x20 { start += 1 }
            let match = TimeCursor.match(p + start, n - start, self)
            guard match.end > 0 else { return nil }
            var end = start + match.end
            while end < n, p[end] == 0x20 { end += 1 }
            if end < n, p[end] == UInt8(ascii: "]") { return (end + 1, match.time) }
            // An unclosed bracket around a bare number is no time: `[1716723772 bytes]`.
            return match.time.shape.basis == .epoch ? nil : (start + match.end, match.time)
        }
        let match = TimeCursor.match(p, n, self)
        guard match.end > 0 else { return nil }
        if match.time.shape.encoding == .epochSeconds { return nil }
        return (match.end, match.time)
    }

    /// Date and time of a glog, klog or CockroachDB header, `p` being behind the severity letter: `0517 15:04:22.619632`,
    /// `060102 15:04:05.654321`, `20210131 14:48:54.123456`.
    public func glog(_ p: UnsafePointer<UInt8>, _ n: Int) -> (length: Int, time: ParsedTime)? {
        let match = TimeCursor.glogMatch(p, n, self)
        return match.end > 0 ? (match.end, match.time) : nil
    }

    /// Length of a time of day at the start of a line (`15:47:42`, `15:47:42.123`, `2:28PM`, brackets allowed), which alone is
    /// no time, or nil. For formats that want to step over it.
    public func timeOfDayPrefix(_ p: UnsafePointer<UInt8>, _ n: Int) -> Int? {
        guard n > 0 else { return nil }
        let bracket = p[0] == UInt8(ascii: "[") ? 1 : 0
        var cursor = TimeCursor(p + bracket, n - bracket)
        var civil = CivilTime()
        guard cursor.clock(&civil), civil.isClockValid, !cursor.isWordByte(cursor.i) else { return nil }
        if bracket == 0 { return cursor.i }
        return cursor.at(cursor.i) == UInt8(ascii: "]") ? cursor.i + 2 : nil
    }

    @inline(never)
    func parseAny(_ p: UnsafePointer<UInt8>, _ n: Int) -> ParsedTime {
        var start = 0
        var end = n
        while start < end, p[start] == 0x20 || p[start] == 0x09 { start += 1 }
        while end > start, p[end - 1] == 0x20 || p[end - 1] == 0x09 { end -= 1 }
        if end - start >= 2, p[start] == UInt8(ascii: "["), p[end - 1] == UInt8(ascii: "]") {
            start += 1
            end -= 1
        }
        guard end > start else { return .absent }
        let match = TimeCursor.match(p + start, end - start, self)
        return match.end == end - start ? match.time : .absent
    }
}

/// What was found at the start of some bytes. `end` 0: nothing.
struct TimeMatch {
    var end: Int
    var time: ParsedTime
    @inline(__always) init(end: Int, time: ParsedTime) { (self.end, self.time) = (end, time) }
    @inline(__always) static var none: TimeMatch { TimeMatch(end: 0, time: .absent) }
}

// MARK: - The fixed positions of RFC 3339

extension TimeParser {
    /// `YYYY-MM-DD?hh:mm:ss`, decimals, zone: the notation of most records, so its nineteen fixed bytes are checked as words.
    /// Matches also with a blank before the zone; what stands behind the match is no letter and no digit.
    @inline(__always)
    func isoMatch(_ p: UnsafePointer<UInt8>, _ n: Int) -> TimeMatch {
        // All fixed positions, 0...18, lie inside when this holds.
        guard n >= 19 else { return .none }
        let raw = UnsafeRawPointer(p)
        // Digits become 0...9 and separators 0 after the exclusive or. Adding 0x76 carries every larger digit byte into bit 7,
        // adding 0x7F every separator byte that is not 0; a byte that has bit 7 itself is caught by the `|`.
        let date = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) ^ 0x2D30_302D_3030_3030
        let time = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) ^ 0x3030_3A30_3000_3030
        let separator = UInt8(truncatingIfNeeded: time >> 16)
        let clock = time & ~0xFF_0000
        let tail = UInt32(p[16] ^ 0x3A) | UInt32(p[17] ^ 0x30) << 8 | UInt32(p[18] ^ 0x30) << 16
        let bad =
            ((date | (date &+ 0x7F76_767F_7676_7676)) | (clock | (clock &+ 0x7676_7F76_7600_7676)))
            & 0x8080_8080_8080_8080
        let badTail = (tail | (tail &+ 0x0076_767F)) & 0x0080_8080
        guard bad == 0, badTail == 0, separator == 0x54 || separator == 0x20 || separator == 0x74 else { return .none }

        @inline(__always) func digit(_ word: UInt64, _ byte: UInt64) -> Int {
            Int(truncatingIfNeeded: word &>> (byte &* 8) & 0xF)
        }
        let year = digit(date, 0) &* 1000 &+ digit(date, 1) &* 100 &+ digit(date, 2) &* 10 &+ digit(date, 3)
        let month = digit(date, 5) &* 10 &+ digit(date, 6)
        let day = digit(clock, 0) &* 10 &+ digit(clock, 1)
        let hour = digit(clock, 3) &* 10 &+ digit(clock, 4)
        let minute = digit(clock, 6) &* 10 &+ digit(clock, 7)
        let second = Int(tail >> 8 & 0xF) &* 10 &+ Int(tail >> 16 & 0xF)
        guard CivilTime.isDate(year, month, day), hour < 24, minute < 60, second <= 60 else { return .none }

        let seconds = CivilTime.seconds(year, month, day) &+ Int64(hour &* 3600 &+ minute &* 60 &+ second)
        var nanos: Int64 = 0
        var digits = 0
        var i = 19
        if i < n &- 1, p[i] == 0x2E || p[i] == 0x2C, p[i &+ 1] &- 0x30 < 10 {
            i &+= 1
            while i < n {
                let d = p[i] &- 0x30
                if d > 9 { break }
                if digits < 9 {
                    nanos = nanos &* 10 &+ Int64(d)
                    digits &+= 1
                }
                i &+= 1
            }
            nanos &*= CivilTime.scale(toNanosecondsFrom: digits)
        }
        let encoding: TimeEncoding = separator == 0x20 ? .isoBlank : .rfc3339
        if i == n &- 1, p[i] | 0x20 == 0x7A {
            return TimeMatch(
                end: n,
                time: ParsedTime(
                    nanoseconds: seconds &* 1_000_000_000 &+ nanos,
                    shape: TimeShape(encoding, .explicitOffset, digits: digits, zone: .zulu, fourDigitYear: true)))
        }
        if i &+ 6 == n || i &+ 5 == n, p[i] == 0x2B || p[i] == 0x2D {
            // `+02:00` or `+0200` and nothing behind it; all five or six bytes from `i` lie inside.
            let colon = i &+ 6 == n
            let m = colon ? i &+ 4 : i &+ 3
            let (h1, h2, m1, m2) = (p[i &+ 1] &- 0x30, p[i &+ 2] &- 0x30, p[m] &- 0x30, p[m &+ 1] &- 0x30)
            let hours = Int64(h1) &* 10 &+ Int64(h2)
            if h1 < 10, h2 < 10, hours <= 15, m1 < 6, m2 < 10, !colon || p[i &+ 3] == 0x3A {
                let east = hours &* 3600 &+ (Int64(m1) &* 10 &+ Int64(m2)) &* 60
                let utc = p[i] == 0x2B ? seconds &- east : seconds &+ east
                return TimeMatch(
                    end: n,
                    time: ParsedTime(
                        nanoseconds: utc &* 1_000_000_000 &+ nanos,
                        shape: TimeShape(
                            encoding, .explicitOffset, digits: digits, zone: colon ? .colon : .plain, fourDigitYear: true)))
            }
        }
        return isoZone(p, n, i, seconds, nanos, digits, encoding)
    }

    @inline(never)
    private func isoZone(
        _ p: UnsafePointer<UInt8>, _ n: Int, _ i: Int, _ seconds: Int64, _ nanos: Int64, _ digits: Int,
        _ encoding: TimeEncoding
    ) -> TimeMatch {
        var cursor = TimeCursor(p, n)
        cursor.i = i
        var civil = CivilTime()
        civil.digits = digits
        civil.nanos = nanos
        var local = seconds
        // NServiceBus writes a colon before its decimals, and some write AM and PM behind a full date.
        if digits == 0 { cursor.fraction(&civil) }
        let hour = seconds.quotientAndRemainder(dividingFloor: 86_400).1 / 3600
        civil.hour = Int(hour)
        if cursor.halfDay(&civil) {
            guard civil.isClockValid else { return .none }
            local += (Int64(civil.hour) - hour) * 3600
        }
        cursor.zone(&civil)
        guard !cursor.isWordByte(cursor.i) else { return .none }
        return TimeMatch(end: cursor.i, time: civil.resolved(local: local, nanos: civil.nanos, encoding, self))
    }
}
