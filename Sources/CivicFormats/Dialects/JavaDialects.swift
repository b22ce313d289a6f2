import CivicModel

/// Schemas of the JVM's loggers, and the Elastic Common Schema.
extension Dialects {
    static let ecsJSON = Dialect(
        "ecs-json", "Elastic Common Schema",
        roles: [
            (.time, ["@timestamp"]), (.level, ["log.level"]), (.message, ["message"]), (.service, ["service.name"]),
            (.version, ["service.version"]), (.environment, ["service.environment", "deployment.environment"]),
            (.instance, ["service.node.name", "service.instance.id", "host.name", "host.hostname"]),
            (.host, ["host.name", "host.hostname"]), (.logger, ["log.logger"]),
            (.thread, ["process.thread.name", "process.thread.id"]), (.event, ["event.id"]),
            (.eventType, ["event.action", "event.type"]), (.trace, ["trace.id"]), (.span, ["span.id", "transaction.id"]),
            (.request, ["http.request.id"]), (.errorType, ["error.type"]), (.errorMessage, ["error.message"]),
            (.errorCode, ["error.code"]), (.errorStack, ["error.stack_trace"]), (.httpMethod, ["http.request.method"]),
            (.httpRoute, ["http.route", "url.path", "url.original"]), (.httpStatus, ["http.response.status_code"]),
            (.duration, ["event.duration"]), (.outcome, ["event.outcome"]),
        ],
        decoys: ["ecs.version", "log.original", "event.original", "process.name"],
        samples: [
            FormatSample(
                #"{"@timestamp":"2026-01-05T10:00:00.007438Z","log.level":"info","message":"order placed","#
                    + #""ecs.version":"8.11.0","#
                    + #""service.name":"orders","event.id":"c37e","trace.id":"f159fb7abf34e54b3227dc2c8462f6f9"}"#,
                time: "2026-01-05T10:00:00.007438Z", level: .info, message: "order placed"),
            FormatSample(
                #"{"@timestamp":"2026-01-05T10:00:00Z","log":{"level":"ERROR","logger":"a.B"},"message":"refused","#
                    + #""ecs":{"version":"8.11"},"service":{"name":"orders"}}"#,
                time: "2026-01-05T10:00:00Z", level: .error, message: "refused"),
        ]
    ) { $0.has("@timestamp") && $0.any("ecs.version", "log.level") }

    static let log4j2JSON = Dialect(
        "log4j2-json", "Log4j 2 JsonLayout",
        roles: [
            (.time, ["instant.epochSecond", "instant", "timeMillis", "timestamp"]), (.level, ["level", "level.name"]),
            (.message, ["message", "msg"]), (.logger, ["loggerName"]), (.thread, ["thread", "threadName"]),
            (.errorType, ["thrown.name"]), (.errorMessage, ["thrown.message", "thrown.localizedMessage"]),
            (.errorStack, ["thrown.extendedStackTrace"]),
        ],
        scale: .log4j, decoys: ["loggerFqcn", "threadId"],
        samples: [
            FormatSample(
                #"{"instant":{"epochSecond":1767607200,"nanoOfSecond":82084857},"thread":"main","level":"WARN","#
                    + #""loggerName":"pricing.Quotes","message":"not cached","endOfBatch":false,"#
                    + #""loggerFqcn":"org.apache.logging.log4j.spi.AbstractLogger","contextMap":{"traceId":"92bf"}}"#,
                time: "2026-01-05T10:00:00.082084857Z", level: .warn, message: "not cached"),
            FormatSample(
                #"{"timeMillis":1767607200250,"thread":"main","level":"INFO","loggerName":"a.B","message":"ready","#
                    + #""endOfBatch":false,"loggerFqcn":"x"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .info, message: "ready"),
        ]
    ) { $0.any("loggerFqcn", "instant.epochSecond") || $0.has("endOfBatch", "timeMillis") }

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

    static let logbackJSON = Dialect(
        "logback-json", "logback JsonEncoder",
        roles: [
            (.time, ["timestamp"]), (.level, ["level"]), (.message, ["formattedMessage", "message"]),
            (.service, ["context.name"]), (.logger, ["loggerName"]), (.thread, ["threadName"]),
            (.errorType, ["throwable.className"]), (.errorMessage, ["throwable.message"]),
            (.errorStack, ["throwable.stepArray"]),
        ],
        scale: .logback, decoys: ["sequenceNumber", "context.birthdate"],
        samples: [
            FormatSample(
                #"{"sequenceNumber":0,"timestamp":1767607200250,"nanoseconds":250000000,"level":"INFO","threadName":"main","#
                    + #""loggerName":"a.B","context":{"name":"orders","birthdate":1767600000000},"mdc":{},"message":"ready"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .info, message: "ready")
        ]
    ) { $0.has("loggerName", "threadName") && $0.any("sequenceNumber", "nanoseconds") }
}
