import CivicModel

/// Whether times have a four-digit year, at least milliseconds, and one notation per source. Decimals that are all zero
/// in every record are no precision.
struct TimestampShape: ServiceMeasure {
    static let id = "timestamp-shape"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        // Trailing zeros may be cut off by a formatter, so the number of decimals is not part of the notation.
        func notation(_ time: TimeShape) -> UInt32 { time.bits & 0xff | UInt32(time.zone.rawValue) << 16 }
        var tallies: [Int: [UInt32: Int]] = [:]
        var subseconds: Set<Int> = []
        for entry in service.entries where entry.key.time.isReadable {
            tallies[entry.key.source, default: [:]][notation(entry.key.time), default: 0] += entry.counts.records
            if entry.counts.hasSubseconds { subseconds.insert(entry.key.source) }
        }
        let majorities = tallies.mapValues { tally in tally.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0 }
        var count = MeasureCount()
        var reasons: [String: Int] = [:]
        for entry in service.entries where entry.key.time.isReadable {
            let time = entry.key.time
            let hasPrecision: Bool
            switch time.encoding {
            case .epochMillis, .epochMicros, .epochNanos, .splitEpoch, .tai64n: hasPrecision = true
            case .epochFloat: hasPrecision = true
            default:
                hasPrecision =
                    time.digits >= 3
                    || time.digits > 0 && tallies[entry.key.source]?.count == 1 && subseconds.contains(entry.key.source)
                        && Self.trims(time)
            }
            var reason: String?
            if !time.hasFourDigitYear {
                reason = "no four-digit year"
            } else if !hasPrecision {
                reason = "coarser than a millisecond"
            } else if !subseconds.contains(entry.key.source) {
                reason = "decimals that are always zero"
            } else if notation(time) != majorities[entry.key.source] {
                reason = "another notation than the rest of its source"
            }
            if let reason { reasons[reason, default: 0] += entry.counts.records }
            count.add(entry, violated: reason != nil)
        }
        count.example = reasons.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        return count
    }

    /// Formatters that drop trailing zeros write one or two decimals now and then.
    private static func trims(_ time: TimeShape) -> Bool { time.encoding == .rfc3339 || time.encoding == .isoBlank }
}
