public import CivicModel

/// Eureka's registry, in JSON or XML: all instances of all applications.
public enum Eureka: HealthFormat {
    public static let id = "eureka"
    public static let title = "Netflix Eureka /eureka/apps"
    public static let isAlwaysOK = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"applications":{"application":[{"name":"SHOP","instance":[{"hostName":"a","instanceId":"a:shop:80","status":"UP","lastUpdatedTimestamp":1740823200000},{"hostName":"b","status":"DOWN"}]},{"name":"MAIL","instance":{"hostName":"c","status":"UP"}}]}}"#,
                .warn, components: 3),
            HealthSample(
                "<applications><application><name>SHOP</name><instance><hostName>a</hostName><status>OUT_OF_SERVICE</status></instance></application></applications>",
                .fail, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let root = document.json ?? document.xml, root.isObject else { return nil }
        let applications: JSONTree?
        if document.xml != nil {
            applications =
                document.xmlRoot == "applications" ? root["application"] : document.xmlRoot == "application" ? root : nil
        } else {
            applications =
                root[path: "applications", "application"]
                ?? (root["application"]?["instance"] != nil ? root["application"] : nil)
        }
        guard let applications else { return nil }
        var reader = ComponentReader()
        reader.timeKeys = ["lastUpdatedTimestamp"]
        reader.statusKeys = ["status"]
        var components: [HealthComponent] = []
        for application in applications.isArray ? applications.elements : [applications] {
            guard let instances = application["instance"] else { continue }
            for instance in instances.isArray ? instances.elements : [instances] {
                let name =
                    ["instanceId", "hostName", "ipAddr"].lazy.compactMap { instance[$0]?.filledText }.first
                    ?? "\(components.count)"
                guard var component = reader.component(name, instance) else { break }
                component.kind = application["name"]?.filledText ?? component.kind
                components.append(component)
            }
        }
        var report = HealthReport(self, components, from: reader)
        let names = Set(components.compactMap(\.kind))
        if names.count == 1 { report.service = names.first?.lowercased() }
        report.settle(word: nil, isFleet: true)
        return report
    }
}
