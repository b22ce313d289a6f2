public import CivicModel

/// One recorded answer with the bytes of its body, which the model keeps apart from it.
public struct HealthAnswer: Sendable {
    /// Its body is not set.
    public var observation: HealthObservation
    /// As recorded; nil when none came. Never empty.
    public var body: [UInt8]?
    /// What to make of the body, where the recording itself says it (the exit status of a probe, say).
    public var report: HealthReport?

    public init(observation: HealthObservation, body: [UInt8]? = nil, report: HealthReport? = nil) {
        self.observation = observation
        self.report = report
        if let body, !body.isEmpty {
            self.body = body
            self.observation.bodySize = max(self.observation.bodySize, body.count)
        }
    }

    /// The first value of a header, by its name in lower case.
    public func header(_ name: String) -> String? { observation.headers.first { $0.name == name }?.value }

    public var hint: HealthDocument.Hint { HealthDocument.hint(contentType: header("content-type"), url: observation.url) }
}
