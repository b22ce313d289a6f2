public import CivicModel

/// InfluxDB `/health`: the words of health+json, and a list of checks.
public enum InfluxDB: HealthFormat {
    public static let id = "influxdb"
    public static let title = "InfluxDB /health"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"name":"influxdb","message":"ready for queries and writes","status":"pass","checks":[],"version":"2.7.0","commit":"abc1234"}"#,
                .pass),
            HealthSample(
                #"{"name":"influxdb","message":"no queries","status":"fail","checks":[{"name":"query","status":"fail","message":"boot"}],"version":"2.7.0","commit":"abc1234"}"#,
                .fail, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, json["checks"]?.isArray == true,
            json["commit"] != nil || json["message"] != nil
        else { return nil }
        var reader = ComponentReader()
        reader.childKeys = ["checks"]
        var report = HealthReport(self, reader.components(json["checks"], nameKeys: ["name"]), from: reader)
        report.describe(json)
        report.service = json["name"]?.filledText
        report.settle(word: word)
        return report
    }
}
