import CivicModel

extension Dialects {
    static let caddy = Dialect(
        "caddy", "Caddy access log",
        roles: [
            (.time, ["ts"]), (.level, ["level"]), (.message, ["msg"]), (.logger, ["logger"]), (.httpMethod, ["request.method"]),
            (.httpRoute, ["request.uri"]), (.httpStatus, ["status"]), (.duration, ["duration"]),
        ],
        decoys: ["request.host", "request.proto"],
        samples: [
            FormatSample(
                #"{"level":"info","ts":1767607200.3152757,"logger":"http.log.access","msg":"handled request","#
                    + #""request":{"method":"GET","uri":"/"},"duration":0.0008,"status":200}"#,
                time: "2026-01-05T10:00:00.3152757Z", level: .info, message: "handled request")
        ]
    ) { $0.has("logger", "ts", "request.method", "request.uri") }
}
