public import CivicModel

/// Docker's `inspect`: `.State.Health`, alone or with what is around it.
public enum DockerHealth: HealthFormat {
    public static let id = "docker"
    public static let title = "Docker container health (docker inspect)"
    public static var samples: [HealthSample] {
        [
            HealthSample(
                #"{"Status":"healthy","FailingStreak":0,"Log":[{"Start":"2025-03-01T10:00:00Z","End":"2025-03-01T10:00:00.2Z","ExitCode":0,"Output":"ok"}]}"#,
                .pass),
            HealthSample(
                #"{"Status":"running","Running":true,"Health":{"Status":"Unhealthy","FailingStreak":3,"Log":null}}"#, .fail),
            HealthSample(
                #"[{"Id":"4f","Name":"/shop","State":{"Health":{"Status":"starting","FailingStreak":0,"Log":[]}}}]"#, .unknown),
        ]
    }

    /// The object with status, streak and log.
    static func health(_ json: JSONTree) -> JSONTree? {
        let whole = json.elements.first ?? json
        let health = whole["FailingStreak"] != nil ? whole : whole["Health"] ?? whole[path: "State", "Health"]
        return health?["FailingStreak"] != nil && health?["Status"]?.string != nil ? health : nil
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard let json = document.json, let health = health(json), let word = health["Status"]?.text else { return nil }
        var report = HealthReport(format: id)
        let whole = json.elements.first ?? json
        report.service = service(whole)
        report.settle(word: word, status: word.lowercased() == "none" ? .unknown : nil)
        if word.lowercased() == "starting" { report.lifecycle = .starting }
        return report
    }

    /// The name that compose gave, else that of the container.
    static func service(_ whole: JSONTree) -> String? {
        let label = whole[path: "Config", "Labels", "com.docker.compose.service"]?.filledText
        return label ?? whole["Name"]?.filledText.map { String($0.drop { $0 == "/" }) }
    }
}
