public import CivicModel

/// InVision's go-health: `check_time`; a check that is not fatal may fail under `ok`.
public enum InVision: HealthFormat {
    public static let id = "invision"
    public static let title = "go-health (InVision)"
    public static let hasNonFatalChecks = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"details":{"mail":{"name":"mail","status":"failed","error":"no route","check_time":"2025-03-01T10:00:00.5+01:00"},"db":{"name":"db","status":"ok","check_time":"2025-03-01T10:00:00.5+01:00"}},"status":"ok"}"#,
                .pass, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string, let details = json["details"],
            details.members.contains(where: { $0.value["check_time"] != nil })
        else { return nil }
        var reader = ComponentReader()
        var components = reader.components(details)
        for (index, member) in zip(components.indices, details.members) {
            if let fatal = member.value["fatal"]?.truth { components[index].isCritical = fatal }
        }
        var report = HealthReport(self, components, from: reader)
        report.settle(word: word)
        return report
    }
}
