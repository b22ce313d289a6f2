import CivicModel

extension Dialects {
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
