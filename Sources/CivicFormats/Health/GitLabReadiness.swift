public import CivicModel

/// GitLab `/-/readiness?all=1`: a list for each check.
public enum GitLabReadiness: HealthFormat {
    public static let id = "gitlab"
    public static let title = "GitLab /-/readiness"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"failed","master_check":[{"status":"ok"}],"db_check":[{"status":"failed","message":"no route","labels":{"shard":"default"}}]}"#,
                .fail, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json else { return nil }
        let lists = json.members.filter { $0.key.hasSuffix("_check") && $0.value.elements.first?["status"]?.string != nil }
        guard !lists.isEmpty else { return nil }
        var reader = ComponentReader()
        var components: [HealthComponent] = []
        for list in lists {
            for entry in list.value.elements {
                if let component = reader.component(list.key, entry) { components.append(component) }
            }
        }
        var report = HealthReport(self, components, from: reader)
        report.settle(word: json["status"]?.string)
        return report
    }
}
