import CivicModel

extension Dialects {
    static let appleUnified = Dialect(
        "apple-unified", "Apple unified logging, ndjson",
        roles: [
            (.time, ["timestamp"]), (.level, ["messageType"]), (.message, ["eventMessage"]),
            (.service, ["subsystem", "processImagePath"]), (.instance, ["processID"]), (.logger, ["category"]),
            (.thread, ["threadID"]),
        ],
        // A message template's id, and the kind of entry.
        decoys: ["traceID", "eventType"],
        samples: [
            FormatSample(
                #"{"timestamp":"2026-01-05 10:00:00.123456-0700","messageType":"Fault","eventMessage":"gave up","#
                    + #""subsystem":"com.example.app","category":"net","processID":7,"traceID":1}"#,
                time: "2026-01-05T17:00:00.123456Z", level: .fatal, message: "gave up")
        ]
    ) { $0.has("eventMessage", "messageType") }
}
