import CivicCorrelation
import CivicModel

/// Whether an endpoint stays green while its service logs a burst of errors: from the first error to the last, every
/// answer is good. Only bursts that are long against the interval of the answers are held against it.
struct GreenWhileFailing: HealthMeasure {
    static let id = "green-while-failing"

    private let bursts: BurstFinder
    private let shortest: Int64
    private let intervals: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(MeasureParameters.burstNames.union(["shortest", "intervals"]))
        bursts = try parameters.bursts()
        shortest = try parameters.nanoseconds("shortest", default: 30)
        intervals = Int64(try parameters.whole("intervals", default: 3))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let log = subject.log else { return count }
        let found = bursts.bursts(in: log)
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where endpoint.saysReadiness && endpoint.answers.count >= 3 {
            for burst in found where burst.duration >= max(shortest, intervals &* endpoint.interval) {
                let inside = endpoint.answers(in: burst.onset...burst.end)
                guard inside.count >= 2 else { continue }
                let isGreen = inside.allSatisfy { answer in
                    answer.isPass && (answer.observation.statusCode.map { (200..<300).contains($0) } ?? true)
                }
                count.add(
                    violated: isGreen,
                    burst.first.note(
                        "first of \(burst.errors) errors in \(HealthText.duration(burst.duration)), while \(endpoint.name) "
                            + "answered \(inside.first?.saying ?? "pass") \(inside.count) times: \(subject.text(burst.first))"))
                if isGreen, let first = inside.first {
                    count.note(first.note("\(endpoint.name): \(first.saying), the first green answer in the burst"))
                    broken.append(endpoint)
                }
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }
}
