import CivicModel

extension Dialects {
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
