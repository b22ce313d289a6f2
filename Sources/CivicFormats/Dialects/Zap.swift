import CivicModel

extension Dialects {
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
}
