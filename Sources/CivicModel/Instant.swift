/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted. Covers 1677 to 2262.
public struct Instant: Sendable, Hashable, Comparable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

    /// RFC 3339 in UTC with `digits` (0...9) decimals of the second.
    public func formatted(digits: Int) -> String {
        let (seconds, nanos) = nanoseconds.quotientAndRemainder(dividingFloor: 1_000_000_000)
        let (days, inDay) = seconds.quotientAndRemainder(dividingFloor: 86_400)
        let (year, month, day) = CivilDate.from(daysSinceEpoch: Int(days))
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        let y = String(year)
        let s = Int(inDay)
        var text = String(repeating: "0", count: max(0, 4 - y.count)) + y + "-" + two(month) + "-" + two(day)
        text += "T" + two(s / 3600) + ":" + two(s / 60 % 60) + ":" + two(s % 60)
        if digits > 0 {
            let all = String(nanos)
            let padded = String(repeating: "0", count: 9 - all.count) + all
            text += "." + padded.prefix(min(digits, 9))
        }
        return text + "Z"
    }
}

/// Days of the proleptic Gregorian calendar (algorithms of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
public enum CivilDate {
    @inlinable
    public static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yoe = y - era * 400
        let doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy
        return era * 146_097 + doe - 719_468
    }

    public static func from(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Quotient rounded towards negative infinity, and the remainder that is never negative.
    public func quotientAndRemainder(dividingFloor d: Int64) -> (Int64, Int64) {
        let (q, r) = quotientAndRemainder(dividingBy: d)
        return r < 0 ? (q - 1, r + d) : (q, r)
    }
}
