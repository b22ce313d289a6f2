public import CivicModel

/// Terminus for Nest and the one of godaddy: what is up in `info`, what is down in `error`, and both in `details`.
public enum Terminus: HealthFormat {
    public static let id = "terminus"
    public static let title = "Terminus (NestJS, godaddy)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"error","info":{"disk":{"status":"up"}},"error":{"db":{"status":"down","message":"timeout"}},"details":{"disk":{"status":"up"},"db":{"status":"down","message":"timeout"}}}"#,
                .fail, components: 2),
            HealthSample(
                #"{"status":"ok","info":{"db":{"status":"up"}},"error":{},"details":{"db":{"status":"up"}}}"#, .pass,
                components: 1),
            HealthSample(#"{"status":"shutting_down","info":{},"error":{},"details":{}}"#, .fail),
            HealthSample(
                #"{"status":"error","error":{"queue":"client gone","db":{"pool":0}},"details":{"queue":"client gone","db":{"pool":0}}}"#,
                .fail, components: 2),
            HealthSample(
                #"{"status":"error","error":[{"message":"no route"}],"details":[{"message":"no route"}]}"#, .fail, components: 1
            ),
            HealthSample(#"{"status":"ok","info":{"version":"1.2.0"},"details":{"version":"1.2.0"}}"#, .pass),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string,
            [json["info"], json["error"]].contains(where: { $0.map { $0.isObject || $0.isArray } ?? false })
                || json["info"]?.isNull == true && json["details"] != nil
        else { return nil }
        // Nothing but what Terminus writes: a body whose other members have a state of their own is another's.
        let others = json.members.filter { !["status", "info", "error", "details", "stack"].contains($0.key) }
        guard !others.contains(where: { $0.value["status"]?.string != nil }) else { return nil }
        var reader = ComponentReader()
        var components: [HealthComponent] = []
        for member in json["info"]?.members ?? [] where member.value["status"]?.string != nil {
            if let component = reader.component(member.key, member.value) { components.append(component) }
        }
        let error = json["error"]
        for member in error?.members ?? [] {
            if let component = failed(member.key, member.value, &reader) { components.append(component) }
        }
        for (index, entry) in (error?.elements ?? []).enumerated() {
            if let component = failed("\(index)", entry, &reader) { components.append(component) }
        }
        // What `details` holds beyond both.
        let known = Set(components.map(\.name))
        for member in json["details"]?.members ?? [] where !known.contains(member.key) && member.value["status"]?.string != nil
        {
            if let component = reader.component(member.key, member.value) { components.append(component) }
        }
        var report = HealthReport(self, components, from: reader)
        report.settle(word: word)
        if HealthStatus.normalised(word) == "shuttingdown" { report.lifecycle = .stopping }
        report.version = json[path: "info", "version"]?.filledText ?? json["version"]?.filledText
        return report
    }

    /// What stands under `error` failed, whatever it looks like.
    private static func failed(_ name: String, _ value: JSONTree, _ reader: inout ComponentReader) -> HealthComponent? {
        guard var component = reader.component(name, value) else { return nil }
        if !value.isObject {
            component.message = component.rawStatus
            component.rawStatus = nil
        }
        if component.rawStatus == nil || component.status == .unknown { component.status = .fail }
        return component
    }
}
