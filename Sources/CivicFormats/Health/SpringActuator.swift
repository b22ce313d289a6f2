public import CivicModel

/// Spring Boot from 2.3 on: `components`, nested.
public enum SpringActuator: HealthFormat {
    public static let id = "spring-actuator"
    public static let title = "Spring Boot Actuator, 2.3 and later"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"DOWN","components":{"db":{"status":"DOWN","details":{"error":"timeout"}},"ping":{"status":"UP"}},"groups":["liveness","readiness"]}"#,
                .fail, components: 2),
            HealthSample(
                #"{"status":"OUT_OF_SERVICE","components":{"readinessState":{"status":"OUT_OF_SERVICE"}}}"#, .fail,
                components: 1),
            HealthSample(
                #"{"status":"UP","components":{"discovery":{"status":"UNKNOWN","components":{"client":{"status":"UNKNOWN"}}}}}"#,
                .pass, components: 1),
            HealthSample(#"{"status":"UNKNOWN","components":{"queue":{"status":"UNKNOWN"}}}"#, .unknown, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, json.isObject else { return nil }
        let parts = json["components"]
        guard parts?.isObject == true, json["status"]?.string != nil || json["groups"] != nil || isTree(parts)
        else {
            // A body without details is Spring's when its answer says so.
            guard document.hint == .springActuator, json["status"]?.string != nil, json["details"] == nil, parts == nil,
                json.members.allSatisfy({ $0.key == "status" || $0.key == "groups" })
            else { return nil }
            var report = HealthReport(format: id)
            report.settle(word: json["status"]?.text)
            return report
        }
        var reader = ComponentReader()
        reader.childKeys = ["components"]
        var report = HealthReport(self, reader.components(parts), from: reader)
        report.settle(word: json["status"]?.text)
        report.kind = kind(of: report.components)
        return report
    }

    private static func isTree(_ parts: JSONTree?) -> Bool {
        guard let members = parts?.members, !members.isEmpty else { return false }
        return members.allSatisfy { $0.value["status"]?.string != nil }
    }

    /// `livenessState` or `readinessState` as the only component tells the group that was asked.
    static func kind(of components: [HealthComponent]) -> HealthKind? {
        guard components.count == 1 else { return nil }
        switch components[0].name {
        case "livenessState": return .live
        case "readinessState": return .ready
        default: return nil
        }
    }
}
