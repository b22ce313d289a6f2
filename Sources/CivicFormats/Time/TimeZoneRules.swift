/// How far local clocks are from UTC. A value that never changes.
public struct TimeZoneRules: Sendable {
    /// Applies when `switches` is empty and before the first switch.
    private let first: Int
    /// Local times (seconds since 1970 by the local clock) from which the offset of the same index applies, ascending.
    private let switches: [Int64]
    private let offsets: [Int32]

    public static let utc = TimeZoneRules(first: 0, switches: [], offsets: [])

    init(first: Int, switches: [Int64], offsets: [Int32]) {
        (self.first, self.switches, self.offsets) = (first, switches, offsets)
    }

    /// A fixed offset in seconds east of Greenwich; nil when it is 24 hours or more.
    public init?(fixedOffsetSeconds seconds: Int) {
        guard abs(seconds) < 86_400 else { return nil }
        self.init(first: seconds, switches: [], offsets: [])
    }

    /// Seconds to subtract from a local time to get UTC. A local time that happens twice (clocks set back) is taken as the
    /// first of the two; one that never happens (clocks set forward) as if the clocks had not been set yet. Both mean:
    /// the offset from before the change.
    @inline(__always)
    public func offset(atLocal seconds: Int64) -> Int {
        switches.isEmpty ? first : search(seconds)
    }

    private func search(_ seconds: Int64) -> Int {
        var low = 0
        var high = switches.count
        while low < high {
            let middle = (low + high) / 2
            if switches[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : Int(offsets[low - 1])
    }

    /// `UTC`, `Z`, `GMT`, an offset (`+02:00`, `-0700`, `+02`, `UTC+2`), or a name of the time zone database (`Europe/Berlin`),
    /// which is read from the system's copy.
    public static func named(_ name: String) throws(TimeZoneError) -> TimeZoneRules {
        var text = Substring(name)
        for prefix in ["UTC", "GMT"] where text.uppercased().hasPrefix(prefix) { text = text.dropFirst(3) }
        if text.isEmpty || text == "Z" || text == "z" {
            if name.isEmpty { throw TimeZoneError(name: name, reason: "the name is empty") }
            return .utc
        }
        if text.first == "+" || text.first == "-" {
            guard let seconds = offsetSeconds(text), let rules = TimeZoneRules(fixedOffsetSeconds: seconds) else {
                throw TimeZoneError(name: name, reason: "an offset looks like +02:00")
            }
            return rules
        }
        return try ZoneFile.load(name)
    }

    private static func offsetSeconds(_ text: Substring) -> Int? {
        let isNegative = text.first == "-"
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }) else {
            return nil
        }
        var hours: Int?
        var minutes: Int? = 0
        if parts.count == 2 {
            guard parts[0].count <= 2, parts[1].count == 2 else { return nil }
            (hours, minutes) = (Int(parts[0]), Int(parts[1]))
        } else if parts[0].count == 4 {
            (hours, minutes) = (Int(parts[0].prefix(2)), Int(parts[0].suffix(2)))
        } else if parts[0].count <= 2 {
            hours = Int(parts[0])
        }
        guard let hours, let minutes, hours < 24, minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (isNegative ? -1 : 1)
    }
}

/// A time zone that could not be had.
public struct TimeZoneError: Error, Sendable, CustomStringConvertible {
    public var name: String
    public var reason: String

    public var description: String {
        "time zone '\(name)': \(reason); use UTC, an offset such as +02:00, or a name such as Europe/Berlin"
    }
}
