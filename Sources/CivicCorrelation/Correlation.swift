public import CivicModel

/// What the ids of all records say together. Exact counts over the whole input, whatever the number of workers, the memory
/// and the order of the files.
public struct Correlation: Sendable {
    /// Distinct event ids.
    public var events = 0
    /// Groups of events tied by trace or by causation.
    public var chains = 0
    /// Events whose next stage never took them within the deadline.
    public var lost = 0
    /// Where events, and chains of services that name none, stopped without an outcome, by service and stage. They were taken, and
    /// are none of those that are lost.
    public var stuck: [Stuck] = []
    /// Events of which the end of the recording leaves open whether they are lost.
    public var censored = 0
    /// Extra deliveries or records of one event at one stage.
    public var duplicated = 0
    /// Of those: further attempts, as they say, as their failures show or as pauses that grow do, and rounds of loops.
    public var retried = 0
    public var outOfOrder = 0
    /// Of those that are open: by service of which files are damaged, or whose records begin only later.
    public var openByDamage: [String: Int] = [:]
    public var openByStart: [String: Int] = [:]
    /// Causes that no record is about.
    public var orphans = 0
    /// Causes that no record is about, by the service that names them.
    public var orphansNamed: [String: Int] = [:]
    /// Services whose records name flows (traces, orders …) and no events, by name.
    public var withoutEvents: [String] = []
    /// By the names of the services.
    public var hops: [Hop] = []
    /// How far events get, by the order of stages and services; only stages with enough events to say.
    public var reaches: [Reach] = []
    /// Every service with a time, by name.
    public var clocks: [ServiceClock] = []
    /// By service and field.
    public var roles: [ColumnRole] = []
    /// What the rules count, by service and check.
    public var checks: [CheckKey: CheckCount] = [:]
    /// Notable losses, duplicates and the like with their address, by kind, then time; at most 64 a kind, chosen by hash.
    public var incidents: [Incident] = []
    /// Ids that more than 10,000 records share: excluded from chains.
    public var hubs: [Hub] = []

    /// What the system of record says; nil: none was given.
    public var record: SystemOfRecord?
    /// By service: nanoseconds from the times that an event store keeps to those of the service's own log, where they are not of one clock.
    var storeCourses: [String: StoreCourse] = [:]
    /// An export of an event store shows some of its events only: what is missing from it says nothing.
    public var isStoreFiltered = false

    /// What usually becomes of events and chains, by service that takes them: those of events first, then those of chains, the surest
    /// first.
    var expectations: [Expectation] = []
    /// What became of chains in the times of faults; nil without faults.
    var blast: BlastCounts?
    /// What befell events in the times of faults; nil without faults.
    var mishaps: Mishaps?
    /// Of services that chains are followed to by their flows: the services that nearly all of those chains passed before. By name.
    var forerunners: [String: [String]] = [:]

    public init() {}

    /// The checks by service, then check.
    public var sortedChecks: [(key: CheckKey, count: CheckCount)] {
        checks.sorted { ($0.key.service, $0.key.check.rawValue) < ($1.key.service, $1.key.check.rawValue) }.map {
            ($0.key, $0.value)
        }
    }

    public struct Hop: Sendable {
        public var from: String
        public var to: String
        public var count: Int
        /// Seconds on corrected time; nil where too few hops say (n(1-q) < 10).
        public var p50: Double?
        public var p90: Double?
        public var p99: Double?
        /// Ends of the interval that holds the percentile in at least 95 of 100 recordings; nil: open on that side.
        public var p50Low: Double?
        public var p50High: Double?
        public var p90Low: Double?
        public var p90High: Double?
        public var p99Low: Double?
        public var p99High: Double?
        /// Events that should have made the hop and never arrived. Where they are more than one in a hundred, they count as slower
        /// than all that did.
        public var lost = 0
        /// Seconds that a hop may have taken less, or more, than its times say, because their last decimals are cut off.
        public var less = 0.0
        public var more = 0.0
        public init(from: String, to: String, count: Int) {
            (self.from, self.to, self.count) = (from, to, count)
        }
    }

    /// Events that one stage published, and how many of them moved another service to act.
    public struct Reach: Sendable {
        public var from: String
        public var to: String
        /// Text of the template that the stage publishes with.
        public var template: String
        public var reached: Int
        public var total: Int
        public init(from: String, to: String, template: String, reached: Int, total: Int) {
            (self.from, self.to, self.template, self.reached, self.total) = (from, to, template, reached, total)
        }
    }

    /// Events that a service took and left at one of its stages.
    public struct Stuck: Sendable {
        public var service: String
        /// Text of the template that is the last that the service says of them.
        public var stage: String
        /// Their type of event; empty: the records name none.
        public var type: String
        public var count: Int
        /// Nanoseconds before the end of the recording at which the last and the first of them stopped; nil: no time can be read.
        public var youngest: Int64?
        public var oldest: Int64?
        /// Nanoseconds after which they are overdue.
        public var deadline: Int64
        /// At most 3, chosen by hash.
        public var incidents: [Incident]
        public init(
            service: String, stage: String, type: String, count: Int, youngest: Int64?, oldest: Int64?, deadline: Int64,
            incidents: [Incident]
        ) {
            (self.service, self.stage, self.type, self.count) = (service, stage, type, count)
            (self.youngest, self.oldest, self.deadline, self.incidents) = (youngest, oldest, deadline, incidents)
        }
    }

    public struct ColumnRole: Sendable, Hashable {
        public var service: String
        public var field: String
        public var role: IDRole
        public init(service: String, field: String, role: IDRole) {
            (self.service, self.field, self.role) = (service, field, role)
        }
    }

    public struct CheckKey: Sendable, Hashable {
        public var service: String
        public var check: CorrelationCheck
        public init(service: String, check: CorrelationCheck) { (self.service, self.check) = (service, check) }
    }

    public struct CheckCount: Sendable {
        public var population = 0
        public var violations = 0
        /// The incidents that are its evidence (at most 3).
        public var incidents: [Incident] = []
        /// Facts for the message.
        public var example = ""
        public init() {}
    }

    public struct Hub: Sendable {
        public var id: String
        public var records: Int
        public init(id: String, records: Int) { (self.id, self.records) = (id, records) }
    }

    /// Something that went wrong with one event.
    public struct Incident: Sendable {
        public var check: CorrelationCheck
        /// Service that is charged.
        public var service: String
        /// Hex digits of the id, or its hash where the id is no number; empty: it is about a chain.
        public var id: String
        /// The id stands in the record as it is given here.
        public var isWritten = false
        public var time: Instant
        /// One sentence.
        public var what: String
        public var source: Int
        public var line: Int
        public var byte: Int
        public init(
            check: CorrelationCheck, service: String, id: String, time: Instant, what: String, source: Int, line: Int, byte: Int
        ) {
            (self.check, self.service, self.id, self.time) = (check, service, id, time)
            (self.what, self.source, self.line, self.byte) = (what, source, line, byte)
        }

        init(check: CorrelationCheck, service: String, id: String, time: Instant, what: String, mark: BottomMarks.Mark) {
            self.init(
                check: check, service: service, id: id, time: time, what: what, source: Int(mark.place >> 42),
                line: Int(mark.line), byte: Int(mark.place & (1 << 42 - 1)))
        }
    }
}

/// What is counted about chains, for the rules.
public enum CorrelationCheck: String, Sendable, CaseIterable {
    /// One event id with different types.
    case collision
    /// An event handled twice by one consumer without a word about it.
    case redelivery
    /// A cause that no record is about.
    case orphan
    /// An event that a service took and of which nothing came: the chain ends before a terminal stage.
    case completion
    /// A published event that its consumer never took.
    case delivery
    /// An effect before its cause.
    case causalTime
    /// The same event under another trace.
    case context
    /// A service that a chain must have passed says nothing of it.
    case loggingGap
    /// One stage again and again without progress.
    case poison
    /// An id that was given to another event long after the first.
    case reuse
    /// A service that writes the beginning of ids only.
    case cutID
    /// A stretch of time in which a service handled nothing while others sent it events.
    case silence
    /// The same lines twice, shipped twice.
    case shippingDuplicate
    /// A number that a stream of an event store lacks.
    case sequenceGap
    /// Numbers of a stream that go back, or that two events have.
    case versionOrder
    /// One place of a stream with two texts.
    case rewritten
    /// A type of event whose name is none.
    case eventType
}

/// What a column of ids is for.
public enum IDRole: String, Sendable, CaseIterable { case event, cause, flow, span, entity, hub, alias }

/// How far the clock of one service is off.
public struct ServiceClock: Sendable {
    public enum Quality: String, Sendable {
        case exact, bounded
        case oneSided = "one-sided"
        case none, contradictory
    }

    /// A jump of the clock between two times.
    public struct Step: Sendable {
        public var after: Instant
        public var before: Instant
        /// Nanoseconds that the offset changed by, and the interval that must hold it.
        public var change: Int64
        public var low: Int64
        public var high: Int64
        /// Services whose clocks may have jumped the other way instead: nothing tells which did.
        public var rivals: [String] = []
        public init(after: Instant, before: Instant, change: Int64, low: Int64, high: Int64) {
            (self.after, self.before, self.change, self.low, self.high) = (after, before, change, low, high)
        }
    }

    /// An offset that held for a while.
    public struct Segment: Sendable {
        public var from: Instant
        public var to: Instant
        /// Nanoseconds that the clock runs ahead, and the interval that must hold it; at `from`, where it drifts.
        public var offset: Int64
        public var low: Int64
        public var high: Int64
        /// What all three gain from then on, nanoseconds a nanosecond.
        public var drift = 0.0
        public init(from: Instant, to: Instant, offset: Int64, low: Int64, high: Int64) {
            (self.from, self.to, self.offset, self.low, self.high) = (from, to, offset, low, high)
        }

        /// As it is at `time`; what is far outside of the stretch counts as at its end.
        func settled(at time: Instant) -> Segment {
            if drift == 0 { return self }
            let length = to.nanoseconds &- from.nanoseconds
            let gain = Int64(drift * Double(min(max(time.nanoseconds &- from.nanoseconds, -length), 2 &* length)))
            var segment = self
            (segment.offset, segment.low, segment.high) = (offset &+ gain, low &+ gain, high &+ gain)
            return segment
        }

        /// No right clock, at its beginning or at its end.
        public var isOff: Bool { [self, settled(at: to)].contains { $0.low > 0 || $0.high < 0 } }
    }

    public var service: String
    public var quality: Quality
    /// Of the longest segment; nil when nothing can be said.
    public var offset: Int64?
    public var low: Int64?
    public var high: Int64?
    /// What no assumption about delays is needed for; nil: open on that side.
    public var provenLow: Int64?
    public var provenHigh: Int64?
    /// Parts per million that it runs too fast; nil: none that can be told.
    public var drift: Double?
    /// When the clock shows this, `offset`, `low` and `high` are as they say; nil: always, but for its steps.
    public var reference: Instant?
    /// Services that may be off the other way instead, since nothing tells which side is.
    public var rivals: [String] = []
    /// Pairs of records that the interval stands on.
    public var pairs: Int
    public var segments: [Segment]
    public var steps: [Step]
    /// Hops that contradict each other, one sentence each.
    public var contradictions: [String]
    /// Group of services that can be compared, by its first name.
    public var component: String

    public init(service: String, quality: Quality) {
        (self.service, self.quality, component, pairs) = (service, quality, service, 0)
        (segments, steps, contradictions) = ([], [], [])
    }

    /// It cannot have been right all the time, jumps aside.
    public var isOff: Bool {
        if drift != nil { return segments.contains(where: \.isOff) }
        return (low ?? .min) > 0 || (high ?? .max) < 0
    }

    /// The first and the last stretch, as they begin and end: what a clock that drifts shows over the run.
    public var ends: (first: Segment, last: Segment)? {
        guard let first = segments.first, let last = segments.last else { return nil }
        return (first, last.settled(at: last.to))
    }

    /// Nanoseconds to subtract from a time of this service; 0 where the interval does not exclude a right clock, but for one that drifts:
    /// its times would jump where the interval leaves zero.
    public func correction(at time: Instant) -> Int64 {
        guard let segment = segment(at: time), segment.low > 0 || segment.high < 0 || segment.drift != 0 else { return 0 }
        return segment.offset
    }

    /// What holds at `time`, by the stretch that it lies in or the nearest one.
    public func segment(at time: Instant) -> Segment? {
        if segments.count == 1 { return segments[0].settled(at: time) }
        return segments.min { distance(of: $0, from: time) < distance(of: $1, from: time) }?.settled(at: time)
    }

    private func distance(of segment: Segment, from time: Instant) -> Int64 {
        if time < segment.from { return segment.from.nanoseconds &- time.nanoseconds }
        if time > segment.to { return time.nanoseconds &- segment.to.nanoseconds }
        return 0
    }
}
