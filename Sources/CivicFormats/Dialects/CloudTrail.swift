import CivicModel

extension Dialects {
    static let cloudTrail = Dialect(
        "cloudtrail", "CloudTrail",
        roles: [
            (.time, ["eventTime"]), (.service, ["eventSource"]), (.event, ["eventID"]), (.request, ["requestID"]),
            (.eventType, ["eventName"]), (.errorCode, ["errorCode"]), (.errorMessage, ["errorMessage"]),
        ],
        decoys: ["eventVersion", "eventType", "sharedEventID"],
        samples: [
            FormatSample(
                #"{"eventVersion":"1.08","eventTime":"2026-01-05T10:00:00Z","eventSource":"s3.amazonaws.com","#
                    + #""eventName":"PutObject","#
                    + #""eventID":"1f","requestID":"2c"}"#,
                time: "2026-01-05T10:00:00Z", level: .none, message: nil)
        ]
    ) { $0.has("eventVersion", "eventSource") }
}
