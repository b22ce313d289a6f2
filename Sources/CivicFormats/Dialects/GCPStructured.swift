import CivicModel

extension Dialects {
    static let gcpStructured = Dialect(
        "gcp-structured", "Google Cloud structured logging",
        roles: [
            (.time, ["timestamp", "time", "timestampSeconds", "timestamp.seconds"]), (.level, ["severity"]),
            (.message, ["message"]), (.service, ["serviceContext.service"]), (.version, ["serviceContext.version"]),
            (.trace, ["logging.googleapis.com/trace"]), (.span, ["logging.googleapis.com/spanId"]),
            (.logger, ["_logger", "logger"]), (.thread, ["_thread", "thread"]),
            (.errorType, ["_exception.class", "exception.class"]),
            (.errorMessage, ["_exception.message", "exception.message"]),
            (.errorStack, ["_exception.stackTrace", "exception.stackTrace", "stack_trace"]),
            (.httpMethod, ["httpRequest.requestMethod"]), (.httpRoute, ["httpRequest.requestUrl"]),
            (.httpStatus, ["httpRequest.status"]), (.duration, ["httpRequest.latency"]),
        ],
        scale: .gcp,
        samples: [
            FormatSample(
                #"{"severity":"NOTICE","time":"2026-01-05T10:00:00.5Z","message":"started","#
                    + #""logging.googleapis.com/trace":"projects/p/traces/06796866738c859f2f19b7cfb3214824"}"#,
                time: "2026-01-05T10:00:00.5Z", level: .info, message: "started")
        ]
    ) { keys in
        keys.has("severity")
            && (keys.any("timestampSeconds", "timestamp.seconds", "serviceContext.service")
                || keys.paths.contains { $0.hasPrefix("logging.googleapis.com/") })
    }
}
