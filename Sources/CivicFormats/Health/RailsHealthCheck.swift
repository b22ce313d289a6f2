public import CivicModel

/// The `health_check` gem of Rails, which GitLab answers with, too.
public enum RailsHealthCheck: HealthFormat {
    public static let id = "rails-health-check"
    public static let title = "health_check (Rails): text, JSON, XML"
    public static var samples: [HealthSample] {
        [
            HealthSample("success", .pass), HealthSample("health_check failed: database is not migrated", .fail),
            HealthSample(#"{"healthy":true,"message":"success"}"#, .pass),
            HealthSample(#"{"healthy":false,"message":"health_check failed: no cache"}"#, .fail),
            HealthSample(
                "<?xml version=\"1.0\"?>\n<hash>\n  <healthy type=\"boolean\">true</healthy>\n  <message>success</message>\n</hash>",
                .pass),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        var report = HealthReport(format: id)
        if document.text == "success" {
            report.settle(word: "success")
            return report
        }
        if document.text.hasPrefix("health_check failed: ") {
            report.settle(word: "health_check failed", status: .fail)
            return report
        }
        guard let json = document.json ?? document.xml, let healthy = json["healthy"]?.truth, json["message"]?.string != nil,
            json.members.count == 2 || document.xml != nil
        else { return nil }
        report.settle(word: healthy ? "true" : "false")
        return report
    }
}
