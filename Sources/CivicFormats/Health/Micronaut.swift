public import CivicModel

/// Micronaut: nested `details`, the name of the application in every node.
public enum Micronaut: HealthFormat {
    public static let id = "micronaut"
    public static let title = "Micronaut /health"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"name":"shop","status":"UP","details":{"jdbc":{"name":"shop","status":"UP","details":{"jdbc:h2:mem:a":{"name":"shop","status":"UP","details":{"database":"H2"}}}},"diskSpace":{"name":"shop","status":"UP","details":{"free":12}}}}"#,
                .pass, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, let name = json["name"]?.string,
            json["details"]?.isObject == true
        else { return nil }
        var report = SpringActuator2.report(json, word: word, as: self)
        report.service = name
        return report
    }
}
