public import CivicModel

/// The SE4 convention: `/service/healthcheck` with its tests.
public enum SE4: HealthFormat {
    public static let id = "se4"
    public static let title = "SE4 /service/healthcheck"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"report_as_of":"2025-03-01T10:00:10.000Z","report_duration":"0 seconds","tests":[{"test_name":"db","test_result":"passed","duration_millis":1.5,"tested_at":"2025-03-01T10:00:00.000Z"},{"test_name":"mail","test_result":"running"}]}"#,
                .pass, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let asOf = json["report_as_of"], let tests = json["tests"], tests.isArray else {
            return nil
        }
        var reader = ComponentReader()
        reader.statusKeys = ["test_result"]
        var components = reader.components(tests, nameKeys: ["test_name"])
        // A test that runs has not said anything yet.
        for index in components.indices where components[index].rawStatus?.lowercased() == "running" {
            components[index].status = .unknown
        }
        var report = HealthReport(self, components, from: reader)
        report.reportTime = HealthTime.instant(asOf, bad: &report.badTimes)
        report.settle(word: nil)
        return report
    }
}
