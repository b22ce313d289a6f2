import CivicModel

extension Dialects {
    static let datadog = Dialect(
        "datadog", "Datadog",
        roles: [
            (.time, ["timestamp", "date", "@timestamp"]), (.level, ["status", "level", "severity"]), (.message, ["message"]),
            (.service, ["service", "dd.service"]), (.version, ["dd.version", "version"]), (.environment, ["dd.env", "env"]),
            (.instance, ["hostname", "host"]), (.trace, ["dd.trace_id"]), (.span, ["dd.span_id"]),
            (.logger, ["logger.name"]), (.errorType, ["error.kind"]), (.errorStack, ["error.stack"]),
        ],
        samples: [
            FormatSample(
                #"{"timestamp":1767607200250,"status":"error","message":"refused","service":"payments","ddsource":"java","#
                    + #""ddtags":"env:prod","dd.trace_id":"7625336118403519171"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .error, message: "refused")
        ]
    ) { keys in keys.any("ddsource", "ddtags") || keys.any(under: "dd") && keys.isString("status") && keys.has("message") }
}
