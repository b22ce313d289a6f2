import CivicCorrelation
import CivicModel

/// Whether the newest time in an answer is recent. A result may be cached as long as it is made anew.
struct StaleResults: HealthMeasure {
    static let id = "stale-results"

    private let oldest: Int64
    private let intervals: Int64
    private let run: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["oldest", "intervals", "run"])
        oldest = try parameters.nanoseconds("oldest", default: 60)
        intervals = Int64(try parameters.whole("intervals", default: 3))
        run = max(1, try parameters.whole("run", default: 3))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where !endpoint.hasWeakTimes {
            let skew = HeaderSkew.skew(of: endpoint.answers) ?? 0
            let shift = skew.magnitude > 2_000_000_000 ? skew : 0
            var stale: [(answer: SeriesAnswer, age: Int64)] = []
            func close() {
                if stale.count >= run {
                    for item in stale {
                        count.violations += 1
                        count.note(
                            item.answer.note("\(endpoint.name): the newest result is \(HealthText.duration(item.age)) old"))
                    }
                    broken.append(endpoint)
                }
                stale = []
            }
            for answer in endpoint.answers {
                guard let newest = Self.newest(answer) else { continue }
                count.population += 1
                let age = answer.time.adding(answer.observation.duration ?? 0).adding(shift).since(newest)
                let limit = max(oldest, intervals &* endpoint.interval, CachePolicy.maximumAge(of: answer) ?? 0)
                if age > limit { stale.append((answer, age)) } else { close() }
            }
            close()
        }
        count.conclude(broken.map(\.name), .high, broken)
        return count
    }

    private static func newest(_ answer: SeriesAnswer) -> Instant? {
        let times = answer.components.compactMap(\.component.time) + [answer.report?.reportTime].compactMap(\.self)
        // The zero time of Go and .NET means "never".
        return times.filter { $0.nanoseconds > 0 }.max()
    }
}
