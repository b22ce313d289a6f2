public import CivicModel

/// NHS API management `/_status`: entries with the HTTP status that each check got.
public enum NHSStatus: HealthFormat {
    public static let id = "nhs-status"
    public static let title = "NHS /_status"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"fail","version":"v2","revision":"7","releaseId":"","commitId":"abc1234","checks":{"healthcheck:status":[{"status":"fail","timeout":"false","responseCode":503,"outcome":"<h1>no</h1>","links":{"self":"https://shop.example/_status"}}]}}"#,
                .fail, components: 1)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, let checks = json["checks"], checks.isObject,
            let first = checks.members.first?.value.elements.first ?? checks.members.first?.value, first["responseCode"] != nil
        else { return nil }
        var reader = ComponentReader()
        reader.messageKeys = ["outcome", "output"]
        var components: [HealthComponent] = []
        for member in checks.members {
            for entry in member.value.isArray ? member.value.elements : [member.value] {
                if let component = reader.component(member.key, entry) { components.append(component) }
            }
        }
        var report = HealthReport(self, components, from: reader)
        report.settle(word: word)
        report.describe(json)
        return report
    }
}
