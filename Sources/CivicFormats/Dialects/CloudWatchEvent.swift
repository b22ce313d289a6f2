import CivicModel

extension Dialects {
    /// One event of a subscription, or of the answer to a search.
    static let cloudWatchEvent = Dialect(
        "cloudwatch-event", "CloudWatch log event",
        roles: [(.time, ["timestamp"]), (.message, ["message"]), (.instance, ["logStreamName"])],
        decoys: ["id", "eventId", "ingestionTime"], payload: ["message"],
        samples: [
            FormatSample(
                #"{"id":"3195310660696698337880902507980421114328961542429","timestamp":1767607200123,"message":"ready"}"#,
                time: "2026-01-05T10:00:00.123Z", level: .none, message: "ready")
        ]
    ) { keys in
        let own: Set<String> = ["id", "timestamp", "message", "logStreamName", "ingestionTime", "eventId"]
        return keys.isWhole("timestamp") && keys.has("message") && keys.any("id", "eventId", "ingestionTime")
            && keys.paths.allSatisfy { own.contains($0) || $0.hasPrefix("extractedFields.") }
    }
}
