public import CivicModel

/// dropwizard-health's list of views: `critical` says whose failure is the service's.
public enum DropwizardViews: HealthFormat {
    public static let id = "dropwizard-views"
    public static let title = "Dropwizard health views (/health-check)"
    public static let hasNonFatalChecks = true
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"[{"name":"db","healthy":true,"type":"READY","critical":true},{"name":"mail","healthy":false,"type":"READY","critical":false}]"#,
                .warn, components: 2),
            HealthSample(#"[{"name":"db","healthy":false,"type":"ALIVE","critical":true}]"#, .fail, components: 1),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let first = document.json?.elements.first, first["critical"]?.boolean != nil, first["healthy"]?.boolean != nil,
            first["type"] != nil
        else { return nil }
        return HealthList.read(document.json, as: self)
    }
}
