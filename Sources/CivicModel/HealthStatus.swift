/// The state that one answer of a health endpoint amounts to.
public enum HealthStatus: String, Sendable, CaseIterable {
    case pass, warn, fail, unknown
    /// No answer at all: refused, timed out, reset.
    case unreachable

    /// The state that a word of a health body names, in any of the vocabularies in use; nil for other words.
    public init?(word: String) {
        switch word.lowercased() {
        case "up", "pass", "passing", "ok", "okay", "healthy", "alive", "ready", "green", "success", "serving", "running",
            "available",
            "pong", "+pong", "accepting connections":
            self = .pass
        case "warn", "warning", "degraded", "yellow", "partially available", "unstable": self = .warn
        case "down", "fail", "failed", "failing", "error", "unhealthy", "critical", "red", "not_serving", "out_of_service",
            "unavailable",
            "not ready", "dead":
            self = .fail
        case "unknown": self = .unknown
        default: return nil
        }
    }
}
