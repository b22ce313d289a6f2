import CivicModel

/// A date and a time of day as written, before zone and plausibility are applied.
struct CivilTime {
    enum YearStyle { case four, two, absent }

    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    /// 0...60
    var second = 0
    var nanos: Int64 = 0
    /// Decimals of the second that were written, 0...9.
    var digits = 0
    /// Seconds east of Greenwich, when written.
    var offset: Int?
    var zone = ZoneStyle.none
    /// The zone is an abbreviation that several zones share.
    var isAmbiguousZone = false
    var yearStyle = YearStyle.four

    @inline(__always)
    var isClockValid: Bool { hour < 24 && minute < 60 && second <= 60 }

    /// The years whose nanoseconds fit an `Int64`, with room for any offset.
    @inline(__always)
    static func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard year &- 1678 < 584, year >= 1678, month &- 1 < 12, month >= 1, day >= 1 else { return false }
        return day <= 28 || day <= lastDay(year, month)
    }

    @inline(__always)
    static func lastDay(_ year: Int, _ month: Int) -> Int {
        // Bit `month` is set for the months of 31 days.
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return 30 &+ (0b1_0101_1010_1010 &>> month & 1)
    }

    @inline(__always)
    static func isLeap(_ year: Int) -> Bool { year & 3 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// Seconds since 1970 of the start of a day, for years above 0 (same algorithm as `CivilDate`, with unsigned divisions).
    @inline(__always)
    static func seconds(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let early = month <= 2
        let y = UInt64(truncatingIfNeeded: early ? year &- 1 : year)
        let shifted = UInt64(truncatingIfNeeded: early ? month &+ 9 : month &- 3)
        let inYear = (153 &* shifted &+ 2) / 5 &+ UInt64(truncatingIfNeeded: day)
        let days = y &* 365 &+ y / 4 &- y / 100 &+ y / 400 &+ inYear
        return (Int64(truncatingIfNeeded: days) &- 719_469) &* 86_400
    }

    /// What a count of `digits` (0...9) decimals is multiplied with to be nanoseconds.
    @inline(__always)
    static func scale(toNanosecondsFrom digits: Int) -> Int64 {
        switch digits {
        case 9: 1
        case 6: 1000
        case 3: 1_000_000
        case 0: 1_000_000_000
        case 1: 100_000_000
        case 2: 10_000_000
        case 4: 100_000
        case 5: 10_000
        case 7: 100
        default: 10
        }
    }

    /// The shape and the instant of a time whose local seconds since 1970 are known.
    func resolved(local: Int64, nanos: Int64, _ encoding: TimeEncoding, _ parser: TimeParser) -> ParsedTime {
        let shift = offset ?? parser.assumedZone.offset(atLocal: local)
        let basis: TimeBasis =
            yearStyle == .absent ? .assumedYear : offset == nil || isAmbiguousZone ? .assumedZone : .explicitOffset
        return ParsedTime(
            nanoseconds: (local - Int64(shift)) * 1_000_000_000 + nanos,
            shape: TimeShape(encoding, basis, digits: digits, zone: zone, fourDigitYear: yearStyle == .four))
    }

    /// The instant, or nil when no calendar has the date. Chooses the year when none was written.
    func resolved(_ encoding: TimeEncoding, _ parser: TimeParser) -> ParsedTime? {
        var year = year
        switch yearStyle {
        case .four: break
        // POSIX strptime: 69...99 are of the 20th century.
        case .two: year += year < 69 ? 2000 : 1900
        case .absent: year = parser.assumedYear
        }
        if yearStyle == .absent, month == 2, day == 29 {
            while !Self.isLeap(year), year > 1678 { year -= 1 }
        }
        guard isClockValid, Self.isDate(year, month, day) else { return nil }
        let inDay = Int64(hour * 3600 + minute * 60 + second)
        let time = resolved(local: Self.seconds(year, month, day) + inDay, nanos: nanos, encoding, parser)
        guard yearStyle == .absent, parser.latest != .max else { return time }
        // A day of slack for zones and for clocks that run ahead.
        let day: Int64 = 86_400_000_000_000
        guard time.nanoseconds > parser.latest, time.nanoseconds - parser.latest > day else { return time }
        var before = self
        before.year = year - 1
        before.yearStyle = .four
        guard var earlier = before.resolved(encoding, parser) else { return time }
        earlier.shape = time.shape
        return earlier
    }
}
