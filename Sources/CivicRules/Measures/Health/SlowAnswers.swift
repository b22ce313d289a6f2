import CivicCorrelation
import CivicModel

/// Whether an endpoint answers within what those who ask it wait: the slow answers count, once they are more than the
/// percentiles allow.
struct SlowAnswers: HealthMeasure {
    static let id = "slow-answers"

    private let fewest: Int
    private let slow: Int64
    private let slower: Int64
    private let slowest: Int64
    private let limit: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["answers", "p95-normal", "p95", "p99", "longest"])
        fewest = max(1, try parameters.whole("answers", default: 20))
        slow = try parameters.nanoseconds("p95-normal", default: 0.5)
        slower = try parameters.nanoseconds("p95", default: 1)
        slowest = try parameters.nanoseconds("p99", default: 2)
        limit = try parameters.nanoseconds("longest", default: 10)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        var isImportant = false
        for endpoint in subject.endpoints {
            let answered = endpoint.all.filter { $0.isAnswered && ($0.observation.duration ?? -1) >= 0 }
            guard answered.count >= fewest else { continue }
            count.population += answered.count
            let sorted = answered.compactMap(\.observation.duration).sorted()
            guard let p50 = HealthTimeline.quantile(sorted, perMille: 500),
                let p95 = HealthTimeline.quantile(sorted, perMille: 950),
                let p99 = HealthTimeline.quantile(sorted, perMille: 990), let most = sorted.last
            else { continue }
            let isSlower = p95 > slower || p99 > slowest || most > limit
            guard isSlower || p95 > slow else { continue }
            if isSlower { isImportant = true }
            // The limit that was passed: what lies above it is what is to be repaired.
            let above = p95 > slower ? slower : p99 > slowest ? slowest : most > limit ? limit : slow
            let late = answered.filter { ($0.observation.duration ?? 0) > above }
            count.violations += late.count
            broken.append(endpoint)
            let worst = late.max { ($0.observation.duration ?? 0) < ($1.observation.duration ?? 0) }
            if let worst {
                count.note(
                    worst.note(
                        "\(endpoint.name): half within \(HealthText.duration(p50)), 95 % within \(HealthText.duration(p95)), 99 % "
                            + "within \(HealthText.duration(p99)), the slowest took \(HealthText.duration(most))"))
            }
        }
        if count.violations > 0, !isImportant { count.grade(.normal) }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }
}
