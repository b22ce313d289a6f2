public import CivicModel

/// `/-/healthy` and `/-/ready` of Prometheus and its relatives.
public enum PrometheusHealthy: HealthFormat {
    public static let id = "prometheus-text"
    public static let title = "Prometheus /-/healthy and /-/ready"
    public static var samples: [HealthSample] {
        [
            HealthSample("Prometheus Server is Healthy.\n", .pass), HealthSample("Prometheus Server is Ready.\n", .pass),
            HealthSample("Prometheus is Healthy.", .pass),
            HealthSample("Ingester not ready: waiting for 15s after being ready", .fail),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil, document.lines.count == 1, document.text.utf8.count < 200 else { return nil }
        var report = HealthReport(format: id)
        let text = document.text.hasSuffix(".") ? String(document.text.dropLast()) : document.text
        if let (_, word) = text.split(around: " is "), ["Healthy", "Ready"].contains(word) {
            report.settle(word: String(word))
            if word == "Ready" { report.kind = .ready }
            return report
        }
        guard let (subject, _) = text.split(around: " not ready"), !subject.contains(" ") else { return nil }
        report.settle(word: "not ready", status: .fail)
        report.kind = .ready
        return report
    }
}
