public import CivicModel
import CivicProfile

/// What the logs say that health answers are held against, by service.
public struct HealthLogs: Sendable {
    public var services: [String: ServiceHealthLog] = [:]

    public init() {}

    init(_ counts: HealthLogCounts, names: ServiceNames) {
        func name(_ service: String, _ origin: UInt8, _ source: Int) -> String {
            names.name(service, ServiceOrigin(rawValue: origin) ?? .none, source: source)
        }
        var bins: [String: [HealthLogCounts.Key: HealthLogCounts.Bin]] = [:]
        for (key, bin) in counts.bins {
            let name = name(key.service, key.origin, key.source)
            let joined = HealthLogCounts.Key(service: name, origin: 0, source: 0, bin: key.bin, kind: key.kind)
            bins[name, default: [:]][joined, default: HealthLogCounts.Bin()].merge(bin)
        }
        for (service, bins) in bins { services[service] = ServiceHealthLog(bins, width: counts.width) }
        for (key, mark) in counts.lifecycle {
            services[name(key.service, key.origin, key.source)]?.add(mark, LogSignals(rawValue: key.signals))
        }
        var presences: [String: [UInt64: HealthLogCounts.Presence]] = [:]
        for (key, presence) in counts.presences {
            presences[name(key.service, key.origin, key.source), default: [:]][key.hash, default: presence].merge(presence)
        }
        for (service, presences) in presences { services[service]?.add(presences) }
        for service in services.keys { services[service]?.sort() }
    }
}

/// What the log of one service says that its health answers are held against.
public struct ServiceHealthLog: Sendable {
    /// What happened in one stretch of time.
    public struct Bin: Sendable {
        /// Start of the stretch; it is `width` long.
        public var start: Instant
        public var records = 0
        /// At WARN or above; at ERROR or above.
        public var warnings = 0
        public var errors = 0
        /// First and last record at WARN or above, or with a word about health or a dependency.
        public var firstWord: LogMark?
        public var lastWord: Instant?
        /// How many of these carry an id.
        public var linkedWords = 0
        /// Errors by the class of their template, with the first and the last of each.
        public var errorClasses: [ErrorClass] = []
    }

    public struct ErrorClass: Sendable {
        public var number: Int
        public var count: Int
        public var first: LogMark
        public var last: Instant
    }

    public enum LifecycleKind: Sendable { case starting, started, stopping, killedByProbe, newProcess }

    public struct Lifecycle: Sendable {
        public var kind: LifecycleKind
        public var mark: LogMark
    }

    /// Nanoseconds of a bin.
    public var width: Int64
    /// By time; stretches without a record are left out.
    public var bins: [Bin]
    /// By time.
    public var lifecycle: [Lifecycle] = []
    /// Records at INFO or above or without a level, and how many of them are requests of probes.
    public var audible = 0
    public var probes = 0
    public var firstProbe: LogMark?
    /// Records about a system that the service needs.
    public var dependencies = 0

    /// More processes than these are connections or workers, and their coming and going is no restart.
    private static let processLimit = 64

    init(_ counts: [HealthLogCounts.Key: HealthLogCounts.Bin], width: Int64) {
        self.width = width
        bins = []
        for (key, counted) in counts.sorted(by: { ($0.key.bin, $0.key.kind) < ($1.key.bin, $1.key.kind) }) {
            let start = Instant(nanoseconds: Int64(key.bin) &* width)
            if bins.last?.start != start { bins.append(Bin(start: start)) }
            guard let last = bins.indices.last else { continue }
            if key.kind == 0 {
                bins[last].records = counted.records
                bins[last].warnings = counted.warnings
                bins[last].firstWord = counted.first
                bins[last].lastWord = counted.first.map { _ in Instant(nanoseconds: counted.last) }
                bins[last].linkedWords = counted.linked
                audible += counted.audible
                probes += counted.probes
                dependencies += counted.dependencies
            } else if let first = counted.first {
                bins[last].errors += counted.records
                bins[last].errorClasses.append(
                    ErrorClass(
                        number: Int(key.kind), count: counted.records, first: first,
                        last: Instant(nanoseconds: counted.last)))
            }
        }
    }

    mutating func add(_ mark: LogMark, _ signals: LogSignals) {
        if signals.contains(.probe) { firstProbe = firstProbe.map { LogMark.first($0, mark) } ?? mark }
        let kinds: [(LogSignals, LifecycleKind)] = [
            (.killedByProbe, .killedByProbe), (.stopping, .stopping), (.started, .started), (.starting, .starting),
        ]
        guard let kind = kinds.first(where: { signals.contains($0.0) })?.1 else { return }
        lifecycle.append(Lifecycle(kind: kind, mark: mark))
    }

    /// Where one process ends before another begins, the service was started anew.
    mutating func add(_ presences: [UInt64: HealthLogCounts.Presence]) {
        guard (2...Self.processLimit).contains(presences.count) else { return }
        let sorted = presences.values.sorted { LogMark.precedes($0.first, $1.first) }
        for (index, presence) in sorted.enumerated().dropFirst() {
            let before = sorted[..<index]
            guard before.allSatisfy({ $0.last < presence.first.time.nanoseconds }) else { continue }
            lifecycle.append(Lifecycle(kind: .newProcess, mark: presence.first))
        }
    }

    mutating func sort() {
        lifecycle.sort { a, b in
            if a.mark != b.mark { return LogMark.precedes(a.mark, b.mark) }
            return "\(a.kind)" < "\(b.kind)"
        }
    }

    public var first: Instant? { bins.first?.start }
    public var last: Instant? { bins.last.map { Instant(nanoseconds: $0.start.nanoseconds &+ width) } }

    /// Records that begin in a stretch that touches the range.
    public func records(in range: ClosedRange<Instant>) -> Int { touching(range).reduce(0) { $0 + $1.records } }

    /// Whether a record at WARN or above, or one with a word about health, may lie in the range. In doubt, yes.
    public func mayHaveWord(in range: ClosedRange<Instant>) -> Bool { firstWord(in: range) != nil }

    /// Whether the service says in the range that it starts or stops: that explains what its endpoint says meanwhile.
    public func tellsRestart(in range: ClosedRange<Instant>) -> Bool {
        lifecycle.contains { $0.kind != .newProcess && range.contains($0.mark.time) }
    }

    /// The first record of a stretch that has words in the range, and how many words with ids these stretches hold.
    public func firstWord(in range: ClosedRange<Instant>) -> (mark: LogMark, linked: Int)? {
        var found: (mark: LogMark, linked: Int)?
        for bin in touching(range) {
            guard let first = bin.firstWord, let last = bin.lastWord, first.time <= range.upperBound, last >= range.lowerBound
            else { continue }
            found = (found?.mark ?? first, (found?.linked ?? 0) + bin.linkedWords)
        }
        return found
    }

    /// Records at WARN or above in stretches that touch the range.
    public func warnings(in range: ClosedRange<Instant>) -> Int { touching(range).reduce(0) { $0 + $1.warnings } }

    func touching(_ range: ClosedRange<Instant>) -> ArraySlice<Bin> {
        let low = bins.partition { $0.start.nanoseconds &+ width > range.lowerBound.nanoseconds }
        let high = bins.partition { $0.start > range.upperBound }
        return low < high ? bins[low..<high] : []
    }

    /// The same, as it would be if the service's clock were right: every time minus what `correction` gives for it.
    public func corrected(_ correction: (Instant) -> Int64) -> ServiceHealthLog {
        func moved(_ time: Instant) -> Instant { Instant(nanoseconds: time.nanoseconds &- correction(time)) }
        func moved(_ mark: LogMark) -> LogMark {
            var mark = mark
            mark.time = moved(mark.time)
            return mark
        }
        var log = self
        log.bins = bins.map { bin in
            var bin = bin
            bin.start = moved(bin.start)
            bin.firstWord = bin.firstWord.map(moved)
            bin.lastWord = bin.lastWord.map(moved)
            bin.errorClasses = bin.errorClasses.map { item in
                var item = item
                item.first = moved(item.first)
                item.last = moved(item.last)
                return item
            }
            return bin
        }.sorted { $0.start < $1.start }
        log.lifecycle = lifecycle.map { Lifecycle(kind: $0.kind, mark: moved($0.mark)) }
        log.sort()
        return log
    }
}

extension Array {
    /// Index of the first element for which `isInSecond` holds, in an array where all such elements come last.
    fileprivate func partition(_ isInSecond: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isInSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
