public import CivicModel

/// Spring Boot 2.0 to 2.2: `details` holds both parts and data.
public enum SpringActuator2: HealthFormat {
    public static let id = "spring-actuator-v2"
    public static let title = "Spring Boot Actuator, 2.0 to 2.2"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"UP","details":{"db":{"status":"UP","details":{"database":"H2"}}}}"#, .pass, components: 1),
            HealthSample(
                #"{"status":"DOWN","details":{"note":"hello","stores":{"status":"DOWN","details":{"a":{"status":"UP"},"b":{"status":"DOWN","details":{"error":"full"}}}}}}"#,
                .fail, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, json["details"]?.isObject == true else { return nil }
        return report(json, word: word, as: self)
    }

    static func report(_ json: JSONTree, word: String, as format: any HealthFormat.Type) -> HealthReport {
        var reader = ComponentReader()
        reader.hasInlineChildren = true
        reader.detailKeys = ["details", "data"]
        let whole = reader.component("", json)
        var report = HealthReport(format, whole?.children ?? [], from: reader)
        report.settle(word: word)
        report.kind = SpringActuator.kind(of: report.components)
        return report
    }
}
