import CivicModel

extension Dialects {
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
}
