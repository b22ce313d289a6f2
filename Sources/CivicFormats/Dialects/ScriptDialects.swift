import CivicModel

/// Schemas of PHP's, Ruby's and Rust's loggers.
extension Dialects {
    /// `channel` is the logger.
    static let monolog = Dialect(
        "monolog", "Monolog",
        roles: [
            (.time, ["datetime", "datetime.date"]), (.level, ["level_name", "level"]), (.message, ["message"]),
            (.logger, ["channel"]), (.errorType, ["context.exception.class"]), (.errorMessage, ["context.exception.message"]),
            (.errorCode, ["context.exception.code"]), (.errorStack, ["context.exception.trace"]),
            (.request, ["extra.uid", "context.request_id"]),
        ],
        scale: .monolog,
        samples: [
            FormatSample(
                #"{"message":"refused","context":{},"level":550,"level_name":"ALERT","channel":"payments","#
                    + #""datetime":"2026-01-05T10:00:00.250000+00:00","extra":[]}"#,
                time: "2026-01-05T10:00:00.250000Z", level: .fatal, message: "refused")
        ]
    ) { $0.has("level_name", "channel") }

    static let nextcloud = Dialect(
        "nextcloud", "Nextcloud",
        roles: [
            (.time, ["time"]), (.level, ["level"]), (.message, ["message"]), (.request, ["reqId"]), (.logger, ["app"]),
            (.httpMethod, ["method"]), (.httpRoute, ["url"]), (.version, ["version"]),
            (.errorType, ["exception.Exception"]), (.errorMessage, ["exception.Message"]), (.errorStack, ["exception.Trace"]),
        ],
        scale: .nextcloud, decoys: ["app", "data.app"],
        samples: [
            FormatSample(
                #"{"reqId":"tw","level":3,"time":"2026-01-05T10:00:00+00:00","remoteAddr":"10.0.0.1","user":"a","app":"files","#
                    + #""method":"GET","url":"/","message":"no such file","version":"29.1"}"#,
                time: "2026-01-05T10:00:00Z", level: .error, message: "no such file")
        ]
    ) { $0.has("reqId", "remoteAddr", "app", "level") }

    static let semanticLogger = Dialect(
        "semantic-logger", "Semantic Logger",
        roles: [
            (.time, ["timestamp", "time"]), (.level, ["level"]), (.message, ["message"]), (.service, ["application"]),
            (.environment, ["environment"]), (.instance, ["host"]), (.host, ["host"]), (.logger, ["name"]),
            (.thread, ["thread"]), (.request, ["named_tags.request_id", "payload.request_id"]),
            (.errorType, ["exception.name"]), (.errorMessage, ["exception.message"]), (.errorStack, ["exception.stack_trace"]),
            (.duration, ["duration_ms", "duration"]),
        ],
        decoys: ["name", "level_index"],
        samples: [
            FormatSample(
                #"{"host":"a","application":"orders","timestamp":"2026-01-05T10:00:00.250000Z","level":"info","level_index":2,"#
                    + #""pid":7,"thread":"main","name":"OrdersController","message":"Completed #create","#
                    + #""payload":{"status":201}}"#,
                time: "2026-01-05T10:00:00.250000Z", level: .info, message: "Completed #create")
        ]
    ) { $0.has("level_index", "level") }

    static let rustTracing = Dialect(
        "rust-tracing", "tracing (Rust)",
        roles: [
            (.time, ["timestamp"]), (.level, ["level"]), (.message, ["fields.message", "message"]), (.logger, ["target"]),
            (.thread, ["threadName", "threadId"]), (.errorMessage, ["fields.error"]),
            (.request, ["span.request_id", "fields.request_id"]), (.trace, ["span.trace_id", "fields.trace_id"]),
        ],
        samples: [
            FormatSample(
                #"{"timestamp":"2026-01-05T10:00:00.250000Z","level":"TRACE","fields":{"message":"polled"},"#
                    + #""target":"orders::api"}"#,
                time: "2026-01-05T10:00:00.250000Z", level: .trace, message: "polled")
        ]
    ) { $0.has("target", "level") && ($0.has("fields.message") || $0.any("span.name", "spans", "threadName")) }
}
