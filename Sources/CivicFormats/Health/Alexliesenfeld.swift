public import CivicModel

/// alexliesenfeld/health (Go): `timestamp` in each check.
public enum Alexliesenfeld: HealthFormat {
    public static let id = "alexliesenfeld"
    public static let title = "health (Go, alexliesenfeld)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"down","details":{"db":{"status":"down","timestamp":"2025-03-01T10:00:00.5Z","error":"no route"},"search":{"status":"up","timestamp":"2025-03-01T10:00:00.5Z"}},"info":{"version":"v1.2"}}"#,
                .fail, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, let details = json["details"],
            details.members.contains(where: { $0.value["timestamp"] != nil && $0.value["status"]?.string != nil })
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, reader.components(details), from: reader)
        report.settle(word: word)
        report.version = json[path: "info", "version"]?.filledText
        return report
    }
}
