public import CivicModel

/// hellofresh/health-go: only what failed is listed.
public enum HelloFresh: HealthFormat {
    public static let id = "hellofresh"
    public static let title = "health-go (HelloFresh)"
    public static let hasNonFatalChecks = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"Partially Available","timestamp":"2025-03-01T10:00:00Z","failures":{"cache":"refused"},"system":{"version":"go1.22","goroutines_count":4},"component":{"name":"shop","version":"v2"}}"#,
                .warn, components: 1),
            HealthSample(
                #"{"status":"OK","timestamp":"2025-03-01T10:00:00+033:00","system":{"version":"go1.22","goroutines_count":4},"component":{"name":"shop","version":"v2"}}"#,
                .pass),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string,
            json["system"]?["goroutines_count"] != nil
                || json["system"]?.isObject == true && json["component"]?.isObject == true
                || json["failures"]?.isObject == true
        else { return nil }
        var report = HealthReport(format: id)
        for member in (json["failures"]?.members ?? []).prefix(ComponentReader.componentLimit) {
            var component = HealthComponent(name: ComponentReader.short(member.key), status: .fail)
            component.message = ComponentReader.message(member.value).map { ComponentReader.short($0) }
            report.components.append(component)
        }
        report.describe(json)
        report.settle(word: word)
        report.service = json[path: "component", "name"]?.filledText
        report.version = json[path: "component", "version"]?.filledText
        return report
    }
}
