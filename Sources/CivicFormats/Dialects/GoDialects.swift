import CivicModel

/// Schemas of Go's loggers.
extension Dialects {
    static let hclog = Dialect(
        "hclog", "hclog",
        roles: [
            (.time, ["@timestamp"]), (.level, ["@level"]), (.message, ["@message"]), (.logger, ["@module"]),
            (.errorMessage, ["error"]),
        ],
        // In this schema a key `time` is whatever the caller measured.
        decoys: ["@caller", "time"],
        samples: [
            FormatSample(
                #"{"@level":"warn","@message":"no leader","@module":"agent","#
                    + #""@timestamp":"2026-01-05T10:00:00.250000Z","time":4959141198}"#,
                time: "2026-01-05T10:00:00.250000Z", level: .warn, message: "no leader")
        ]
    ) { $0.has("@level", "@message") }

    static let zap = Dialect(
        "zap", "zap",
        roles: [
            (.time, ["ts", "timestamp", "time"]), (.level, ["level"]), (.message, ["msg", "message"]), (.logger, ["logger"]),
            (.errorMessage, ["error"]), (.errorStack, ["stacktrace", "errorVerbose"]),
        ],
        scale: .zap, decoys: ["caller"],
        samples: [
            FormatSample(
                #"{"level":"error","ts":1767607200.854123,"logger":"pricing","caller":"quote/engine.go:7","msg":"no quote"}"#,
                time: "2026-01-05T10:00:00.854123Z", level: .error, message: "no quote")
        ]
    ) { keys in
        keys.has("level", "msg")
            && (keys.isNumber("ts") || keys.has("caller") && keys.any("ts", "timestamp") && keys.isOrdered("level", "caller"))
    }

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

    /// Keys are sorted, so `level`, `msg` and `time` come in this order.
    static let logrus = Dialect(
        "logrus", "logrus",
        roles: [
            (.time, ["time"]), (.level, ["level", "fields.level"]), (.message, ["msg"]), (.errorMessage, ["error"]),
        ],
        decoys: ["func", "file"],
        samples: [
            FormatSample(
                #"{"endpoint":"/api","level":"warning","msg":"slow","request_id":"o8","status":401,"#
                    + #""time":"2026-01-05T10:00:00+09:00"}"#,
                time: "2026-01-05T01:00:00Z", level: .warn, message: "slow")
        ]
    ) { $0.isOrdered("level", "msg", "time") && $0.isString("level") && $0.isString("time") }
}
