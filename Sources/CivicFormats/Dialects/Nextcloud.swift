import CivicModel

extension Dialects {
    static let nextcloud = Dialect(
        "nextcloud", "Nextcloud",
        roles: [
            (.time, ["time"]), (.level, ["level"]), (.message, ["message"]), (.request, ["reqId"]), (.logger, ["app"]),
            (.httpMethod, ["method"]), (.httpRoute, ["url"]), (.version, ["version"]),
            (.errorType, ["exception.Exception"]), (.errorMessage, ["exception.Message"]), (.errorStack, ["exception.Trace"]),
        ],
        scale: .nextcloud, decoys: ["app", "data.app"],
        samples: [
            FormatSample(
                #"{"reqId":"tw","level":3,"time":"2026-01-05T10:00:00+00:00","remoteAddr":"10.0.0.1","user":"a","app":"files","#
                    + #""method":"GET","url":"/","message":"no such file","version":"29.1"}"#,
                time: "2026-01-05T10:00:00Z", level: .error, message: "no such file")
        ]
    ) { $0.has("reqId", "remoteAddr", "app", "level") }
}
