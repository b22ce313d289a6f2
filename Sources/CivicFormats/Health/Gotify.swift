public import CivicModel

/// Gotify and others: `health` for the whole, and a word for each part.
public enum Gotify: HealthFormat {
    public static let id = "gotify"
    public static let title = "Gotify /health (a word a part)"
    public static var samples: [HealthSample] {
        [HealthSample(#"{"health":"green","database":"green"}"#, .pass, components: 1)]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["health"]?.string, json["status"] == nil, json.members.count > 1,
            json.members.allSatisfy({ member in
                // Its database may be `orange`, which is nobody else's word.
                member.value.string.map { HealthStatus(word: $0) != nil || ["health", "database"].contains(member.key) }
                    ?? false
            })
        else { return nil }
        var reader = ComponentReader()
        let parts = json.members.filter { $0.key != "health" }
        var report = HealthReport(self, parts.compactMap { reader.component($0.key, $0.value) }, from: reader)
        report.settle(word: word)
        return report
    }
}
