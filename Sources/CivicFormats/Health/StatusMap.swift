public import CivicModel

/// A map of parts, each an object with a state of its own, and no word for the whole.
public enum StatusMap: HealthFormat {
    public static let id = "status-map"
    public static let title = "a map of parts with a state each"
    public static let isDistinctive = false
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"db":{"status":"ok","latency_ms":3},"queue":{"status":"degraded"},"mail":{"status":null}}"#, .warn,
                components: 3)
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, !json.members.isEmpty,
            json.members.allSatisfy({ $0.value["status"] != nil || $0.value["state"] != nil }),
            json.members.contains(where: { member in
                ["status", "state"].contains {
                    StatusOnly.word(member.value[$0]).map { HealthStatus(word: $0) != nil } ?? false
                }
            })
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, reader.components(json), from: reader)
        report.settle(word: nil)
        return report
    }
}
