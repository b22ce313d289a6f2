public import CivicModel

/// Grafana `/api/health`.
public enum Grafana: HealthFormat {
    public static let id = "grafana"
    public static let title = "Grafana /api/health"
    public static var samples: [HealthSample] {
        [HealthSample(#"{"commit":"abc1234","database":"ok","version":"11.0.0"}"#, .pass, components: 1)]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let database = json["database"]?.string, json["status"] == nil, json["health"] == nil,
            json["version"] != nil || json["commit"] != nil
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(
            self, [reader.component("database", .string(database))].compactMap { $0 }, from: reader)
        report.describe(json)
        report.settle(word: nil)
        return report
    }
}
