public import CivicModel

/// `application/health+json` in all its drafts: `checks` (`details` at first), a map of lists, one entry a measurement.
public enum HealthJSON: HealthFormat {
    public static let id = "health-json"
    public static let title = "health+json (draft-inadarei-api-health-check)"
    public static let hasNonFatalChecks = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"warn","version":"3","releaseId":"3.4.1","checks":{"db:responseTime":[{"componentType":"datastore","observedValue":412,"observedUnit":"ms","status":"warn","time":"2025-03-01T10:00:00Z"}]}}"#,
                .warn, components: 1),
            HealthSample(
                #"{"status":"pass","releaseID":"1.0","notes":[""],"output":"","details":{"uptime":[{"metricValue":12.5,"metricUnit":"s","type":"system","status":"pass"}]}}"#,
                .pass, components: 1),
            HealthSample(#"{"status":"ok","details":{"store":[{"status":"ok"}]}}"#, .pass, components: 1),
            HealthSample(
                #"{"status":"warn","checks":{"queue":{"status":"warn","since":"2026-09-18T08:00:00Z"}}}"#, .warn, components: 1),
            HealthSample(#"{"status":"pass","checks":{"cache":null}}"#, .pass, components: 1),
            HealthSample(#"{"status":"pass","version":"1","releaseId":"1.0.0"}"#, .pass),
            HealthSample(
                #"{"status":"pass","checks":{"cpu:utilization":[{"componentId":"node-1","observedValue":12,"status":"pass"},{"componentId":"node-2","observedValue":99,"status":"warn"}]}}"#,
                .pass, components: 2),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, json["status"]?.string != nil else { return nil }
        let parts: JSONTree?
        if let checks = json["checks"], checks.isObject {
            parts = checks
        } else if let details = json["details"], details.members.contains(where: { $0.value.isArray }) {
            parts = details
        } else {
            let isOwn = ["releaseId", "releaseID", "serviceId", "serviceID"].contains { json[$0] != nil }
            guard json["checks"] == nil, json["details"] == nil, isOwn || document.hint == .healthJSON else { return nil }
            parts = nil
        }
        var reader = ComponentReader()
        var components: [HealthComponent] = []
        for member in parts?.members ?? [] {
            let entries = member.value.isArray ? member.value.elements : [member.value]
            for entry in entries {
                guard var component = reader.component(member.key, entry) else { break }
                if entry["componentType"] == nil, component.kind == nil { component.kind = entry["type"]?.filledText }
                components.append(component)
            }
        }
        var report = HealthReport(self, components, from: reader)
        report.settle(word: json["status"]?.text)
        report.describe(json)
        return report
    }
}

extension HealthReport {
    /// Takes version, build, service and time from the top of a body, under the names that formats use for them.
    mutating func describe(_ json: JSONTree) {
        func first(_ keys: [String]) -> String? {
            keys.lazy.compactMap { json[$0]?.filledText }.first.map { ComponentReader.short($0) }
        }
        version = version ?? first(["releaseId", "releaseID", "version", "serviceVersion"])
        build = build ?? first(["build", "buildNumber", "build_number", "commit", "commitId", "git_sha1", "revision"])
        instance = instance ?? first(["instanceId", "instance", "hostname", "host"])
        service = service ?? first(["serviceName", "service_name", "service", "application", "app"])
        for key in ["time", "timestamp", "report_as_of", "finishedAt", "checkedAt", "checked_at"] where reportTime == nil {
            guard let value = json[key] else { continue }
            reportTime = HealthTime.instant(value, bad: &badTimes)
        }
    }
}
