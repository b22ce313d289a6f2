import CivicModel

extension Dialects {
    /// `name` is the logger.
    static let pythonJSONLogger = Dialect(
        "python-json-logger", "python-json-logger",
        roles: [
            (.time, ["asctime", "timestamp", "@timestamp", "created"]), (.level, ["levelname", "levelno"]),
            (.message, ["message", "msg"]), (.logger, ["name"]), (.thread, ["threadName"]), (.trace, ["otelTraceID"]),
            (.span, ["otelSpanID"]), (.service, ["otelServiceName", "service"]), (.errorStack, ["exc_info", "exc_text"]),
        ],
        scale: .python, decoys: ["name", "module", "color_message", "processName"],
        samples: [
            FormatSample(
                #"{"asctime":"2026-01-05 10:00:00,083","levelname":"WARNING","name":"payments.charge","message":"refused"}"#,
                time: "2026-01-05T10:00:00.083Z", level: .warn, message: "refused")
        ]
    ) { $0.has("levelname") && $0.any("asctime", "name", "funcName") }
}
