public import CivicModel

/// Elasticsearch and OpenSearch: `_cluster/health`, `_health_report`, `_cat/health` in JSON.
public enum ElasticsearchHealth: HealthFormat {
    public static let id = "elasticsearch"
    public static let title = "Elasticsearch and OpenSearch: _cluster/health, _health_report"
    public static let isAlwaysOK = true
    public static let hasNonFatalChecks = true
    public static var samples: [HealthSample] {
        [
            HealthSample(#"{"cluster_name":"logs","status":"yellow","timed_out":false,"number_of_nodes":1}"#, .warn),
            HealthSample(
                #"{"cluster_name":"logs","status":"red","timed_out":false,"indices":{"a":{"status":"green"},"b":{"status":"red"}}}"#,
                .fail, components: 2),
            HealthSample(
                #"{"status":"green","cluster_name":"logs","indicators":{"disk":{"status":"green","symptom":"enough"},"ilm":{"status":"yellow","symptom":"stopped"}}}"#,
                .pass, components: 2),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let root = document.json else { return nil }
        // `_cat/health` answers with a list of one cluster.
        let json = root.elements.first.map { $0["cluster"] != nil && $0["node.total"] != nil ? $0 : root } ?? root
        guard json["cluster_name"]?.string != nil || json["indicators"]?.isObject == true || json["node.total"] != nil,
            let word = json["status"]?.string
        else { return nil }
        var reader = ComponentReader()
        reader.messageKeys = ["symptom", "description"]
        var report = HealthReport(self, reader.components(json["indicators"] ?? json["indices"]), from: reader)
        report.settle(word: word)
        report.instance = json["cluster_name"]?.filledText
        return report
    }
}
