import CivicModel

extension Dialects {
    /// The message is the `event`.
    static let structlog = Dialect(
        "structlog", "structlog",
        roles: [
            (.time, ["timestamp", "time"]), (.level, ["level", "log_level"]), (.message, ["event"]), (.logger, ["logger"]),
            (.errorStack, ["exception", "exc_info", "stack"]),
        ],
        scale: .python,
        samples: [
            FormatSample(
                #"{"event":"order placed","level":"info","timestamp":"2026-01-05T10:00:00.611872Z","order":"ORD-1"}"#,
                time: "2026-01-05T10:00:00.611872Z", level: .info, message: "order placed")
        ]
    ) { keys in
        keys.isString("event") && keys.any("level", "log_level") && keys.any("timestamp", "time")
            && !keys.any("message", "msg")
    }
}
