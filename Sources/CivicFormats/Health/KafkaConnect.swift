public import CivicModel

/// Kafka Connect: the state of a connector and its tasks, or of one task.
public enum KafkaConnect: HealthFormat {
    public static let id = "kafka-connect"
    public static let title = "Kafka Connect /connectors/…/status"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"name":"orders-sink","connector":{"state":"RUNNING","worker_id":"w1:8083"},"tasks":[{"id":0,"state":"RUNNING","worker_id":"w1:8083"},{"id":1,"state":"FAILED","worker_id":"w2:8083","trace":"java.io.IOException: no route"}],"type":"sink"}"#,
                .fail, components: 3),
            HealthSample(#"{"id":0,"state":"RUNNING","worker_id":"w1:8083"}"#, .pass),
            HealthSample(
                #"{"name":"x","connector":{"state":"PAUSED","worker_id":"w1:8083"},"tasks":[]}"#, .warn, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json else { return nil }
        var report = HealthReport(format: id)
        if let connector = json["connector"], connector["state"]?.string != nil, let tasks = json["tasks"] {
            report.components.append(part("connector", connector))
            for task in tasks.elements.prefix(ComponentReader.componentLimit) {
                report.components.append(part("task \(task["id"]?.text ?? "")", task))
            }
            report.service = json["name"]?.filledText
            report.settle(word: nil)
            return report
        }
        guard json["worker_id"] != nil, let word = json["state"]?.string else { return nil }
        report.settle(word: word, status: status(word))
        return report
    }

    private static func part(_ name: String, _ value: JSONTree) -> HealthComponent {
        let word = value["state"]?.text ?? ""
        var component = HealthComponent(
            name: ComponentReader.short(name), status: status(word), rawStatus: ComponentReader.short(word))
        component.message = value["trace"]?.filledText.map { ComponentReader.short($0) }
        if let worker = value["worker_id"]?.filledText { component.details.append(.init(path: "worker_id", value: worker)) }
        return component
    }

    /// A connector that somebody stopped is nobody's failure; one that is between workers has no state yet.
    private static func status(_ word: String) -> HealthStatus {
        switch word.uppercased() {
        case "STOPPED", "UNASSIGNED", "RESTARTING": .unknown
        default: HealthStatus(word: word) ?? .unknown
        }
    }
}
