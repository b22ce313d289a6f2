public import CivicModel

/// MicroProfile Health 1.0 and Vert.x: `outcome`, and `state` or `status` in each check.
public enum MicroProfile1: HealthFormat {
    public static let id = "microprofile-1"
    public static let title = "MicroProfile Health 1.0, Vert.x health checks"
    public static var samples: [HealthSample] {
        [
            HealthSample(#"{"outcome":"DOWN","checks":[{"name":"db","state":"DOWN"}]}"#, .fail, components: 1),
            HealthSample(
                #"{"outcome":"UP","checks":[{"id":"stores","status":"UP","checks":[{"id":"db","status":"UP","data":{"pool":3}}]}]}"#,
                .pass, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["outcome"]?.string,
            json["checks"]?.isArray == true || json.members.count == 1
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, checks(json["checks"], &reader, depth: 0), from: reader)
        report.settle(word: word)
        return report
    }

    private static func checks(_ list: JSONTree?, _ reader: inout ComponentReader, depth: Int) -> [HealthComponent] {
        var components = reader.components(list, nameKeys: ["name", "id"], depth: depth)
        for (index, check) in zip(components.indices, list?.elements ?? []) where check["checks"]?.isArray == true {
            components[index].details.removeAll { $0.path.hasPrefix("checks.") }
            components[index].children = checks(check["checks"], &reader, depth: depth + 1)
            if components[index].rawStatus == nil {
                components[index].status = HealthDerivation.worst(of: components[index].children) ?? .unknown
            }
        }
        return components
    }
}
