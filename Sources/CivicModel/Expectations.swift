/// Which services a run must hear from: `expect:` of the configuration. A service that sent nothing is a finding, not a silence.
public struct Expectations: Sendable, Hashable {
    public struct Service: Sendable, Hashable {
        /// Glob over names of services.
        public var services: String
        /// Fewer records than this are a finding; 0: it may send none.
        public var minimumRecords = 1
        /// Its health endpoint must have answered, too.
        public var health = false

        public init(services: String) { self.services = services }
    }

    /// In the order of the file.
    public var services: [Service] = []
    /// A service that nobody expects is a finding as well.
    public var isComplete = false

    public init() {}

    public var isEmpty: Bool { services.isEmpty && !isComplete }
}
