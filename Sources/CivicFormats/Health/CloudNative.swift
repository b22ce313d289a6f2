public import CivicModel

/// CloudNativeJS and its relatives for other languages: `state` in each check, words of a life cycle for the whole.
public enum CloudNative: HealthFormat {
    public static let id = "cloudnative"
    public static let title = "CloudNativeJS cloud-health"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"DOWN","checks":[{"name":"db","state":"DOWN","data":{"reason":"no route"}}]}"#, .fail, components: 1
            ),
            HealthSample(#"{"status":"STARTING","checks":[{"name":"warm-up","state":"STARTING"}]}"#, .unknown, components: 1),
            HealthSample(#"{"status":"STOPPED","checks":[{"name":"db","state":"STOPPED"}]}"#, .fail, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, let checks = json["checks"], checks.isArray,
            let first = checks.elements.first, first["state"] != nil, first["status"] == nil
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, reader.components(checks, nameKeys: ["name"]), from: reader)
        report.settle(word: word)
        return report
    }
}
