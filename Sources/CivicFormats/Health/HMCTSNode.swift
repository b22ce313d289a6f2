public import CivicModel

/// hmcts/nodejs-healthcheck: flat as Spring Boot 1, and `buildInfo`.
public enum HMCTSNode: HealthFormat {
    public static let id = "hmcts-node"
    public static let title = "nodejs-healthcheck (HMCTS)"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"DOWN","db":{"status":"DOWN"},"mail":{"status":"UP"},"buildInfo":{"environment":"test","project":"shop","name":"api","version":"1.4.3","commit":"abc1234","date":"Jan 1 1970"}}"#,
                .fail, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, json["status"]?.string != nil, let build = json["buildInfo"], build.isObject else {
            return nil
        }
        guard var report = SpringBoot1.report(json, as: self) else { return nil }
        report.version = build["version"]?.filledText
        report.build = build["commit"]?.filledText
        report.service = build["name"]?.filledText
        return report
    }
}
