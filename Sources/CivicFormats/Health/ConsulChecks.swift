public import CivicModel

/// Consul's checks: a list (`/v1/health/node`, `/checks`, `/state`) or a map (`/v1/agent/checks`).
public enum ConsulChecks: HealthFormat {
    public static let id = "consul"
    public static let title = "Consul checks (/v1/health/…, /v1/agent/checks)"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"[{"Node":"n1","CheckID":"serfHealth","Name":"Serf Health Status","Status":"passing","Output":""},{"Node":"n1","CheckID":"service:db","Name":"db","Status":"warning","Output":"slow","ServiceName":"db"}]"#,
                .warn, components: 2),
            HealthSample(
                #"{"c1":{"Node":"n1","CheckID":"c1","Name":"tcp","Status":"critical","Output":"connection refused"}}"#, .fail,
                components: 1),
            HealthSample(
                #"[{"Node":"n1","CheckID":"_node_maintenance","Name":"Node Maintenance Mode","Status":"critical","Notes":"upgrade"}]"#,
                .fail, components: 1),
        ]
    }

    static var reader: ComponentReader {
        var reader = ComponentReader()
        reader.statusKeys = ["Status"]
        reader.messageKeys = ["Output", "Notes"]
        reader.kindKeys = ["Type"]
        reader.timeKeys = []
        return reader
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json else { return nil }
        let entries = json.isArray ? json.elements : json.members.map(\.value)
        guard let first = entries.first, entries.allSatisfy({ $0["CheckID"] != nil }), first["Status"]?.string != nil else {
            return nil
        }
        var reader = reader
        var report = HealthReport(format: id)
        report.components = checks(.array(entries), &reader, &report)
        report.settle(word: nil)
        return report
    }

    /// Reads checks, and notes in `report` what they say of the whole.
    static func checks(_ list: JSONTree?, _ reader: inout ComponentReader, _ report: inout HealthReport) -> [HealthComponent] {
        let checks = reader.components(list, nameKeys: ["CheckID", "Name"])
        for check in checks where check.status == .fail {
            if check.name == "_node_maintenance" || check.name.hasPrefix("_service_maintenance:") {
                report.lifecycle = .maintenance
            }
        }
        return checks
    }
}
