public import CivicModel

/// MicroProfile Health 2 and later: Quarkus, Open Liberty, WildFly, Helidon, Keycloak.
public enum MicroProfile: HealthFormat {
    public static let id = "microprofile"
    public static let title = "MicroProfile Health"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"DOWN","checks":[{"name":"db","status":"DOWN","data":{"rootCause":"timeout"}},{"name":"cache","status":"UP","data":{"hits":12}}]}"#,
                .fail, components: 2),
            HealthSample(#"{"status":"UP","checks":[]}"#, .pass), HealthSample(#"{"status":"DOWN","checks":[]}"#, .fail),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, let checks = json["checks"], checks.isArray else {
            return nil
        }
        var reader = ComponentReader()
        var report = HealthReport(
            self, reader.components(checks, nameKeys: ["name", "id", "key", "component", "check"]), from: reader)
        report.settle(word: word)
        // Procedures that are expected and not installed yet.
        if checks.elements.isEmpty, report.overall == .fail { report.lifecycle = .starting }
        report.describe(json)
        return report
    }
}
