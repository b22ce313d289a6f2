public import CivicModel

/// AWS Cloud Map's `get-instances-health-status`: a map of instances.
public enum AWSCloudMap: HealthFormat {
    public static let id = "aws-cloudmap"
    public static let title = "AWS Cloud Map: get-instances-health-status"
    public static var samples: [HealthSample] {
        [HealthSample(#"{"Status":{"i-1":"HEALTHY","i-2":"UNHEALTHY"}}"#, .warn, components: 2)]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let status = document.json?["Status"], !status.members.isEmpty,
            status.members.allSatisfy({ ["HEALTHY", "UNHEALTHY", "UNKNOWN"].contains($0.value.string ?? "") })
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, reader.components(status), from: reader)
        report.kind = .ready
        report.settle(word: nil, isFleet: true)
        return report
    }
}
