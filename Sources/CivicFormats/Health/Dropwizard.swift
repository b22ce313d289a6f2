public import CivicModel

/// Dropwizard's admin servlet: a map of checks, and no word for the whole.
public enum Dropwizard: HealthFormat {
    public static let id = "dropwizard"
    public static let title = "Dropwizard /healthcheck"
    public static let isAlwaysOK = false
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"deadlocks":{"healthy":true},"db":{"healthy":false,"message":"no route","duration":31,"timestamp":"2025-03-01T10:00:00.000Z"}}"#,
                .fail, components: 2),
            HealthSample(
                #"{"db":{"healthy":false,"message":"oh no","error":{"type":"java.io.IOException","message":"oh no","stack":["A.b(A.java:1)"]}}}"#,
                .fail, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, !json.members.isEmpty, json.members.allSatisfy({ $0.value["healthy"]?.truth != nil })
        else {
            return nil
        }
        var reader = ComponentReader()
        reader.statusKeys = ["healthy"]
        reader.messageKeys = ["message", "error"]
        reader.kindKeys = []
        var report = HealthReport(self, reader.components(json), from: reader)
        report.settle(word: nil)
        return report
    }
}
