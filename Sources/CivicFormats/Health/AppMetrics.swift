public import CivicModel

/// App.Metrics.Health (.NET): checks in buckets by their state.
public enum AppMetrics: HealthFormat {
    public static let id = "appmetrics"
    public static let title = "App.Metrics health (.NET)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"degraded":{"queue":"long"},"healthy":{"db":"fine","cache":"fine"},"status":"Degraded"}"#, .warn,
                components: 3),
            HealthSample(#"{"status":"Unhealthy","unhealthy":{"db":"no route"}}"#, .fail, components: 1),
        ]
    }

    private static let buckets: [(key: String, status: HealthStatus)] = [
        ("healthy", .pass), ("degraded", .warn), ("unhealthy", .fail), ("ignored", .unknown),
    ]

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string,
            buckets.contains(where: { json[$0.key]?.isObject == true })
        else { return nil }
        var report = HealthReport(format: id)
        for (key, status) in buckets {
            for member in json[key]?.members ?? [] where report.components.count < ComponentReader.componentLimit {
                var component = HealthComponent(name: ComponentReader.short(member.key), status: status, rawStatus: key)
                component.message = ComponentReader.message(member.value).map { ComponentReader.short($0) }
                report.components.append(component)
            }
        }
        report.settle(word: word)
        return report
    }
}
