import CivicModel

extension Dialects {
    static let azure = Dialect(
        "azure-resource", "Azure resource log",
        roles: [
            (.time, ["time", "timeStamp"]), (.level, ["level", "Level", "severityLevel"]),
            (.message, ["properties.message", "properties.log", "resultDescription"]), (.trace, ["correlationId"]),
            (.request, ["operationId"]), (.eventType, ["operationName"]), (.httpStatus, ["properties.ScStatus"]),
        ],
        scale: .windows, decoys: ["category"], payload: ["properties.log"],
        samples: [
            FormatSample(
                #"{"time":"2026-01-05T10:00:00Z","resourceId":"/SUBSCRIPTIONS/1/X","category":"AppServiceHTTPLogs","#
                    + #""operationName":"http","level":"Informational","properties":{"message":"ok"}}"#,
                time: "2026-01-05T10:00:00Z", level: .info, message: "ok")
        ]
    ) { $0.has("category", "operationName") && $0.any("resourceId", "ResourceId") }
}
