import CivicModel

extension Dialects {
    static let cockroachCompact = Dialect(
        "cockroach-json-compact", "CockroachDB compact JSON",
        roles: [
            (.time, ["t"]), (.level, ["sev", "s"]), (.message, ["message", "event.EventType"]), (.instance, ["N"]),
            (.eventType, ["event.EventType"]),
        ],
        scale: .cockroach,
        samples: [
            FormatSample(
                #"{"c":1,"t":"1767607200.654321000","s":3,"sev":"E","g":11,"f":"a.go","l":1,"n":7,"message":"disk stalled"}"#,
                time: "2026-01-05T10:00:00.654321000Z", level: .error, message: "disk stalled")
        ]
    ) { $0.has("c", "t", "s", "g") }
}
