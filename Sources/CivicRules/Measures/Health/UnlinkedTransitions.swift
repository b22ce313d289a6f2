import CivicCorrelation
import CivicModel

/// Whether what the log says of a change of state carries an id by which it joins the rest.
struct UnlinkedTransitions: HealthMeasure {
    static let id = "unlinked-transitions"

    private let window: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["window"])
        window = try parameters.nanoseconds("window", default: 5)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let log = subject.log else { return count }
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where !endpoint.hasWeakTimes {
            for transition in HealthTimeline.transitions(endpoint.answers) {
                guard let range = SilentTransitions.range(transition, endpoint, window), let word = log.firstWord(in: range),
                    // The start or the end of a process belongs to no request.
                    !log.tellsRestart(in: range)
                else { continue }
                count.add(
                    violated: word.linked == 0,
                    word.mark.note(
                        "says it without an id, as \(endpoint.name) turns from \(transition.from.rawValue) to "
                            + "\(transition.to.rawValue): \(subject.text(word.mark))"))
                if word.linked == 0 { broken.append(endpoint) }
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }
}
