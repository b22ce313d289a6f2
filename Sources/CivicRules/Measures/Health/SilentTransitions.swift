import CivicCorrelation
import CivicModel

/// Whether the log of the service says something when its endpoint changes what it says. A service that does not answer is
/// not asked to log.
struct SilentTransitions: HealthMeasure {
    static let id = "silent-transitions"

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
                guard let range = Self.range(transition, endpoint, window), subject.isLogged(range) else { continue }
                let isSilent = !log.mayHaveWord(in: range) && !log.tellsRestart(in: range)
                let answer = endpoint.answers[transition.answer]
                count.add(
                    violated: isSilent,
                    answer.note(
                        "\(endpoint.name) turns from \(transition.from.rawValue) to \(answer.saying), and the log says "
                            + "nothing of it"))
                if isSilent { broken.append(endpoint) }
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }

    /// Where a word about a change may be; nil when the service was not there at one of its ends.
    static func range(
        _ transition: HealthTransition, _ endpoint: HealthSubject.Endpoint, _ window: Int64
    ) -> ClosedRange<Instant>? {
        guard transition.from != .unreachable, transition.to != .unreachable else { return nil }
        let margin = max(window, endpoint.interval)
        let answer = endpoint.answers[transition.answer]
        return transition.before.adding(-margin)...transition.after.adding(answer.observation.duration ?? 0).adding(margin)
    }
}
