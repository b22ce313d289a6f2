public import CivicModel

/// Nomad `/v1/agent/health`.
public enum Nomad: HealthFormat {
    public static let id = "nomad"
    public static let title = "HashiCorp Nomad /v1/agent/health"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"client":{"ok":true,"message":"ok"},"server":{"ok":false,"message":"no leader"}}"#, .fail, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, !json.members.isEmpty, json.members.allSatisfy({ $0.value["ok"]?.truth != nil }) else {
            return nil
        }
        var reader = ComponentReader()
        reader.statusKeys = ["ok"]
        var report = HealthReport(self, reader.components(json), from: reader)
        report.settle(word: nil)
        return report
    }
}
