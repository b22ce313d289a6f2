public import CivicModel

/// etcd: `/health` in JSON, `etcdctl cluster-health` and `endpoint health` in text.
public enum EtcdHealth: HealthFormat {
    public static let id = "etcd"
    public static let title = "etcd /health and etcdctl"
    public static var samples: [HealthSample] {
        [
            HealthSample(#"{"health":"true","reason":""}"#, .pass), HealthSample(#"{"health":true}"#, .pass),
            HealthSample(#"{"health":"false","reason":"NOSPACE"}"#, .fail),
            HealthSample(
                "member 1f is healthy: got healthy result from http://10.0.0.1:2379\nmember 2f is unreachable: [http://10.0.0.2:2379] are all unreachable\ncluster is degraded\n",
                .warn, components: 2),
            HealthSample(
                "10.0.0.1:2379 is healthy: successfully committed proposal: took = 2.5ms\n10.0.0.2:2379 is unhealthy: failed to connect: deadline exceeded\n",
                .warn, components: 2),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        if let json = document.json {
            guard let health = json["health"]?.truth, json.members.allSatisfy({ ["health", "reason"].contains($0.key) }) else {
                return nil
            }
            var report = HealthReport(format: id)
            report.settle(word: health ? "true" : "false")
            return report
        }
        var components: [HealthComponent] = []
        var word: String?
        for line in document.lines.prefix(ComponentReader.componentLimit) {
            if line.hasPrefix("cluster is ") {
                word = String(line.dropFirst(11))
                continue
            }
            guard let (name, rest) = line.split(around: " is "), let state = rest.split(separator: ":").first,
                ["healthy", "unhealthy", "unreachable"].contains(state)
            else { return nil }
            var component = HealthComponent(
                name: ComponentReader.short(String(name.hasPrefix("member ") ? name.dropFirst(7) : name)),
                status: state == "healthy" ? .pass : .fail, rawStatus: String(state))
            let message = HealthDocument.trimmed(rest.dropFirst(state.count + 1))
            if !message.isEmpty { component.message = ComponentReader.short(message) }
            components.append(component)
        }
        guard !components.isEmpty else { return nil }
        var report = HealthReport(format: id)
        report.components = components
        report.settle(word: word, isFleet: true)
        return report
    }
}
