import CivicModel

/// Schemas of Node's loggers.
extension Dialects {
    private static let nodeRoles: [(Role, [String])] = [
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

    static let pino = Dialect(
        "pino", "pino", roles: nodeRoles, scale: .pino, decoys: ["v", "node"],
        samples: [
            FormatSample(
                #"{"level":30,"time":1767607200698,"pid":7,"hostname":"a","name":"shipping","msg":"shipment created"}"#,
                time: "2026-01-05T10:00:00.698Z", level: .info, message: "shipment created")
        ]
    ) { keys in
        keys.has("level", "time") && (keys.isNumber("level") && keys.isWhole("time") || keys.has("pid", "hostname"))
            && !keys.has("message")
    }

    static let winston = Dialect(
        "winston", "winston",
        roles: [(.time, ["timestamp"]), (.level, ["level"]), (.message, ["message"]), (.logger, ["label"])], scale: .winston,
        samples: [
            FormatSample(
                #"{"level":"http","message":"GET /","service":"orders","timestamp":"2026-01-05T10:00:00.250Z"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .debug, message: "GET /")
        ]
    ) { keys in
        guard let level = keys.index(of: "level"), let message = keys.index(of: "message") else { return false }
        return min(level, message) == 0 && max(level, message) == 1 && keys.isString("level")
            && keys.paths.last == "timestamp"
    }
}
