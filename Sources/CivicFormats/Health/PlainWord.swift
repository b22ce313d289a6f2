public import CivicModel

/// A bare word: `ok`, `UP`, `true`.
public enum PlainWord: HealthFormat {
    public static let id = "plain-word"
    public static let title = "a bare word"
    public static let isDistinctive = false
    public static var samples: [HealthSample] {
        [
            HealthSample("ok\n", .pass), HealthSample("OK", .pass), HealthSample("\"OK\"", .pass),
            HealthSample("degraded", .warn),
            HealthSample("unavailable", .fail), HealthSample("true", .pass),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        let word: String
        if let json = document.json {
            guard let text = StatusOnly.word(json) else { return nil }
            word = text
        } else {
            guard document.lines.count == 1 else { return nil }
            word = document.text
        }
        guard word.utf8.count <= 64, let status = HealthStatus(word: word) else { return nil }
        var report = HealthReport(format: id)
        report.settle(word: word, status: status)
        return report
    }
}
