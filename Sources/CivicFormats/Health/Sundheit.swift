public import CivicModel

/// go-sundheit (AppsFlyer): failures are counted, or only named.
public enum Sundheit: HealthFormat {
    public static let id = "sundheit"
    public static let title = "go-sundheit (AppsFlyer)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"db":{"message":"ok","timestamp":"2025-03-01T10:00:00.5+02:00","num_failures":0,"first_failure_time":null},"mail":{"message":"slow","error":{"message":"timeout"},"timestamp":"2025-03-01T10:00:00.5+02:00","num_failures":3,"first_failure_time":"2025-03-01T09:59:00+02:00"}}"#,
                .fail, components: 2),
            HealthSample(#"{"db":"PASS","mail":"FAIL"}"#, .fail, components: 2),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, !json.members.isEmpty else { return nil }
        var reader = ComponentReader()
        if json.members.allSatisfy({ ["PASS", "FAIL"].contains($0.value.string ?? "") }) {
            var report = HealthReport(self, reader.components(json), from: reader)
            report.settle(word: nil)
            return report
        }
        guard json.members.allSatisfy({ ($0.value["num_failures"] ?? $0.value["contiguousFailures"]) != nil }) else {
            return nil
        }
        reader.statusKeys = []
        reader.messageKeys = ["error", "message"]
        var components = reader.components(json)
        for (index, member) in zip(components.indices, json.members) {
            let error = member.value["error"]
            let hasError = error.map { !$0.isNull } ?? false
            components[index].status = hasError ? .fail : .pass
            components[index].rawStatus = nil
        }
        var report = HealthReport(self, components, from: reader)
        report.settle(word: nil)
        return report
    }
}
