public import CivicModel

/// django-health-check: `working`, or a kind of failure and its text.
public enum DjangoHealthCheck: HealthFormat {
    public static let id = "django"
    public static let title = "django-health-check"
    public static var samples: [HealthSample] {
        [
            HealthSample(#"{"CacheBackend":"working","DatabaseBackend":"unavailable: no route"}"#, .fail, components: 2),
            HealthSample(#"{"Cache":"working","Disk":"warning: 91% used"}"#, .warn, components: 2),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        let marks = ["unavailable: ", "unexpected result: ", "warning: ", "unknown error: "]
        guard let json = document.json,
            json.members.contains(where: { member in
                guard let text = member.value.string else { return false }
                return text == "working" || marks.contains { text.hasPrefix($0) }
            })
        else { return nil }
        guard var report = WordMap.report(json, as: self) else { return nil }
        // "unknown error" is an error, and not unknown.
        for index in report.components.indices where report.components[index].rawStatus?.hasPrefix("unknown error") == true {
            report.components[index].status = .fail
        }
        report.settle(word: nil)
        return report
    }
}
