import CivicModel

extension Dialects {
    static let powertools = Dialect(
        "powertools", "Powertools for AWS Lambda",
        roles: [
            (.time, ["timestamp"]), (.level, ["level"]), (.message, ["message"]), (.service, ["service"]),
            (.instance, ["function_name"]), (.request, ["function_request_id"]),
            (.trace, ["xray_trace_id", "correlation_id"]), (.errorType, ["exception_name"]), (.errorStack, ["exception"]),
        ],
        samples: [
            FormatSample(
                #"{"level":"INFO","location":"handler:12","message":"charged","timestamp":"2026-01-05 10:00:00,494+0000","#
                    + #""service":"payments","cold_start":true,"function_name":"pay","function_request_id":"52fd","#
                    + #""xray_trace_id":"1-5759e988-bd862e3fe1be46a994272793"}"#,
                time: "2026-01-05T10:00:00.494Z", level: .info, message: "charged")
        ]
    ) { $0.any("cold_start", "function_request_id") && $0.has("level", "location") }
}
