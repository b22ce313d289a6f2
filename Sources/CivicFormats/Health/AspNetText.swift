public import CivicModel

/// The default writer of ASP.NET Core: the bare name of the state.
public enum AspNetText: HealthFormat {
    public static let id = "aspnet-text"
    public static let title = "ASP.NET Core health checks, plain text"
    public static var samples: [HealthSample] {
        [HealthSample("Healthy", .pass), HealthSample("Degraded", .warn), HealthSample("Unhealthy", .fail)]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil, ["Healthy", "Degraded", "Unhealthy"].contains(document.text) else { return nil }
        var report = HealthReport(format: id)
        report.settle(word: document.text)
        return report
    }
}
