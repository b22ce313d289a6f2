public import CivicModel

/// Lightship (Node): `SERVER_IS_READY` and its relatives.
public enum Lightship: HealthFormat {
    public static let id = "lightship"
    public static let title = "Lightship (Node.js), plain text"
    public static var samples: [HealthSample] {
        [
            HealthSample("SERVER_IS_READY", .pass), HealthSample("SERVER_IS_NOT_READY", .fail),
            HealthSample("SERVER_IS_SHUTTING_DOWN", .fail), HealthSample("SERVER_IS_NOT_SHUTTING_DOWN", .pass),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.json == nil, document.text.hasPrefix("SERVER_IS_"), document.lines.count == 1 else { return nil }
        var report = HealthReport(format: id)
        switch document.text {
        case "SERVER_IS_READY":
            report.settle(word: document.text, status: .pass)
            report.kind = .ready
        case "SERVER_IS_NOT_READY":
            report.settle(word: document.text, status: .fail)
            report.kind = .ready
        case "SERVER_IS_SHUTTING_DOWN":
            report.settle(word: document.text, status: .fail)
            report.lifecycle = .stopping
        case "SERVER_IS_NOT_SHUTTING_DOWN": report.settle(word: document.text, status: .pass)
        default: return nil
        }
        return report
    }
}
