import CivicModel

extension Dialects {
    static let goKit = Dialect(
        "go-kit", "go-kit",
        roles: [
            (.time, ["ts"]), (.level, ["level"]), (.message, ["msg"]), (.logger, ["component"]), (.errorMessage, ["err"]),
            (.trace, ["traceID"]),
        ],
        decoys: ["caller"],
        samples: [
            FormatSample(
                #"{"caller":"main.go:5","component":"tsdb","level":"info","msg":"ready","ts":"2026-01-05T10:00:00.250Z"}"#,
                time: "2026-01-05T10:00:00.250Z", level: .info, message: "ready")
        ]
    ) { $0.has("level", "caller") && $0.isString("ts") && $0.isOrdered("caller", "level") }
}
