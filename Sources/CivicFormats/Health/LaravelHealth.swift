public import CivicModel

/// spatie/laravel-health: `checkResults`.
public enum LaravelHealth: HealthFormat {
    public static let id = "laravel-health"
    public static let title = "Laravel Health (Spatie)"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"finishedAt":1740823200,"checkResults":[{"name":"Disk","label":"Disk","status":"ok","meta":{"used":12}},{"name":"Cache","status":"crashed","notificationMessage":"boom"}]}"#,
                .fail, components: 2),
            HealthSample(
                #"{"finishedAt":"2025-03-01 10:00:00","checkResults":[{"name":"Disk","status":"warning"}]}"#, .warn,
                components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let results = json["checkResults"], results.isArray else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, reader.components(results, nameKeys: ["name", "label"]), from: reader)
        report.describe(json)
        report.settle(word: nil)
        return report
    }
}
