import CivicModel

extension Dialects {
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
}
