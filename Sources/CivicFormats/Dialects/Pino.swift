import CivicModel

extension Dialects {
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
}
