/// What a time stands on: the stronger the later.
public enum TimeBasis: UInt8, Sendable, CaseIterable, Comparable {
    /// No time, or none that could be read.
    case none
    /// The year was absent and was assumed.
    case assumedYear
    /// The zone was absent (or an abbreviation that several zones share) and was assumed.
    case assumedZone
    /// An offset, `Z` or an unambiguous zone was written.
    case explicitOffset
    /// A count since 1970.
    case epoch

    public var name: String {
        switch self {
        case .none: "none"
        case .assumedYear: "assumed-year"
        case .assumedZone: "assumed-zone"
        case .explicitOffset: "explicit-offset"
        case .epoch: "epoch"
        }
    }

    public static func < (a: TimeBasis, b: TimeBasis) -> Bool { a.rawValue < b.rawValue }
}

/// How a time was written, in 32 bits, so that it can be part of a key: two records whose times are written alike have
/// equal shapes. `0` is "no readable time".
///
///     bits  0...7   encoding (`TimeEncoding`)
///     bits  8...11  basis (`TimeBasis`)
///     bits 12...15  decimals of the second, 0...9
///     bits 16...19  zone style (`ZoneStyle`)
///     bit  20       the year has four digits (or the encoding needs none)
public struct TimeShape: Sendable, Hashable {
    public var bits: UInt32

    @inlinable public init(bits: UInt32) { self.bits = bits }

    @inlinable
    public init(_ encoding: TimeEncoding, _ basis: TimeBasis, digits: Int, zone: ZoneStyle, fourDigitYear: Bool) {
        bits =
            UInt32(encoding.rawValue) | UInt32(basis.rawValue) << 8 | UInt32(truncatingIfNeeded: min(digits, 9)) << 12
            | UInt32(zone.rawValue) << 16 | (fourDigitYear ? 1 << 20 : 0)
    }

    /// No time at all.
    public static let absent = TimeShape(bits: 0)

    @inlinable public var encoding: TimeEncoding { TimeEncoding(rawValue: UInt8(truncatingIfNeeded: bits)) ?? .none }
    @inlinable public var basis: TimeBasis { TimeBasis(rawValue: UInt8(bits >> 8 & 15)) ?? .none }
    @inlinable public var digits: Int { Int(bits >> 12 & 15) }
    @inlinable public var zone: ZoneStyle { ZoneStyle(rawValue: UInt8(bits >> 16 & 15)) ?? .none }
    @inlinable public var hasFourDigitYear: Bool { bits >> 20 & 1 == 1 }
    @inlinable public var isReadable: Bool { basis != .none }
}

/// The family of notations that a time is written in.
public enum TimeEncoding: UInt8, Sendable, CaseIterable {
    case none
    /// `2026-01-05T10:00:00…`
    case rfc3339
    /// `2026-01-05 10:00:00…`
    case isoBlank
    /// `20260105T100000` and relatives without separators
    case isoCompact
    /// `2012-025T10:22:40`
    case ordinalDate
    /// Seconds, milliseconds, microseconds, nanoseconds since 1970 as a whole number, and seconds with decimals.
    case epochSeconds, epochMillis, epochMicros, epochNanos, epochFloat
    /// `10/Oct/2000:13:55:36 -0700`
    case commonLog
    /// `Wed Oct 11 14:32:52.123456 2000`
    case ctime
    /// `Nov  3 09:23:38`
    case bsdSyslog
    /// `2016/10/25 14:49:34`
    case slashed
    /// `17/06/09 20:10:40`
    case slashedShortYear
    /// `21-Jul-2025 01:02:43.123`, `30 May 2025 10:05:20`
    case dayMonthName
    /// `0517 15:04:22.619632`, the header of glog and klog
    case glog
    /// `10:15:42`
    case timeOfDay
    /// `@4000…`
    case tai64n
    /// Seconds and nanoseconds in two members of an object.
    case splitEpoch
    /// `10/28/2022 02:35:03 PM`
    case monthDayYear
    /// Any other notation that was read.
    case other
}

/// How the zone of a time is written.
public enum ZoneStyle: UInt8, Sendable, CaseIterable {
    case none
    /// `Z`
    case zulu
    /// `+02:00`
    case colon
    /// `+0200`
    case plain
    /// `+02`
    case hours
    /// `CEST`, `UTC`
    case abbreviation
}
