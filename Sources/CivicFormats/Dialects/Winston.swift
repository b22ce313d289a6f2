import CivicModel

extension Dialects {
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
