public import CivicModel

/// Cohort (Ktor): a list of checks with counters.
public enum Cohort: HealthFormat {
    public static let id = "cohort"
    public static let title = "Cohort (Ktor)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"[{"name":"db","healthy":false,"lastCheck":"2025-03-01T10:00:00Z","message":"no route","cause":null,"consecutiveSuccesses":0,"consecutiveFailures":3}]"#,
                .fail, components: 1)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let first = document.json?.elements.first, first["lastCheck"] != nil, first["healthy"] != nil else { return nil }
        return HealthList.read(document.json, as: self)
    }
}

/// Lists of checks that say whether they are healthy.
enum HealthList {
    /// - Parameter durationUnit: nanoseconds of one of a `time` that is a duration; nil where `time` is none.
    static func read(_ list: JSONTree?, as format: any HealthFormat.Type, durationUnit: Double? = nil) -> HealthReport {
        var reader = ComponentReader()
        reader.statusKeys = ["healthy", "status", "state"]
        if let durationUnit {
            reader.durationKeys = ["time"]
            reader.timeKeys = []
            reader.durationUnit = durationUnit
        }
        var report = HealthReport(format, reader.components(list, nameKeys: ["name", "id", "key", "component"]), from: reader)
        report.settle(word: nil)
        return report
    }
}
