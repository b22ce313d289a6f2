public import CivicModel

/// All answers of health endpoints as series over time, one per service, instance, kind and address, with their states.
public struct HealthHistory: Sendable {
    public var log: HealthLog
    /// By service, kind, address, instance.
    public var series: [HealthSeries]
    /// What the logs say that answers are held against.
    public var logs: HealthLogs

    /// - Parameter log: its observations in the order of `HealthObservation.precedes`.
    public init(_ log: HealthLog, logs: HealthLogs = HealthLogs()) {
        self.log = log
        self.logs = logs
        var members: [HealthSeries.Identity: [Int]] = [:]
        for (index, observation) in log.observations.enumerated() {
            members[HealthSeries.Identity(observation), default: []].append(index)
        }
        series = members.sorted { $0.key < $1.key }.map { HealthSeries($0.key, observations: $0.value, of: log) }
    }
}

/// The answers of one endpoint.
public struct HealthSeries: Sendable {
    /// What tells one endpoint from another.
    public struct Identity: Sendable, Hashable, Comparable {
        public var service: String
        public var kind: HealthKind
        public var url: String
        public var instance: String?

        init(_ observation: HealthObservation) {
            (service, kind) = (observation.service, observation.kind)
            (url, instance) = (observation.url, observation.instance)
        }

        public static func < (a: Identity, b: Identity) -> Bool {
            (a.service, a.kind.rawValue, a.url, a.instance ?? "") < (b.service, b.kind.rawValue, b.url, b.instance ?? "")
        }
    }

    /// A stretch of equal states.
    public struct State: Sendable {
        public var status: HealthStatus
        /// The word as the endpoint said it, or the error (`timeout`, `connection_refused`), or the HTTP status.
        public var word: String
        /// Time of the first answer with this state, and of the last.
        public var first: Instant
        public var last: Instant
        /// The latest time at which the first answer can have been decided: its time and what it took.
        public var decided: Instant
        /// Range in the series' `observations`.
        public var observations: Range<Int>
    }

    public var identity: Identity
    public var service: String { identity.service }
    public var kind: HealthKind { identity.kind }
    /// Indices into `HealthLog.observations`, by time.
    public var observations: [Int]
    /// Median nanoseconds between two answers; 0 with fewer than two that have a time.
    public var interval: Int64
    /// Runs of equal states; answers without a time belong to none.
    public var states: [State]

    init(_ identity: Identity, observations: [Int], of log: HealthLog) {
        self.identity = identity
        self.observations = observations
        var times: [Int64] = []
        states = []
        for (place, index) in observations.enumerated() {
            let observation = log.observations[index]
            guard let time = observation.time else { continue }
            times.append(time.nanoseconds)
            let status = log.status(of: observation)
            let word = Self.word(for: observation, in: log)
            if let last = states.indices.last, states[last].status == status, states[last].word == word {
                states[last].last = time
                states[last].observations = states[last].observations.lowerBound..<place + 1
                continue
            }
            let decided = Instant(nanoseconds: time.nanoseconds &+ (observation.duration ?? 0))
            states.append(
                State(status: status, word: word, first: time, last: time, decided: decided, observations: place..<place + 1))
        }
        let gaps = zip(times, times.dropFirst()).map { $1 &- $0 }.sorted()
        interval = gaps.isEmpty ? 0 : gaps[gaps.count / 2]
    }

    /// The state as a person would name it.
    static func word(for observation: HealthObservation, in log: HealthLog) -> String {
        if observation.statusCode == nil, let error = observation.errorType { return error }
        if let word = log.report(of: observation)?.rawStatus, !word.isEmpty { return word }
        // Where the parts say how the whole is, the HTTP status does not.
        if log.report(of: observation)?.overallSource == .derived { return log.status(of: observation).rawValue }
        if let code = observation.statusCode { return String(code) }
        return log.status(of: observation).rawValue
    }
}
