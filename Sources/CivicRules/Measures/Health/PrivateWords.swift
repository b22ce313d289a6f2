import CivicCorrelation
import CivicModel

/// Whether the words for states are ones that others know. Consumers take a word that they do not know for good, bad or
/// nothing, each as it likes.
struct PrivateWords: HealthMeasure {
    static let id = "private-words"

    /// Words that say nothing of health and are no private ones, beside those that `HealthStatus` knows.
    private static let neutral: Set<String> = ["none", "restarting", "unassigned", "enabled", "disabled"]

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var seen: Set<String> = []
        var words: [String] = []
        for endpoint in subject.endpoints {
            for answer in endpoint.all where !answer.isElsewhere {
                guard let report = answer.report else { continue }
                // A word that the format's reader knows is the format's own and no private one.
                var raws = answer.components.map { ($0.component.rawStatus, $0.component.status) }
                if report.overallSource == .reported { raws.append((report.rawStatus, report.overall)) }
                for case (let raw?, let status) in raws where seen.insert(raw).inserted && seen.count <= 1000 {
                    let word = raw.lowercased().filter { $0.isLetter || $0.isNumber }
                    // A sentence is a message that stands where the state belongs; formats that do so derive it.
                    guard !word.isEmpty, raw.utf8.count <= 40, raw.split(separator: " ").count <= 3 else { continue }
                    let isKnown =
                        status != .unknown || HealthStatus(word: raw) != nil || Self.neutral.contains(word) || Int(word) != nil
                    count.add(violated: !isKnown, answer.note("\(endpoint.name) says \"\(raw)\""))
                    if !isKnown { words.append("\"\(raw)\"") }
                }
            }
        }
        count.conclude(words, .high, [])
        return count
    }
}
