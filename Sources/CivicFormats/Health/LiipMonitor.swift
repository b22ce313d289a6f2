public import CivicModel

/// LiipMonitorBundle (Symfony): `globalStatus` and numbers.
public enum LiipMonitor: HealthFormat {
    public static let id = "liip-monitor"
    public static let title = "LiipMonitorBundle (Symfony)"
    public static let isAlwaysOK = true
    public static let hasNonFatalChecks = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"checks":[{"checkName":"Disk","message":"full","status":3,"status_name":"check_result_critical"},{"checkName":"PHP","status":0,"status_name":"check_result_ok"}],"globalStatus":"KO"}"#,
                .fail, components: 2),
            HealthSample(
                #"{"checks":[{"checkName":"PHP","status":0,"status_name":"check_result_ok"}],"globalStatus":"OK"}"#, .pass,
                components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["globalStatus"]?.string else { return nil }
        var reader = ComponentReader()
        reader.durationUnit = 1e9
        var components = reader.components(json["checks"], nameKeys: ["checkName", "serviceId", "service_id"])
        for index in components.indices {
            switch components[index].rawStatus {
            case "0": components[index].status = .pass
            case "1": components[index].status = .warn
            case "3": components[index].status = .fail
            default: components[index].status = .unknown
            }
        }
        var report = HealthReport(self, components, from: reader)
        report.settle(word: word)
        return report
    }
}
