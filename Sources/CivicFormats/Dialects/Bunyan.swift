import CivicModel

extension Dialects {
    /// What bunyan and pino, which took its keys over, call things.
    static let nodeRoles: [(Role, [String])] = [
        (.time, ["time"]), (.level, ["level"]), (.message, ["msg"]), (.service, ["service.name", "service", "name"]),
        (.instance, ["hostname"]), (.host, ["hostname"]), (.logger, ["component", "module"]),
        (.request, ["req_id", "reqId", "req.id"]), (.errorType, ["err.type", "err.name"]), (.errorMessage, ["err.message"]),
        (.errorCode, ["err.code"]), (.errorStack, ["err.stack"]), (.httpMethod, ["req.method"]), (.httpRoute, ["req.url"]),
        (.httpStatus, ["res.statusCode"]), (.duration, ["responseTime"]),
    ]

    static let bunyan = Dialect(
        "bunyan", "bunyan", roles: nodeRoles, scale: .pino, decoys: ["v"],
        samples: [
            FormatSample(
                #"{"name":"orders","hostname":"a","pid":7,"level":40,"msg":"stock is low","#
                    + #""time":"2026-01-05T10:00:00.243Z","v":0}"#,
                time: "2026-01-05T10:00:00.243Z", level: .warn, message: "stock is low")
        ]
    ) { $0.has("v", "hostname", "pid", "name", "time") }
}
