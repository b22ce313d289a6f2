import CivicModel

extension Dialects {
    static let mongoDB = Dialect(
        "mongodb", "MongoDB 4.4 and later",
        roles: [
            (.time, ["t.$date", "t.$date.$numberLong"]), (.level, ["s"]), (.message, ["msg"]), (.logger, ["c"]),
            (.thread, ["ctx"]), (.eventType, ["id"]), (.errorMessage, ["attr.error"]), (.duration, ["attr.durationMillis"]),
        ],
        samples: [
            FormatSample(
                #"{"t":{"$date":"2026-01-05T10:00:00.401+00:00"},"s":"W","c":"NETWORK","id":22943,"ctx":"listener","#
                    + #""msg":"connection ended"}"#,
                time: "2026-01-05T10:00:00.401Z", level: .warn, message: "connection ended")
        ]
    ) { $0.has("s", "c") && $0.any("t.$date", "t.$date.$numberLong") }
}
