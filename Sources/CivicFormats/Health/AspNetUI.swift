public import CivicModel

/// The writer of AspNetCore.HealthChecks.UI (Xabaril), which most ASP.NET services use: `entries`.
public enum AspNetUI: HealthFormat {
    public static let id = "aspnet-ui"
    public static let title = "ASP.NET Core health checks, UI writer (Xabaril)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"status":"Degraded","totalDuration":"00:00:01.2000000","entries":{"queue":{"data":{},"duration":"00:00:01.1","status":"Degraded","tags":["ready"]},"db":{"data":{},"description":"ok","duration":"00:00:00.01","status":"Healthy"}}}"#,
                .warn, components: 2),
            HealthSample(#"{"status":"Healthy","totalDuration":"00:00:00.0000123"}"#, .pass),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let word = json["status"]?.string,
            json["totalDuration"] != nil || json["entries"]?.isObject == true
        else { return nil }
        var reader = ComponentReader()
        var report = HealthReport(self, reader.components(json["entries"]), from: reader)
        report.settle(word: word)
        return report
    }
}
