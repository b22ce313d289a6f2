public import CivicModel

/// govuk_app_config (Rails): `ok`, `warning`, `critical`, for the whole and each check.
public enum GovUK: HealthFormat {
    public static let id = "govuk"
    public static let title = "GOV.UK /healthcheck/ready"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"critical","checks":{"database":{"status":"critical","message":"no route"},"redis":{"status":"ok"}}}"#,
                .fail, components: 2),
            HealthSample(
                #"{"status":"warning","checks":{"queue":{"status":"warning","message":"long"}}}"#, .warn, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        let words: Set<String> = ["ok", "warning", "critical"]
        guard let json = document.json, let word = json["status"]?.string, words.contains(word), let checks = json["checks"],
            !checks.members.isEmpty, checks.members.allSatisfy({ words.contains($0.value["status"]?.string ?? "") })
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, reader.components(checks), from: reader)
        report.settle(word: word)
        return report
    }
}
