public import CivicModel

/// etherlabsio/healthcheck (Go): the phrase of the HTTP status, and a map of errors.
public enum Etherlabs: HealthFormat {
    public static let id = "etherlabs"
    public static let title = "healthcheck (Go, etherlabs)"
    public static var samples: [HealthSample] {
        [
            // Ory's /health/ready says no more than the errors.
            HealthSample(#"{"errors":{"database":"no route"}}"#, .fail, components: 1),
            HealthSample(
                #"{"status":"Service Unavailable","errors":{"database":"dial tcp: connection refused","heartbeat":"not found"}}"#,
                .fail, components: 2),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let errors = json["errors"], errors.isObject,
            errors.members.allSatisfy({ $0.value.string != nil }),
            json["status"]?.string != nil || json.members.count == 1 && !errors.members.isEmpty
        else { return nil }
        var report = HealthReport(format: id)
        for member in errors.members.prefix(ComponentReader.componentLimit) {
            var component = HealthComponent(name: ComponentReader.short(member.key), status: .fail)
            component.message = member.value.string.map { ComponentReader.short($0) }
            report.components.append(component)
        }
        report.settle(word: json["status"]?.string)
        return report
    }
}
