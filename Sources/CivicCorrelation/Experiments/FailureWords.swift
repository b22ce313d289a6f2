import CivicFormats

/// Words by which a record tells that something went wrong, where its level does not.
enum FailureWords {
    private static let failures: Set<String> = [
        "error", "errors", "fail", "failed", "fails", "failure", "failures", "failing", "exception", "exceptions", "refused",
        "timeout", "timeouts", "timedout", "timed", "unreachable", "unavailable", "lost", "disconnected", "disconnect",
        "broken",
        "cannot", "unable", "couldn", "denied", "abort", "aborted", "panic", "fatal", "crash", "crashed", "died", "dead",
        "exhausted", "retrying", "retry", "retries", "stale", "dropped", "dropping", "degraded", "traceback", "overloaded",
        "unhealthy", "unresponsive", "unexpected", "critical", "stalled", "stall", "stuck", "skipped", "rejected", "missed",
        "malformed", "expired", "interrupted", "violated", "econnrefused", "econnreset", "etimedout", "epipe", "rejecting",
    ]

    private static let recoveries: Set<String> = [
        "recovered", "recovery", "restored", "reconnected", "connected", "ready", "started", "starting", "resumed", "resuming",
        "up", "back", "healthy", "drained", "caught", "listening", "serving", "established", "available", "running",
        "restarted",
        "online", "closed",
    ]

    /// Words that make a record one about the program's own well-being rather than about its work.
    private static let pulses: Set<String> = [
        "heartbeat", "health", "healthz", "healthcheck", "readyz", "livez", "ping", "pong", "metrics", "probe", "alive",
        "stats",
        "checkpoint", "keepalive",
    ]

    static func tellFailure(_ text: String) -> Bool { !failures.isDisjoint(with: NameWords.of(text)) }
    static func tellRecovery(_ text: String) -> Bool { !recoveries.isDisjoint(with: NameWords.of(text)) }
    static func tellPulse(_ text: String) -> Bool { !pulses.isDisjoint(with: NameWords.of(text)) }
}
