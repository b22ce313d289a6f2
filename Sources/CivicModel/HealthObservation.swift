/// One recorded question to a health endpoint and what came back.
public struct HealthObservation: Sendable {
    /// What the time of an observation stands on, best first.
    public enum TimeSource: String, Sendable { case envelope, fileName, header, body, modification, none }

    public struct Header: Sendable, Hashable {
        /// Lower case.
        public var name: String
        public var value: String
        public init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    /// Index of the source in the run's sorted inputs.
    public var source: Int
    /// 1-based line, and byte offset, of the answer in the decompressed source.
    public var line: Int
    public var byte: Int
    /// When the request started, on the observer's clock.
    public var time: Instant?
    public var timeSource: TimeSource
    public var service: String
    public var instance: String?
    /// Of the service, where the recording says it beside the answer.
    public var version: String?
    public var kind: HealthKind
    public var url: String
    /// HTTP status; nil when no response came or none was recorded.
    public var statusCode: Int?
    /// Nanoseconds from the request's start to the end of the answer.
    public var duration: Int64?
    /// `connection_refused connection_reset timeout dns tls too_many_redirects protocol empty_reply body_read cancelled _OTHER`;
    /// nil when an answer came.
    public var errorType: String?
    public var errorMessage: String?
    public var headers: [Header]
    /// Bytes of the body as recorded.
    public var bodySize: Int
    /// Key of the body in `HealthLog.bodies`; nil without one.
    public var body: UInt64?
    public var isTruncated: Bool
    /// How often the observer asks and how long it waits, in nanoseconds, where it says so.
    public var interval: Int64?
    public var timeout: Int64?
    public var probe: String?
    /// Part of an experiment that the question was asked in (`before`, `during`, `after`, …) and the run's id, where known.
    public var phase: String?
    public var run: String?

    public init(source: Int, line: Int, byte: Int, service: String) {
        (self.source, self.line, self.byte, self.service) = (source, line, byte, service)
        (timeSource, kind, url, headers, bodySize, isTruncated) = (.none, .health, "", [], 0, false)
    }

    /// The order of a series: by time, equal times as they were read.
    public static func precedes(_ a: HealthObservation, _ b: HealthObservation) -> Bool {
        (a.time?.nanoseconds ?? .min, a.source, a.byte) < (b.time?.nanoseconds ?? .min, b.source, b.byte)
    }
}

/// A body that one or more answers carried. Shared by them: a copy of what it says for each would take more memory than bodies do.
public final class HealthBody: Sendable {
    public let report: HealthReport
    /// The first 64 KiB.
    public let text: [UInt8]
    /// Hash of the body without what changes by itself (times, durations): equal bodies say the same.
    public let stableHash: UInt64

    public init(report: HealthReport, text: [UInt8], stableHash: UInt64) {
        (self.report, self.text, self.stableHash) = (report, text, stableHash)
    }
}

/// Everything that health endpoints answered, as a commutative monoid.
public struct HealthLog: Sendable {
    public var observations: [HealthObservation] = []
    /// Bodies by the hash of their bytes.
    public var bodies: [UInt64: HealthBody] = [:]

    public init() {}
    public var isEmpty: Bool { observations.isEmpty }

    public mutating func merge(_ other: HealthLog) {
        observations += other.observations
        bodies.merge(other.bodies) { a, _ in a }
    }

    /// Gives answers that name their address only the service that others give to the same address.
    public mutating func nameServices() {
        var names: [String: String] = [:]
        for observation in observations where !observation.url.isEmpty && !Self.isAddress(observation) {
            // The smallest of several, so that the order of the answers does not matter.
            names[observation.url] = names[observation.url].map { min($0, observation.service) } ?? observation.service
        }
        for index in observations.indices where Self.isAddress(observations[index]) {
            if let name = names[observations[index].url] { observations[index].service = name }
        }
    }

    /// Whether the service of an answer is a part of its address.
    private static func isAddress(_ observation: HealthObservation) -> Bool {
        observation.service.isEmpty || observation.service == observation.url || observation.service.contains(":")
            || observation.url.contains("://\(observation.service)/")
    }

    /// State of one answer: no answer is `unreachable`, else what the body or the HTTP status says.
    public func status(of observation: HealthObservation) -> HealthStatus {
        if observation.errorType != nil, observation.statusCode == nil, observation.body == nil { return .unreachable }
        if let report = report(of: observation), report.overallSource != .none { return report.overall }
        guard let code = observation.statusCode else { return .unknown }
        switch code {
        case 200..<300: return .pass
        // A login page, a missing or a forbidden path says nothing of the service.
        case 300..<500: return code == 429 ? .warn : .unknown
        default: return .fail
        }
    }

    public func report(of observation: HealthObservation) -> HealthReport? {
        observation.body.flatMap { bodies[$0]?.report }
    }
}
