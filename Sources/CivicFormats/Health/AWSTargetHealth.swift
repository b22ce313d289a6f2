public import CivicModel

/// What AWS says of the targets of a load balancer: `describe-target-health`, `describe-instance-health`.
public enum AWSTargetHealth: HealthFormat {
    public static let id = "aws-elb"
    public static let title = "AWS load balancers: describe-target-health, describe-instance-health"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"TargetHealthDescriptions":[{"HealthCheckPort":"80","Target":{"Id":"i-1","Port":80},"TargetHealth":{"State":"healthy"}},{"Target":{"Id":"i-2","Port":80},"TargetHealth":{"State":"unhealthy","Reason":"Target.Timeout","Description":"Request timed out"}}]}"#,
                .warn, components: 2),
            HealthSample(
                #"{"TargetHealthDescriptions":[{"Target":{"Id":"i-1",},"TargetHealth":{"State":"initial","Reason":"Elb.RegistrationInProgress"}}]}"#,
                .unknown, components: 1),
            HealthSample(
                #"{"InstanceStates":[{"InstanceId":"i-1","ReasonCode":"N/A","State":"InService","Description":"N/A"}]}"#, .pass,
                components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json else { return nil }
        var report = HealthReport(format: id)
        if let targets = json["TargetHealthDescriptions"] {
            for entry in targets.elements.prefix(ComponentReader.componentLimit) {
                var name = entry[path: "Target", "Id"]?.text ?? ""
                if let port = entry[path: "Target", "Port"]?.text { name += ":\(port)" }
                report.components.append(component(name, entry["TargetHealth"], reasonKey: "Reason"))
            }
        } else if let states = json["InstanceStates"] {
            for entry in states.elements.prefix(ComponentReader.componentLimit) {
                report.components.append(component(entry["InstanceId"]?.text ?? "", entry, reasonKey: "ReasonCode"))
            }
        } else {
            return nil
        }
        let raw = Set(report.components.compactMap { $0.rawStatus?.lowercased() })
        if raw == ["initial"] { report.lifecycle = .starting }
        if raw == ["draining"] { report.lifecycle = .draining }
        report.kind = .ready
        report.settle(word: nil, isFleet: true)
        return report
    }

    private static func component(_ name: String, _ value: JSONTree?, reasonKey: String) -> HealthComponent {
        let word = value?["State"]?.text ?? ""
        var component = HealthComponent(
            name: ComponentReader.short(name), status: .unknown, rawStatus: ComponentReader.short(word))
        switch word.lowercased() {
        case "healthy", "inservice": component.status = .pass
        case "unhealthy", "outofservice": component.status = .fail
        // `unavailable` says that nobody asks; the others that it is too early or too late to.
        default: component.status = .unknown
        }
        let reason = [value?[reasonKey]?.filledText, value?["Description"]?.filledText].compactMap { $0 }.filter { $0 != "N/A" }
        if !reason.isEmpty { component.message = ComponentReader.short(reason.joined(separator: ": ")) }
        return component
    }
}
