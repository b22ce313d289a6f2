import CivicCorrelation
import CivicModel

/// Whether the endpoint says trouble that the log of its service knows nothing of. Answers that did not come are no alarm of
/// the service's own.
struct FalseAlarms: HealthMeasure {
    static let id = "false-alarms"

    private let window: Int64
    private let intervals: Int64
    private let fewest: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["window", "intervals", "fewest"])
        window = try parameters.nanoseconds("window", default: 30)
        intervals = Int64(try parameters.whole("intervals", default: 3))
        fewest = max(1, try parameters.whole("fewest", default: 2))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let log = subject.log else { return count }
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where endpoint.saysReadiness {
            var silent: [HealthSpell] = []
            for spell in endpoint.spells where spell.answered == spell.count && spell.count >= 2 {
                let margin = max(window, intervals &* endpoint.interval)
                let range = (spell.before ?? spell.start).adding(-margin)...(spell.end ?? spell.last).adding(margin)
                guard subject.isLogged(range) else { continue }
                count.population += 1
                if log.warnings(in: range) == 0, !log.tellsRestart(in: range) { silent.append(spell) }
            }
            guard silent.count >= fewest else { continue }
            count.violations += silent.count
            broken.append(endpoint)
            for spell in silent {
                let first = endpoint.answers[spell.answers.lowerBound]
                count.note(
                    first.note(
                        "\(endpoint.name) says \(first.saying) \(spell.count) times, and the log has no warning "
                            + "from \(HealthText.duration(window)) before to \(HealthText.duration(window)) after"))
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }
}
