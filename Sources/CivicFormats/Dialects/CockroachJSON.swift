import CivicModel

extension Dialects {
    static let cockroachJSON = Dialect(
        "cockroach-json", "CockroachDB JSON",
        roles: [
            (.time, ["timestamp"]), (.level, ["severity", "severity_numeric"]), (.message, ["message", "event.EventType"]),
            (.instance, ["node_id", "instance_id"]), (.logger, ["channel"]), (.eventType, ["event.EventType"]),
        ],
        scale: .cockroach, decoys: ["version", "cluster_id", "event"],
        samples: [
            FormatSample(
                #"{"channel_numeric":1,"channel":"OPS","timestamp":"1767607200.654321000","severity_numeric":2,"#
                    + #""severity":"WARNING","goroutine":11,"file":"a.go","line":1,"message":"range is slow"}"#,
                time: "2026-01-05T10:00:00.654321000Z", level: .warn, message: "range is slow")
        ]
    ) { $0.has("channel", "severity", "goroutine") }
}
