public import CivicModel

/// Consul's `/v1/operator/autopilot/health`.
public enum ConsulAutopilot: HealthFormat {
    public static let id = "consul-autopilot"
    public static let title = "Consul autopilot"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"Healthy":true,"FailureTolerance":1,"Servers":[{"ID":"1","Name":"a","SerfStatus":"alive","Healthy":true},{"ID":"2","Name":"b","SerfStatus":"alive","Healthy":true}]}"#,
                .pass, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, json["FailureTolerance"] != nil, let healthy = json["Healthy"]?.boolean else {
            return nil
        }
        var reader = ComponentReader()
        reader.statusKeys = ["Healthy"]
        reader.timeKeys = ["StableSince"]
        var report = HealthReport(self, reader.components(json["Servers"], nameKeys: ["Name", "ID"]), from: reader)
        report.settle(word: healthy ? "true" : "false")
        return report
    }
}
