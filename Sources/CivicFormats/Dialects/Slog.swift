import CivicModel

extension Dialects {
    static let slog = Dialect(
        "slog", "log/slog",
        roles: [
            (.time, ["time"]), (.level, ["level"]), (.message, ["msg"]), (.errorMessage, ["err", "error"]),
        ],
        scale: .slog, decoys: ["source.function", "source.file"],
        samples: [
            FormatSample(
                #"{"time":"2026-01-05T10:00:00.067462556+01:00","level":"INFO+2","msg":"ready","port":80}"#,
                time: "2026-01-05T09:00:00.067462556Z", level: .info, message: "ready")
        ]
    ) { $0.paths.first == "time" && $0.isOrdered("time", "level", "msg") && $0.isString("time") }
}
