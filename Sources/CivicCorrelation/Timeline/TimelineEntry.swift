public import CivicModel

/// One thing that happened, as a timeline shows it.
public struct TimelineEntry: Sendable, Equatable {
    public enum Kind: UInt8, Sendable { case step, health, log }

    /// What the clock of a service is known to be off by, in nanoseconds that it runs ahead.
    public struct Offset: Sendable, Equatable {
        /// What was taken off the written time: 0 where the interval does not exclude a right clock.
        public var applied: Int64
        public var low: Int64
        public var high: Int64
        public init(applied: Int64, low: Int64, high: Int64) { (self.applied, self.low, self.high) = (applied, low, high) }
    }

    /// Ids as they were written, by what they are for.
    public struct IDs: Sendable, Equatable {
        public var event: [String] = []
        public var cause: [String] = []
        public var trace: [String] = []
        public var request: [String] = []
        public init() {}
    }

    public var kind: Kind
    /// Corrected, where the clock is known to be wrong; what the order goes by.
    public var time: Instant
    /// As the record says, and the text that says so (printed in UTC where no text was kept).
    public var rawTime: Instant
    public var rawTimeText: String
    /// Decimals of the second that were written.
    public var digits: Int
    /// Nil: nothing is known of the clock.
    public var offset: Offset?
    public var service: String
    public var level: Level
    /// Without what detectors found in it; may hold anything else.
    public var message: String
    public var ids: IDs
    /// Index in the run's inputs; -1: the journal at `path`.
    public var source: Int
    public var path: String
    /// 1-based; 0: the whole document.
    public var line: Int
    public var byte: Int
    /// Equal for records of one service with one message template and type of event (`StageKey`); 0: no record.
    var stage: UInt64

    /// Nanoseconds that the event may have been later than its time, since the decimals behind are not written.
    public var resolution: Int64 {
        var resolution: Int64 = 1
        for _ in 0..<max(0, 9 - digits) { resolution *= 10 }
        return resolution
    }

    public init(kind: Kind, time: Instant, service: String, message: String, path: String) {
        (self.kind, self.time, rawTime, self.service, self.message) = (kind, time, time, service, message)
        (rawTimeText, digits, level, ids, source, self.path) = ("", 3, .none, IDs(), -1, path)
        (line, byte, stage) = (0, 0, 0)
    }
}

/// An entry with what its place between others says.
public struct TimelineItem: Sendable {
    public var entry: TimelineEntry
    /// False: nothing orders it against the item before, and the times of both do not either.
    public var isOrderKnown: Bool
    /// Its time is earlier than that of the item before, since it is an effect of one that stands above it.
    public var followsCause: Bool
    /// Services that said nothing for long, up to this entry.
    public var silences: [TimelineSilence]
}

/// A stretch in which a service that was at work wrote no record.
public struct TimelineSilence: Sendable, Equatable {
    /// Nil: none of the services wrote anything.
    public var service: String?
    public var from: Instant
    public var to: Instant
}
