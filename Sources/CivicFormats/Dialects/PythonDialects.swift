import CivicModel

/// Schemas of Python's loggers.
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

    /// The bound values of a call are in `record.extra`.
    static let loguru = Dialect(
        "loguru", "loguru, serialized",
        roles: [
            (.time, ["record.time.repr", "record.time.timestamp"]), (.level, ["record.level.name", "record.level.no"]),
            (.message, ["record.message"]), (.logger, ["record.name"]), (.thread, ["record.thread.name", "record.thread.id"]),
            (.instance, ["record.extra.instance", "record.extra.hostname"]),
            (.errorType, ["record.exception.type"]), (.errorMessage, ["record.exception.value"]),
        ],
        // The exception's text is the tail of the formatted record.
        conditionalRoles: [(.errorStack, "text", when: "record.exception.type")],
        scale: .python, decoys: ["text"],
        samples: [
            FormatSample(
                #"{"text":"2026-01-05 11:00:00.045 | SUCCESS  | reserved\n","record":{"exception":null,"#
                    + #""extra":{"event_id":"0e5d","causation_id":"b4b2"},"level":{"name":"SUCCESS","no":25},"#
                    + #""message":"stock reserved","name":"__main__","time":{"repr":"2026-01-05 11:00:00.045563+01:00","#
                    + #""timestamp":1767607200.045563}}}"#,
                time: "2026-01-05T10:00:00.045563Z", level: .info, message: "stock reserved")
        ]
    ) { $0.has("text", "record.message") }

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
