/// The state that one answer of a health endpoint amounts to.
public enum HealthStatus: String, Sendable, CaseIterable {
    case pass, warn, fail, unknown
    /// No answer at all: refused, timed out, reset.
    case unreachable

    /// The state that a word of a health body names, in any of the vocabularies in use; nil for other words.
    ///
    /// Case and everything that is neither letter nor digit are dropped first: `OUT_OF_SERVICE`, `out-of-service` and
    /// `OutOfService` are one word.
    public init?(word: String) {
        switch Self.normalised(word) {
        case "pass", "passed", "passing", "ok", "okay", "up", "healthy", "green", "serving", "success", "working", "available",
            "ready", "alive", "running", "inservice", "true", "1", "pong", "acceptingconnections",
            "online":
            self = .pass
        case "warn", "warning", "degraded", "yellow", "partiallyavailable", "partial", "restricted", "standby", "paused",
            "unstable":
            self = .warn
        case "fail", "failed", "failing", "error", "down", "unhealthy", "critical", "red", "notserving", "outofservice",
            "unavailable", "serviceunavailable", "offline", "fatal", "stopped", "shuttingdown", "timeoutduringhealthcheck",
            "false", "0", "notready", "dead", "crashed", "ko":
            self = .fail
        case "unknown", "initial", "unused", "starting", "pending", "draining", "skipped", "excluded", "notrun", "maintenance",
            "serviceunknown", "undetermined", "null", "stopping":
            self = .unknown
        default: return nil
        }
    }

    /// Lower case, letters and digits only.
    public static func normalised(_ word: String) -> String {
        var text = ""
        for scalar in word.lowercased().unicodeScalars where scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
