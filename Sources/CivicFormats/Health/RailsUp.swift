public import CivicModel

/// `/up` of Rails 7.1 and later: a page that is green or red.
public enum RailsUp: HealthFormat {
    public static let id = "rails-up"
    public static let title = "Rails /up (a green or a red page)"
    public static var samples: [HealthSample] {
        [
            HealthSample(#"<!DOCTYPE html><html><body style="background-color: green"></body></html>"#, .pass),
            HealthSample(#"<!DOCTYPE html><html><body style="background-color: red"></body></html>"#, .fail),
        ]
    }

    public static func read(_ document: HealthDocument) -> HealthReport? {
        guard document.isHTML, document.text.utf8.count < 1024 else { return nil }
        let text = document.text.lowercased()
        guard let (_, style) = text.split(around: "background-color:") else { return nil }
        let color = String(style.drop { $0 == " " }.prefix { $0.isLetter })
        guard color == "green" || color == "red" else { return nil }
        var report = HealthReport(format: id)
        report.settle(word: color)
        return report
    }
}
