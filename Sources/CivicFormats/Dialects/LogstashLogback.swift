import CivicModel

extension Dialects {
    static let logstashLogback = Dialect(
        "logstash-logback", "logstash-logback-encoder",
        roles: [
            (.time, ["@timestamp"]), (.level, ["level", "level_value"]), (.message, ["message"]), (.instance, ["HOSTNAME"]),
            (.logger, ["logger_name"]), (.thread, ["thread_name"]), (.errorStack, ["stack_trace"]),
        ],
        scale: .logback, decoys: ["@version", "level_value"],
        samples: [
            FormatSample(
                #"{"@timestamp":"2026-01-05T10:00:00.250Z","@version":"1","message":"ready","logger_name":"a.B","#
                    + #""thread_name":"main","level":"INFO","level_value":20000,"traceId":"0af7651916cd43dd"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .info, message: "ready")
        ]
    ) { $0.has("@timestamp") && ($0.has("level_value") || $0.has("@version", "logger_name")) }
}
