import CivicModel

extension Dialects {
    /// `@version` is the schema's, a number here and a string in the encoder for logback.
    static let log4j2Logstash = Dialect(
        "log4j2-logstash", "Log4j 2 Logstash layout",
        roles: [
            (.time, ["@timestamp"]), (.level, ["level"]), (.message, ["message"]), (.instance, ["source_host"]),
            (.host, ["source_host"]), (.logger, ["logger_name"]), (.thread, ["thread_name"]),
            (.errorType, ["exception.exception_class"]), (.errorMessage, ["exception.exception_message"]),
            (.errorStack, ["exception.stacktrace"]),
        ],
        scale: .log4j, decoys: ["@version"],
        samples: [
            FormatSample(
                #"{"@version":1,"source_host":"a","message":"ready","thread_name":"main","level":"DEBUG","#
                    + #""@timestamp":"2026-01-05T10:00:00.250+0100","logger_name":"a.B"}"#,
                time: "2026-01-05T09:00:00.250Z", level: .debug, message: "ready")
        ]
    ) { $0.isNumber("@version") && $0.any("logger_name", "source_host", "thread_name") }
}
