import CivicModel

extension Dialects {
    static let dapr = Dialect(
        "dapr", "Dapr",
        roles: [
            (.time, ["time"]), (.level, ["level"]), (.message, ["msg"]), (.service, ["app_id"]), (.instance, ["instance"]),
            (.version, ["ver"]), (.logger, ["scope"]),
        ],
        decoys: ["type"],
        samples: [
            FormatSample(
                #"{"app_id":"orders","instance":"pod-1","level":"info","msg":"app is ready","scope":"dapr.runtime","#
                    + #""time":"2026-01-05T10:00:00.1Z","type":"log","ver":"1.12.0"}"#,
                time: "2026-01-05T10:00:00.1Z", level: .info, message: "app is ready")
        ]
    ) { $0.has("app_id", "scope", "msg") }
}
