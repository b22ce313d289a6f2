public import CivicScore

/// The endpoint format of shields.io.
public struct BadgeReporter: Sendable {
    public init() {}

    public func report(_ report: CheckReport) -> String {
        var json = JSONWriter(breakDepth: 1)
        let system = report.audit.card.system
        json.object { json in
            json.member("schemaVersion", 1)
            json.member("label", "citizenship")
            let score = system.flatMap { NumberText.fixed(Grade.printed($0.score), decimals: 0) }
            json.member("message", score.map { "\($0) \(system?.grade ?? "")" } ?? "not scored")
            json.member("color", Self.color(system?.score))
        }
        return json.text
    }

    private static func color(_ score: Double?) -> String {
        guard let score else { return "lightgrey" }
        return score >= 90 ? "brightgreen" : score >= 75 ? "green" : score >= 60 ? "yellow" : score >= 50 ? "orange" : "red"
    }
}
