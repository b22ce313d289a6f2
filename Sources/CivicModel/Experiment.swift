/// A chaos experiment or a game day done by hand, as its journal tells it.
public struct Experiment: Sendable {
    public enum Origin: String, Sendable {
        /// A journal of Chaos Toolkit.
        case journal
        /// An experiment file without a journal: what was planned, not what happened.
        case plan
        /// A list of faults that somebody wrote down.
        case list
    }

    public var title: String
    public var origin: Origin
    /// `completed`, `failed`, `aborted`, `interrupted` as the journal says; `planned` and `declared` without one.
    public var status: String
    public var deviated: Bool
    /// `probes`, `actions`, `activities`, `pause`; nil when the run was real.
    public var dry: String?
    public var path: String
    public var start: Instant?
    public var end: Instant?
    /// Whether the steady state held; nil: not asked.
    public var heldBefore: Bool?
    public var heldDuring: [Bool]
    public var heldAfter: Bool?
    /// In the order of their start.
    public var steps: [ExperimentStep]
    /// In the order of their start. Empty: nothing was injected, and nobody can have stayed silent about it.
    public var faults: [Fault]
    public var tags: [String]
    /// What a reader of the journal must know: "the gate was closed", "rollbacks were not played" …
    public var remarks: [String]
    /// The journal was cut or damaged, or lacks its method: it may have done more than is known of it.
    public var isIncomplete = false
    /// Nothing that was injected is known, and something may have been.
    public var isUnknown: Bool { isIncomplete && faults.isEmpty }

    public init(title: String, origin: Origin, status: String, path: String) {
        (self.title, self.origin, self.status, self.path) = (title, origin, status, path)
        (deviated, heldDuring, steps, faults, tags, remarks) = (false, [], [], [], [], [])
    }
}

/// One activity of an experiment that was played.
public struct ExperimentStep: Sendable {
    public enum Phase: String, Sendable { case before, method, during, after, rollback }

    public var name: String
    /// `action` or `probe`.
    public var type: String
    public var phase: Phase
    public var start: Instant
    public var end: Instant?
    /// `succeeded`, `failed`; nil when the run ended inside it.
    public var status: String?
    public var toleranceMet: Bool?
    /// One line of what it gave back, or of its exception; may hold anything.
    public var output: String

    public init(name: String, type: String, phase: Phase, start: Instant) {
        (self.name, self.type, self.phase, self.start, output) = (name, type, phase, start, "")
    }
}

/// Something that was broken on purpose, and how long.
public struct Fault: Sendable {
    public var name: String
    /// `action`, or the kind that a list gives.
    public var type: String
    /// Names of what was hit, as close to service names as the journal comes; empty when it does not say.
    public var targets: [String]
    /// How the targets were found: `arguments`, `url`, `function`, `process`, `name`, `tags`,
    /// `title`, `list`, `configuration`, `none`.
    public var targetOrigin: String
    /// Everything in the journal that may name what was hit, strongest first: what `targets` were chosen from, and what
    /// they are matched against the names of services with.
    public var hints: [Hint]
    /// Words about the fault that a log line may repeat (target, dependency, host and port), lower case.
    public var keywords: [String]
    public var start: Instant
    /// Nil: open-ended, nothing in the journal undid it.
    public var end: Instant?
    /// What ended it, for people: `undone by "start-broker"`, `rollback "…"`, `its own duration`, `the experiment's end`.
    public var endOrigin: String

    /// A text that may name what was hit, and where it stands (`targetOrigin` has the words).
    public struct Hint: Sendable, Hashable {
        public var text: String
        public var origin: String
        public init(_ text: String, origin: String) { (self.text, self.origin) = (text, origin) }
    }

    public init(name: String, type: String, start: Instant) {
        (self.name, self.type, self.start) = (name, type, start)
        (targets, targetOrigin, hints, keywords, endOrigin) = ([], "none", [], [], "")
    }
}
