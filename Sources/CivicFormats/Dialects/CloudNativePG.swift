import CivicModel

extension Dialects {
    static let cloudNativePG = Dialect(
        "cloudnativepg", "CloudNativePG",
        roles: [
            (.time, ["record.log_time", "ts"]), (.level, ["record.error_severity", "level"]),
            (.message, ["record.message", "msg"]),
            (.service, ["logging_pod"]), (.instance, ["logging_pod"]), (.logger, ["logger"]),
            (.errorCode, ["record.sql_state_code"]),
        ],
        samples: [
            FormatSample(
                #"{"level":"info","ts":1767607200.5,"logger":"postgres","msg":"record","record":"#
                    + #"{"log_time":"2026-01-05 10:00:00.288 UTC","error_severity":"FATAL","message":"role is missing"},"#
                    + #""logging_pod":"db-1"}"#,
                time: "2026-01-05T10:00:00.288Z", level: .fatal, message: "role is missing")
        ]
    ) { $0.has("logging_pod") }
}
