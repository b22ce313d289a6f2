public import CivicModel

/// Consul's `/v1/health/service/NAME`: a list of instances with their checks.
public enum ConsulService: HealthFormat {
    public static let id = "consul-service"
    public static let title = "Consul /v1/health/service (a list of instances)"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"[{"Node":{"Node":"n1"},"Service":{"ID":"shop-1","Service":"shop"},"Checks":[{"CheckID":"serfHealth","Name":"Serf","Status":"passing"},{"CheckID":"service:shop-1","Name":"http","Status":"critical","Output":"HTTP 503"}]},{"Node":{"Node":"n2"},"Service":{"ID":"shop-2","Service":"shop"},"Checks":[{"CheckID":"serfHealth","Name":"Serf","Status":"passing"}]}]"#,
                .warn, components: 2)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json else { return nil }
        // `/v1/agent/health/service/…` answers with one instance or a list, and with its own word.
        let entries = json["AggregatedStatus"] != nil ? [json] : json.elements
        guard let first = entries.first, first["Checks"]?.isArray == true, first["Service"]?.isObject == true else {
            return nil
        }
        var reader = ConsulChecks.reader
        var report = HealthReport(format: id)
        for entry in entries.prefix(ComponentReader.componentLimit) {
            let service = entry["Service"]
            let name = service?["ID"]?.filledText ?? service?["Service"]?.filledText ?? ""
            var component = HealthComponent(name: ComponentReader.short(name), status: .unknown)
            component.children = ConsulChecks.checks(entry["Checks"], &reader, &report)
            component.rawStatus = entry["AggregatedStatus"]?.filledText
            component.status =
                component.rawStatus.flatMap { HealthStatus(word: $0) } ?? HealthDerivation.worst(of: component.children)
                ?? .unknown
            component.kind = service?["Service"]?.filledText
            if let node = entry[path: "Node", "Node"]?.filledText { component.details.append(.init(path: "node", value: node)) }
            report.service = report.service ?? service?["Service"]?.filledText
            report.components.append(component)
        }
        report.settle(word: nil, isFleet: true)
        return report
    }
}
