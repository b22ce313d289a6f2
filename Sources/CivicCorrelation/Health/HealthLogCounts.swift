public import CivicModel

/// Address and time of one record, with its message template.
public struct LogMark: Sendable, Hashable {
    public var time: Instant
    public var source: Int
    /// 1-based.
    public var line: Int
    public var byte: Int
    /// Fingerprint, as in `Profile.templates`; 0 without a message.
    public var template: UInt64

    static func precedes(_ a: LogMark, _ b: LogMark) -> Bool {
        (a.time.nanoseconds, a.source, a.byte) < (b.time.nanoseconds, b.source, b.byte)
    }

    /// The one that comes first, whatever the order in which they are given.
    static func first(_ a: LogMark, _ b: LogMark) -> LogMark { precedes(b, a) ? b : a }
}

/// What is counted of the logs for health rules, by service and stretch of time; a commutative monoid.
///
/// Memory is bounded by the number of bins. When there are more than `binLimit`, bins are joined two by two; a part that
/// has too many means that the whole has, so the width in the end does not depend on how the work was split.
struct HealthLogCounts: Sendable {
    /// Nanoseconds of a bin before any are joined.
    static let finestWidth: Int64 = 5_000_000_000
    static let binLimit = 1 << 17
    static let presenceLimit = 1 << 13
    /// Errors are told apart by template in so many classes, so that a new kind of error shows among ordinary ones.
    static let classes = 16

    struct Key: Sendable, Hashable {
        var service: String
        var origin: UInt8
        /// -1 when the record itself names the service.
        var source: Int
        /// Number of the stretch of time: nanoseconds since 1970 by the width.
        var bin: Int32
        /// 0: all records; 1...`classes`: errors whose templates fall into that class.
        var kind: UInt8
    }

    struct Bin: Sendable, Hashable {
        /// Records; in an error class, errors.
        var records = 0
        /// At WARN or above.
        var warnings = 0
        /// At WARN or above, or with a word about health, and with an id.
        var linked = 0
        /// Requests to conventional paths of probes.
        var probes = 0
        /// At INFO or above, or without a level.
        var audible = 0
        /// Records about a system that the service needs.
        var dependencies = 0
        /// First and last record that says something about a change of state (WARN or above, or a word about health);
        /// in an error class, first and last error.
        var first: LogMark?
        var last: Int64 = .min

        mutating func merge(_ other: Bin) {
            records += other.records
            warnings += other.warnings
            linked += other.linked
            probes += other.probes
            audible += other.audible
            dependencies += other.dependencies
            last = max(last, other.last)
            if let mark = other.first { first = first.map { LogMark.first($0, mark) } ?? mark }
        }
    }

    struct LifecycleKey: Sendable, Hashable {
        var service: String
        var origin: UInt8
        var source: Int
        var bin: Int32
        var signals: LogSignals.RawValue
    }

    /// When a process or instance was first and last heard of.
    struct Presence: Sendable, Hashable {
        var first: LogMark
        var last: Int64

        mutating func merge(_ other: Presence) {
            first = LogMark.first(first, other.first)
            last = max(last, other.last)
        }
    }

    struct PresenceKey: Sendable, Hashable {
        var service: String
        var origin: UInt8
        var source: Int
        /// Of the process id or the instance's name.
        var hash: UInt64

        static func precedes(_ a: PresenceKey, _ b: PresenceKey) -> Bool {
            (a.hash, a.service, a.origin, a.source) < (b.hash, b.service, b.origin, b.source)
        }
    }

    var width = Self.finestWidth
    var bins: [Key: Bin] = [:]
    var lifecycle: [LifecycleKey: LogMark] = [:]
    var presences: [PresenceKey: Presence] = [:]

    mutating func merge(_ other: HealthLogCounts) {
        var other = other
        while width < other.width { coarsen() }
        while other.width < width { other.coarsen() }
        bins.merge(other.bins) { a, b in
            var a = a
            a.merge(b)
            return a
        }
        lifecycle.merge(other.lifecycle, uniquingKeysWith: LogMark.first)
        presences.merge(other.presences) { a, b in
            var a = a
            a.merge(b)
            return a
        }
        settle()
    }

    /// Joins bins until they are few enough, and keeps the processes with the lowest hashes where there are too many: which
    /// those are does not depend on the order, and a service of so many processes has no restarts to be seen.
    mutating func settle() {
        if presences.count > Self.presenceLimit {
            let kept = presences.sorted { PresenceKey.precedes($0.key, $1.key) }.prefix(Self.presenceLimit)
            presences = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
        }
        while bins.count > Self.binLimit, width < Int64(1) << 60 { coarsen() }
    }

    private mutating func coarsen() {
        width *= 2
        let old = bins
        bins.removeAll(keepingCapacity: true)
        for (key, bin) in old {
            var key = key
            key.bin >>= 1
            bins[key, default: Bin()].merge(bin)
        }
        let marks = lifecycle
        lifecycle.removeAll(keepingCapacity: true)
        for (key, mark) in marks {
            var key = key
            key.bin >>= 1
            lifecycle[key] = lifecycle[key].map { LogMark.first($0, mark) } ?? mark
        }
    }
}
