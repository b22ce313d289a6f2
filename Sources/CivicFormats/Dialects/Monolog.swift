import CivicModel

extension Dialects {
    /// `channel` is the logger.
    static let monolog = Dialect(
        "monolog", "Monolog",
        roles: [
            (.time, ["datetime", "datetime.date"]), (.level, ["level_name", "level"]), (.message, ["message"]),
            (.logger, ["channel"]), (.errorType, ["context.exception.class"]), (.errorMessage, ["context.exception.message"]),
            (.errorCode, ["context.exception.code"]), (.errorStack, ["context.exception.trace"]),
            (.request, ["extra.uid", "context.request_id"]),
        ],
        scale: .monolog,
        samples: [
            FormatSample(
                #"{"message":"refused","context":{},"level":550,"level_name":"ALERT","channel":"payments","#
                    + #""datetime":"2026-01-05T10:00:00.250000+00:00","extra":[]}"#,
                time: "2026-01-05T10:00:00.250000Z", level: .fatal, message: "refused")
        ]
    ) { $0.has("level_name", "channel") }
}
