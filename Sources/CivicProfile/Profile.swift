public import CivicFormats
public import CivicModel

/// Everything that is counted about a run, as a commutative monoid: profiles of parts merge into the profile of the
/// whole, in any order and any grouping, to the same value.
public struct Profile: Sendable {
    /// Records that are alike in all that a rule can ask of them without reading values.
    public struct CellKey: Sendable, Hashable {
        /// Index of the source in the run's sorted inputs.
        public var source: Int
        public var service: String
        public var origin: ServiceOrigin
        /// `Shape.key`.
        public var shape: String
        /// Fingerprint of the message template.
        public var template: UInt64
        /// The level as written; empty when there was none.
        public var levelText: String
        public var level: Level
        public var time: TimeShape
    }

    public struct Cell: Sendable {
        public var records = 0
        public var bytes = 0
        public var firstTime = Int64.max
        public var lastTime = Int64.min
        /// Some time in here had decimals of the second that are not all zero.
        public var hasSubseconds = false
        /// Records that equal the record before them in all but the time.
        public var repeats = 0
        /// Records whose level was written as a word or number that no scale knows.
        public var hasUnknownLevel = false
        /// Violations and non-members by counter of the judge; empty when there are none.
        public var violations: [Int: Int] = [:]
        public var outside: [Int: Int] = [:]
        public var samples = SampleSet()
        public var violationSamples: [Int: SampleSet] = [:]

        mutating func merge(_ other: Cell) {
            records += other.records
            bytes += other.bytes
            firstTime = min(firstTime, other.firstTime)
            lastTime = max(lastTime, other.lastTime)
            hasSubseconds = hasSubseconds || other.hasSubseconds
            repeats += other.repeats
            hasUnknownLevel = hasUnknownLevel || other.hasUnknownLevel
            violations.merge(other.violations, uniquingKeysWith: +)
            outside.merge(other.outside, uniquingKeysWith: +)
            samples.merge(other.samples)
            violationSamples.merge(other.violationSamples) { a, b in
                var a = a
                a.merge(b)
                return a
            }
        }
    }

    /// What became of a source's lines.
    public struct SourceTally: Sendable {
        public var lines = LineCounts()
        public var rejects: [RejectReason: Int] = [:]
        public var rejectSamples = SampleSet(limit: 8)
        /// A time and the record that it stands in.
        public struct TimeAt: Sendable, Equatable {
            public var byte: Int
            public var nanoseconds: Int64
            public var shape: TimeShape
        }
        /// The first and the last time in the order of the source.
        public var first: TimeAt?
        public var last: TimeAt?
        /// Where the first rejected line is.
        public var firstReject: (line: Int, byte: Int)?
        /// Records more than `TimeOrder.tolerance` older than one before them.
        public var lateRecords = 0
        public var lateSamples = SampleSet(limit: 3)
        /// Blocks by position, to join what repeats across a cut.
        public var seams: [Seam] = []
        /// Snapshots of health endpoints by service and state.
        public var snapshots: [String: [String: Int]] = [:]
        public var largestComponentCount = 0
        public var healthFormat = ""

        mutating func note(_ time: TimeAt?) {
            guard let time else { return }
            if first.map({ time.byte < $0.byte }) ?? true { first = time }
            if last.map({ time.byte > $0.byte }) ?? true { last = time }
        }

        mutating func merge(_ other: SourceTally) {
            lines.add(other.lines)
            rejects.merge(other.rejects, uniquingKeysWith: +)
            rejectSamples.merge(other.rejectSamples)
            if let theirs = other.firstReject, firstReject.map({ theirs.byte < $0.byte }) ?? true { firstReject = theirs }
            note(other.first)
            note(other.last)
            lateRecords += other.lateRecords
            lateSamples.merge(other.lateSamples)
            seams += other.seams
            snapshots.merge(other.snapshots) { $0.merging($1, uniquingKeysWith: +) }
            largestComponentCount = max(largestComponentCount, other.largestComponentCount)
            healthFormat = max(healthFormat, other.healthFormat)
        }
    }

    /// The ends of a block.
    public struct Seam: Sendable {
        /// A record as a hash of all but its time, and the cell that it counts in.
        public struct End: Sendable {
            public var hash: UInt64
            public var cell: CellKey
        }

        public var block: Int
        public var order = TimeOrder()
        /// Nil when a line that could not be read stands there.
        public var first: End?
        public var last: End?
    }

    public struct WindowKey: Sendable, Hashable {
        public var service: String
        public var origin: ServiceOrigin
        public var source: Int
        /// Minutes since 1970.
        public var minute: Int64
    }

    public var cells: [CellKey: Cell] = [:]
    public var shapes: [String: Shape] = [:]
    /// Text of templates by fingerprint.
    public var templates: [UInt64: String] = [:]
    /// Records per minute by `Level.rawValue`.
    public var windows: [WindowKey: [Int]] = [:]
    public var sources: [Int: SourceTally] = [:]
    /// Templates with a fingerprint from here on were folded into one.
    public var templateCeiling = UInt64.max

    /// Fingerprint that stands for "templates beyond the cap".
    public static let rareTemplate = UInt64.max

    public init() {}

    public mutating func merge(_ other: Profile) {
        for (key, cell) in other.cells { cells[key, default: Cell()].merge(cell) }
        shapes.merge(other.shapes) { a, _ in a }
        templates.merge(other.templates) { min($0, $1) }
        windows.merge(other.windows) { a, b in zip(a, b).map(+) }
        for (key, tally) in other.sources { sources[key, default: SourceTally()].merge(tally) }
        templateCeiling = min(templateCeiling, other.templateCeiling)
    }

    /// The cell that `key` counts in once templates over the cap are folded.
    private func folded(_ key: CellKey) -> CellKey {
        var key = key
        if key.template >= templateCeiling { key.template = Self.rareTemplate }
        return key
    }

    /// Brings the merged whole to its final form: templates over the cap folded, repeats across block cuts counted. Call
    /// once, after the last merge.
    public mutating func finish(templateLimit: Int) {
        if templates.count > templateLimit {
            templateCeiling = min(templateCeiling, templates.keys.sorted()[templateLimit])
        }
        if templateCeiling != .max {
            var joined: [CellKey: Cell] = [:]
            for (key, cell) in cells {
                joined[folded(key), default: Cell()].merge(cell)
            }
            cells = joined
            templates = templates.filter { $0.key < templateCeiling }
            templates[Self.rareTemplate] = "(rare messages)"
        }
        for (source, tally) in sources {
            let seams = tally.seams.sorted { $0.block < $1.block }
            sources[source]?.lateRecords += TimeOrder.lateRecords(seams.map(\.order))
            for (before, after) in zip(seams, seams.dropFirst()) where after.block == before.block + 1 {
                guard let last = before.last, let first = after.first, last.hash == first.hash else { continue }
                // Inside a block only records of one cell are compared; the same holds across a cut.
                let key = folded(first.cell)
                if folded(last.cell) == key { cells[key]?.repeats += 1 }
            }
            sources[source]?.seams = []
        }
    }
}

/// A few records, chosen by a hash of their address so that every split of the input chooses the same ones.
public struct SampleSet: Sendable, Equatable {
    public struct Sample: Sendable, Equatable {
        public var order: UInt64
        public var source: Int
        public var line: Int
        public var byte: Int
        /// The first bytes of the record, up to `textLimit`.
        public var text: [UInt8]
    }

    public static let textLimit = 512
    /// The same for records that break a rule: what breaks it may stand at the end of a stack.
    public static let violationTextLimit = 4096

    public private(set) var samples: [Sample] = []
    public let limit: Int

    public init(limit: Int = 2) { self.limit = limit }

    /// Samples with an order from here on are not kept.
    @inlinable public var ceiling: UInt64 { samples.count < limit ? .max : samples[samples.count - 1].order }

    public static func order(source: Int, byte: Int) -> UInt64 {
        ContentHash.mix(UInt64(truncatingIfNeeded: byte) &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: source) << 48)
    }

    public mutating func insert(_ sample: Sample) {
        guard sample.order < ceiling || samples.count < limit else { return }
        let at =
            samples.firstIndex { ($0.order, $0.source, $0.byte) > (sample.order, sample.source, sample.byte) } ?? samples.count
        samples.insert(sample, at: at)
        if samples.count > limit { samples.removeLast() }
    }

    public mutating func merge(_ other: SampleSet) { for sample in other.samples { insert(sample) } }
}
