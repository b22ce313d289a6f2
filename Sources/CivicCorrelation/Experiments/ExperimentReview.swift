public import CivicModel

/// An experiment held against what the system said while it ran.
public struct ExperimentReview: Sendable {
    public var experiment: Experiment
    /// In the order of the experiment's faults; empty when nothing was injected, or when nothing could be held against it.
    public var faults: [FaultReview] = []
    /// The experiment is of another time than the logs.
    public var isElsewhere = false
    /// What else a reader must know, one sentence each.
    public var remarks: [String] = []

    public init(experiment: Experiment) { self.experiment = experiment }

    /// Leaves out what is about other services. What was hit stays.
    public mutating func keep(_ isWanted: (String) -> Bool) {
        for i in faults.indices {
            faults[i].witnesses.removeAll { !isWanted($0.service) }
            faults[i].silent.removeAll { !isWanted($0.service) }
            faults[i].recovery.removeAll { !isWanted($0.service) }
            faults[i].gaps.removeAll { !isWanted($0.service) }
            faults[i].blast.removeAll { !isWanted($0.service) }
            faults[i].mishaps.removeAll { !isWanted($0.service) }
            faults[i].steady.removeAll { !isWanted($0) }
            faults[i].unaffected.removeAll { !isWanted($0) }
            faults[i].unjudged.removeAll { !isWanted($0) }
        }
    }
}

/// One fault, and what the services made of it.
public struct FaultReview: Sendable {
    /// Where a sign was first seen.
    public enum Channel: String, Sendable { case log, health }

    /// Whether work was sent to a service, as chains of events tell.
    public enum Supply: String, Sendable { case flowing, stopped, unknown }

    /// An address in the input.
    public struct Place: Sendable, Hashable {
        /// Index of the source in the run.
        public var source: Int
        public var line: Int
        public var byte: Int
        public init(source: Int, line: Int, byte: Int) { (self.source, self.line, self.byte) = (source, line, byte) }
    }

    /// A service that said something about the fault.
    public struct Witness: Sendable {
        public var service: String
        public var by: Channel
        public var first: Instant
        /// From the fault's start, on the service's corrected clock.
        public var after: Int64
        /// Of the first record; nil for health.
        public var level: Level?
        /// What was said: the record's message without its values, or the change of the health state.
        public var message: String
        /// Records, or answers of a health endpoint.
        public var count: Int
        /// Other messages that were specific to the fault, most records first.
        public var others: [String]
        /// It is said far more often during the fault than before it.
        public var isSpecific: Bool
        /// The message or its level names the fault's target or dependency.
        public var namesFault: Bool
        /// Some record carries the id of an event, a trace or a request.
        public var carriesID: Bool
        /// Of health: nobody answered, which is not the same as an answer that says so.
        public var isUnreachable: Bool
        public var place: Place
        /// Records during the fault and as many seconds before it.
        public var during: Int
        public var before: Int
    }

    /// A service that the fault hit and that said nothing of it.
    public struct Silent: Sendable {
        public var service: String
        /// Nanoseconds in which it handled nothing.
        public var gap: Int64
        public var supply: Supply

        /// Nothing came to it meanwhile, so that there was nothing to handle.
        public var isStarved: Bool { supply == .stopped }
    }

    /// A service that came back.
    public struct Recovery: Sendable {
        public var service: String
        public var by: Channel
        public var first: Instant
        /// From the fault's end; negative where the end is not sharp.
        public var after: Int64
        public var message: String
        public var place: Place
    }

    /// A service that handled nothing for a while.
    public struct Gap: Sendable {
        public var service: String
        public var nanoseconds: Int64
    }

    /// A service at which chains went wrong more often in the time of a fault than chains of the same kinds just before it: they
    /// did not get there, late, or met an error there, got stuck there, or were handled there more than once.
    public struct Blast: Sendable {
        public var service: String
        /// Chains that began in the time of the fault and that pass both what was hit and the service, by what their kind does.
        public var exposed: Int
        public var exposedBad: Int
        /// Chains of the same kinds just before the fault.
        public var control: Int
        public var controlBad: Int
        /// The chains do not pass what was hit: something else went wrong, or something that no chain tells of.
        public var isCollateral: Bool
        /// Of `exposedBad`: never got to the service; were done there later than twice what all but one in a hundred took; met an error there.
        public var missing: Int
        public var late: Int
        public var failed: Int
        /// Interval of the difference of the two shares, -1...1, after Mantel and Haenszel.
        public var low: Double
        public var high: Double
        /// Chains of the same time at the service that do not pass what was hit.
        public var beside = 0
        public var besideBad = 0
        /// Of `exposedBad`, too: the service began and never came to its usual last word; it said something more often than it does.
        public var stuck = 0
        public var repeated = 0
    }

    /// Events that one service lost or handled twice, counted one by one.
    public struct Mishap: Sendable {
        public enum Kind: String, Sendable {
            /// Published, and never taken by the service.
            case lost
            /// Handled once more, and nothing says that it is a repetition.
            case repeated
        }

        public struct Example: Sendable {
            public var id: String
            public var place: Place
        }

        public var service: String
        public var kind: Kind
        /// In the time of the fault, its first signs and the time of grace included.
        public var count: Int
        /// In the quiet time before it, and how long that is, nanoseconds.
        public var before: Int
        public var beforeLength: Int64
        /// That as many fall into this time if they fall anywhere alike; 1: there is no quiet time to hold it against.
        public var chance: Double
        /// A few of them, the same whatever the split of the input.
        public var examples: [Example]

        /// There are more of them than the time before explains.
        public var isMore: Bool { count >= 5 && chance < 0.001 }
    }

    public var fault: Fault
    /// Services that were hit, by the names of the logs; empty when no name fits.
    public var services: [String] = []
    /// How they were found: one of `Fault.targetOrigin`.
    public var targetOrigin = "none"
    /// Who should notice, as events and health answers tell: the direct neighbours of what was hit. By name; empty: nothing tells.
    public var dependants: [String] = []
    /// Services that are known to exchange events with others, and not with what was hit. By name.
    public var bystanders: [String] = []
    /// What was looked at: to the end of the fault and the time of grace.
    public var until: Instant
    /// By first sign.
    public var witnesses: [Witness] = []
    /// By name.
    public var silent: [Silent] = []
    public var recovery: [Recovery] = []
    public var gaps: [Gap] = []
    /// Services whose health said all along what it says otherwise, although they were hit.
    public var steady: [String] = []
    /// Services with a health endpoint that was asked during the fault.
    public var asked: [String] = []
    /// Services without a sign of the fault.
    public var unaffected: [String] = []
    /// Services that say too little for a gap to mean something.
    public var unjudged: [String] = []
    /// By the order of the services' names.
    public var blast: [Blast] = []
    /// By service, then kind.
    public var mishaps: [Mishap] = []
    /// Services whose clocks jumped meanwhile, by name.
    public var clockJumps: [(service: String, step: ServiceClock.Step)] = []
    public var remarks: [String] = []

    public init(fault: Fault, until: Instant) { (self.fault, self.until) = (fault, until) }

    /// What to call the target: services, else what the journal says.
    public var targets: [String] { services.isEmpty ? fault.targets : services }
    public var isNoticed: Bool { !witnesses.isEmpty }
    /// Something shows that the fault did anything: a sign of it, a service that paused, a clock that jumped, events that were
    /// lost or handled twice, or chains that fared worse.
    public var hasEffect: Bool {
        isNoticed || !gaps.isEmpty || !clockJumps.isEmpty || !blast.isEmpty || mishaps.contains(where: \.isMore)
    }
}
