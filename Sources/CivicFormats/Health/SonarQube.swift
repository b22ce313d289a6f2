public import CivicModel

/// SonarQube `/api/system/health`: a colour and its causes.
public enum SonarQube: HealthFormat {
    public static let id = "sonarqube"
    public static let title = "SonarQube /api/system/health"
    public static var samples: [HealthSample] {
        [
            HealthSample(#"{"health":"GREEN","causes":[]}"#, .pass),
            HealthSample(
                #"{"health":"RED","causes":[{"message":"no search"}],"nodes":[{"name":"app-1","health":"RED","causes":[]}]}"#,
                .fail, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["health"]?.string, json["causes"]?.isArray == true else { return nil }
        var reader = ComponentReader()
        reader.statusKeys = ["health"]
        var report = HealthReport(self, reader.components(json["nodes"], nameKeys: ["name"]), from: reader)
        report.settle(word: word)
        return report
    }
}
