public import CivicModel

/// Spring Boot 1, and the many hand-made bodies of the same shape: parts beside the state of the whole.
public enum SpringBoot1: HealthFormat {
    public static let id = "spring-boot-1"
    public static let title = "Spring Boot 1 and other flat bodies"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"DOWN","mq":{"status":"DOWN","error":"refused"},"note":"plain detail"}"#, .fail, components: 1),
            HealthSample(
                #"{"Companies":{"A":{"code":200,"status":"UP"},"B":{"code":200,"status":"UP"},"status":"UP"},"Go":{"code":200,"status":"UP"},"status":"UP"}"#,
                .pass, components: 2),
            HealthSample(#"{"status":"UP","custom":{"status":"feeling great"}}"#, .pass, components: 1),
        ]
    }

    /// Objects that describe, whatever they hold.
    private static let descriptions: Set<String> = [
        "buildInfo", "system", "component", "groups", "links", "build", "git", "info",
    ]

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json else { return nil }
        return report(json, as: self)
    }

    static func report(_ json: JSONTree, as format: any HealthFormat.Type) -> HealthReport? {
        guard let word = json["status"]?.string ?? json["status"]?.boolean.map({ $0 ? "true" : "false" }) else { return nil }
        let parts = json.members.filter { !descriptions.contains($0.key) && $0.value["status"]?.string != nil }
        guard !parts.isEmpty || json["buildInfo"] != nil else { return nil }
        var reader = ComponentReader()
        reader.hasInlineChildren = true
        var report = HealthReport(format, parts.compactMap { reader.component($0.key, $0.value) }, from: reader)
        report.describe(json)
        report.settle(word: word)
        return report
    }
}
