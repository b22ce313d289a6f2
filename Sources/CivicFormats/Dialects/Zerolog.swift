import CivicModel

extension Dialects {
    static let zerolog = Dialect(
        "zerolog", "zerolog",
        roles: [
            (.time, ["time"]), (.level, ["level"]), (.message, ["message"]), (.errorMessage, ["error", "err"]),
            (.errorStack, ["stack"]),
        ],
        scale: .zerolog, decoys: ["caller"],
        samples: [
            FormatSample(
                #"{"level":"info","component":"Proxy","time":"2026-01-05T10:00:00.844Z","message":"started"}"#,
                time: "2026-01-05T10:00:00.844Z", level: .info, message: "started"),
            FormatSample(
                #"{"level":"warn","time":1767607200,"message":"slow"}"#, time: "2026-01-05T10:00:00Z", level: .warn,
                message: "slow"),
        ]
    ) { $0.isString("level") && $0.isOrdered("level", "time", "message") }
}
