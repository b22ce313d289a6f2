import CivicModel

extension Dialects {
    static let traefik = Dialect(
        "traefik", "Traefik access log",
        roles: [
            (.time, ["StartUTC", "time"]), (.level, ["level"]), (.message, ["msg"]), (.service, ["ServiceName"]),
            (.httpMethod, ["RequestMethod"]), (.httpRoute, ["RequestPath"]), (.httpStatus, ["DownstreamStatus"]),
            (.duration, ["Duration"]),
        ],
        decoys: ["StartLocal", "RequestHost"],
        samples: [
            FormatSample(
                #"{"ClientHost":"10.0.0.1","DownstreamStatus":200,"Duration":1200,"RequestMethod":"GET","RequestPath":"/","#
                    + #""RouterName":"r@docker","StartUTC":"2026-01-05T10:00:00.25Z","level":"info","msg":"","#
                    + #""time":"2026-01-05T10:00:01Z"}"#,
                time: "2026-01-05T10:00:00.25Z", level: .info, message: "")
        ]
    ) { $0.any("DownstreamStatus", "RouterName") && $0.any("StartUTC", "RequestMethod") }
}
