public import CivicModel

/// Harbor `/api/v2.0/health`: components in a list.
public enum Harbor: HealthFormat {
    public static let id = "harbor"
    public static let title = "Harbor /api/v2.0/health"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"unhealthy","components":[{"name":"core","status":"healthy"},{"name":"redis","status":"unhealthy","error":"timeout"}]}"#,
                .fail, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let components = json["components"], components.isArray,
            json["status"]?.string != nil || components.elements.first?["status"]?.string != nil
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, reader.components(components, nameKeys: ["name", "id"]), from: reader)
        report.describe(json)
        report.settle(word: json["status"]?.string)
        return report
    }
}
