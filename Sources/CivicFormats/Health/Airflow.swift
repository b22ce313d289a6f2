public import CivicModel

/// Airflow `/health`: a map of its processes; one that is not deployed says null.
public enum Airflow: HealthFormat {
    public static let id = "airflow"
    public static let title = "Apache Airflow /health"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"metadatabase":{"status":"healthy"},"scheduler":{"status":"unhealthy","latest_scheduler_heartbeat":"2025-03-01T10:00:00.000000+00:00"},"triggerer":{"status":null,"latest_triggerer_heartbeat":null}}"#,
                .fail, components: 3)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, json["metadatabase"]?.isObject == true else { return nil }
        var reader = ComponentReader()
        reader.timeKeys = json.members.map { "latest_\($0.key)_heartbeat" }
        var report = HealthReport(self, reader.components(json), from: reader)
        report.settle(word: nil)
        return report
    }
}
