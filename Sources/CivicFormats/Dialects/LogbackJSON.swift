import CivicModel

extension Dialects {
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
