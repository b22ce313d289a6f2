public import CivicModel

/// One object with a word for the whole and nothing that another format knows: Ory, Apollo, RabbitMQ's checks, and the
/// handlers that people write themselves.
public enum StatusOnly: HealthFormat {
    public static let id = "status-only"
    public static let title = "one word for the whole in an object"
    public static let isDistinctive = false
    public static var samples: [HealthSample] {
        [
            HealthSample(#"{"status":"ok"}"#, .pass),
            HealthSample(#"{"status":"UP"}"#, .pass),
            HealthSample(#"{"healthy":false,"leader":null}"#, .fail),
            HealthSample(#"{"state":"degraded","since":"2025-03-01T10:00:00Z"}"#, .warn),
        ]
    }

    static let keys = ["status", "health", "state", "ok", "healthy", "success"]

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, json.isObject else { return nil }
        guard let word = keys.lazy.compactMap({ Self.word(json[$0]) }).first else { return nil }
        var report = HealthReport(format: id)
        report.settle(word: word)
        report.describe(json)
        return report
    }

    /// A word or a truth value; a number above 1 is an HTTP status or anything else, and no word.
    static func word(_ value: JSONTree?) -> String? {
        guard let value, let text = value.filledText else { return nil }
        if case .number = value, text != "0", text != "1" { return nil }
        return ComponentReader.short(text)
    }
}
