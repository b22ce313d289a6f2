import CivicCorrelation
import CivicModel

/// Whether answers time out while the service lives: with a good answer or a line of its log close by on both sides.
struct LoneTimeouts: HealthMeasure {
    static let id = "lone-timeouts"

    private let answers: Int
    private let fewest: Int
    private let share: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["answers", "fewest", "share"])
        answers = max(1, try parameters.whole("answers", default: 20))
        fewest = max(1, try parameters.whole("fewest", default: 2))
        share = try parameters.percent("share", default: 1)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where endpoint.answers.count >= answers && !endpoint.hasWeakTimes {
            count.population += endpoint.answers.count
            let timeouts = endpoint.answers.indices.filter { index in
                let answer = endpoint.answers[index]
                guard answer.observation.errorType == "timeout", !answer.isAnswered, index > 0,
                    index + 1 < endpoint.answers.count
                else { return false }
                return endpoint.answers[index - 1].isAnswered && endpoint.answers[index + 1].isAnswered
                    && near(endpoint.answers[index - 1].time, answer.time, endpoint)
                    && near(answer.time, endpoint.answers[index + 1].time, endpoint)
            }
            guard timeouts.count >= fewest, timeouts.count * 100 >= share * endpoint.answers.count else { continue }
            count.violations += timeouts.count
            broken.append(endpoint)
            for index in timeouts {
                count.note(endpoint.answers[index].note("\(endpoint.name): no answer in time, between two that came"))
            }
        }
        count.conclude(broken.map(\.name), .high, broken)
        return count
    }

    /// Within one interval and what the answers themselves took.
    private func near(_ a: Instant, _ b: Instant, _ endpoint: HealthSubject.Endpoint) -> Bool {
        b.since(a) <= endpoint.interval &* 2 &+ 2_000_000_000
    }
}
