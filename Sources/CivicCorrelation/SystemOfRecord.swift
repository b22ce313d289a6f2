/// What an event store that was given holds against what the logs tell.
public struct SystemOfRecord: Sendable {
    /// Events in the store.
    public var events = 0
    /// Events in the store that no log mentions.
    public var unlogged = 0
    /// Events in the logs that the store does not hold, of kinds that it usually does.
    public var unrecorded = 0
    /// Events in the logs of kinds that the store does not usually hold: requests that were refused, commands.
    public var otherKinds = 0
    /// Events that moved their consumer to act twice.
    public var handledTwice = 0
    /// By name.
    public var services: [Service] = []

    public init() {}

    /// The share of one service.
    public struct Service: Sendable {
        public var name: String
        public var events = 0
        public var unlogged = 0
        public var unrecorded = 0
        public var handledTwice = 0
        /// At most three each, chosen by hash, by time.
        public var unloggedExamples: [Correlation.Incident] = []
        public var unrecordedExamples: [Correlation.Incident] = []
        public var handledTwiceExamples: [Correlation.Incident] = []

        public init(name: String) { self.name = name }
    }
}
