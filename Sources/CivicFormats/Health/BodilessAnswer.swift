public import CivicModel

/// Products whose answers have no body, or none to a `HEAD`: their HTTP status has a meaning of its own.
public enum BodilessAnswer {
    /// Nil where the HTTP status means what it means everywhere.
    public static func report(of observation: HealthObservation) -> HealthReport? {
        guard let code = observation.statusCode else { return nil }
        let server = observation.headers.first { $0.name == "server" }?.value.lowercased() ?? ""
        if server.hasPrefix("minio") || observation.url.contains("/minio/health/")
            || observation.headers.contains(where: { $0.name.hasPrefix("x-minio-") })
        {
            return MinIO.report(code: code)
        }
        if observation.url.contains("/v1/sys/health") {
            var report = HealthReport(format: VaultHealth.id)
            let states: [Int: (word: String, status: HealthStatus)] = [
                200: ("active", .pass), 429: ("standby", .warn), 472: ("dr-secondary", .warn),
                473: ("performance-standby", .warn),
                501: ("uninitialized", .fail), 503: ("sealed", .fail),
            ]
            guard let state = states[code] else { return nil }
            report.settle(word: state.word, status: state.status)
            report.overallSource = .http
            return report
        }
        return nil
    }
}
