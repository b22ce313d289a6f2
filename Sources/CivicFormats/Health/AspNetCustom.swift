public import CivicModel

/// The writers of ASP.NET Core's documentation and what people made of them: `results`, or lists under `info`.
public enum AspNetCustom: HealthFormat {
    public static let id = "aspnet-custom"
    public static let title = "ASP.NET Core health checks, custom writers"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"Healthy","results":{"db":{"status":"Healthy","description":"ok","data":{}}}}"#, .pass,
                components: 1),
            HealthSample(
                #"{"status":"Unhealthy","duration":"00:00:00.0421943","info":[{"key":"db","description":"","duration":"00:00:00.0012300","status":"Unhealthy","error":"no route","data":{}}]}"#,
                .fail, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string ?? json["Status"]?.string else { return nil }
        var reader = ComponentReader()
        reader.statusKeys = ["status", "Status", "healthStatus"]
        reader.durationKeys += ["Duration"]
        reader.messageKeys += ["Description", "Error", "Exception"]
        let components: [HealthComponent]
        let nameKeys = ["key", "name", "component", "Key", "Name", "Component"]
        if let results = json["results"] ?? json["Results"], results.isObject || results.isArray {
            components = results.isObject ? reader.components(results) : reader.components(results, nameKeys: nameKeys)
        } else if let list = json["info"] ?? json["Info"] ?? json["Checks"] ?? json["healthChecks"] ?? json["HealthChecks"]
            ?? json["entries"],
            list.isArray, list.elements.allSatisfy({ entry in nameKeys.contains { entry[$0] != nil } })
        {
            components = reader.components(list, nameKeys: nameKeys)
        } else {
            return nil
        }
        var report = HealthReport(self, components, from: reader)
        report.settle(word: word)
        return report
    }
}
