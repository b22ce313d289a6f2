public import CivicModel

/// RabbitMQ `/api/health/checks/…`.
public enum RabbitMQ: HealthFormat {
    public static let id = "rabbitmq"
    public static let title = "RabbitMQ /api/health/checks"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"failed","reason":"resource alarm(s) in effect:[memory]","alarms":[{"node":"rabbit@a","resource":"memory"}]}"#,
                .fail)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, word == "ok" || word == "failed",
            ["reason", "alarms", "missing", "ports", "port", "protocols", "protocol"].contains(where: { json[$0] != nil })
        else { return nil }
        let isOwn = json.members.allSatisfy {
            ["status", "reason", "alarms", "missing", "ports", "port", "protocols", "protocol", "queues"].contains($0.key)
        }
        guard isOwn else { return nil }
        var report = HealthReport(format: id)
        report.settle(word: word)
        return report
    }
}
