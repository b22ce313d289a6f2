import CivicModel

extension Dialects {
    static let otlpJSON = Dialect(
        "otlp-json", "OpenTelemetry OTLP/JSON log records",
        roles: [
            (.time, ["timeUnixNano", "time_unix_nano", "observedTimeUnixNano"]),
            (.level, ["severityNumber", "severity_number", "severityText"]),
            (.message, ["body.stringValue", "body.string_value", "body", "body.message", "body.msg"]),
            (.trace, ["traceId", "trace_id"]), (.span, ["spanId", "span_id"]), (.eventType, ["eventName"]),
            (.logger, ["scope.name"]),
        ],
        scale: .openTelemetry, payload: ["body.stringValue"],
        samples: [
            FormatSample(
                #"{"timeUnixNano":"1700000000000000000","severityNumber":17,"severityText":"ERROR","body":{"stringValue":"#
                    + #""payment refused"},"traceId":"5b8aa5a2d2c872e8321cf37308d69df2","spanId":"051581bf3cb55c13"}"#,
                time: "2023-11-14T22:13:20.000000000Z", level: .error, message: "payment refused")
        ]
    ) { keys in
        keys.any("resourceLogs", "resource_logs")
            || keys.any("timeUnixNano", "observedTimeUnixNano")
                && (keys.any(under: "body") || keys.any("body", "severityNumber"))
    }
}
