public import CivicModel

/// The Financial Times' standard: `/__health`, checks with severity and what a failure means for the business.
public enum FTHealth: HealthFormat {
    public static let id = "fthealth"
    public static let title = "FT health (/__health)"
    public static let isAlwaysOK = true
    public static let hasNonFatalChecks = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"schemaVersion":1,"systemCode":"shop","checks":[{"id":"db","name":"db is there","ok":false,"severity":2,"businessImpact":"no orders","checkOutput":"timeout","lastUpdated":"2025-03-01T10:00:00Z"}],"ok":false}"#,
                .fail, components: 1),
            HealthSample(
                #"{"schemaVersion":1,"name":"shop","checks":[{"name":"mail","ok":false,"severity":3,"lastUpdated":"2025-03-01T10:00:00Z"}]}"#,
                .warn, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let checks = json["checks"], checks.isArray else { return nil }
        let isOwn = ["severity", "panicGuide", "businessImpact", "technicalSummary"].contains {
            checks.elements.first?[$0] != nil
        }
        guard json["schemaVersion"] != nil || isOwn && checks.elements.first?["ok"] != nil else { return nil }
        var reader = ComponentReader()
        reader.statusKeys = ["ok"]
        reader.messageKeys = ["checkOutput"]
        var components = reader.components(checks, nameKeys: ["name", "id"])
        for (index, check) in zip(components.indices, checks.elements) where check["severity"]?.integer == 3 {
            components[index].isCritical = false
        }
        var report = HealthReport(self, components, from: reader)
        report.service = json["systemCode"]?.filledText ?? json["name"]?.filledText
        report.settle(word: json["ok"]?.truth.map { $0 ? "true" : "false" })
        return report
    }
}
