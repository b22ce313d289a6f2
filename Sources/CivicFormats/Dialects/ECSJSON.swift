import CivicModel

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
}
