import CivicModel

extension Dialects {
    static let cloudEvents = Dialect(
        "cloudevents", "CloudEvents",
        roles: [
            (.time, ["time"]), (.level, ["severitytext", "severitynumber", "invloglevel"]),
            (.message, ["data.message", "data.msg", "data.event"]), (.service, ["source"]), (.event, ["id"]),
            (.eventType, ["type"]), (.cause, ["causationid"]), (.trace, ["traceparent", "correlationid"]),
        ],
        scale: .openTelemetry, decoys: ["specversion", "subject", "data.id"],
        samples: [
            FormatSample(
                #"{"specversion":"1.0","id":"7f3c","source":"/shop/orders","type":"com.example.order.placed.v1","#
                    + #""time":"2026-01-05T10:00:00Z","correlationid":"c-1","data":{"total":3}}"#,
                time: "2026-01-05T10:00:00Z", level: .none, message: nil)
        ]
    ) { $0.has("specversion", "id", "source") }
}
