import CivicCorrelation
import CivicModel

/// Whether answers are small. Recorders and orchestrators keep a few kilobytes of them.
struct LargeBodies: HealthMeasure {
    static let id = "large-bodies"

    private let large: Int
    private let huge: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["large", "huge"])
        large = Int(try parameters.number("large", default: 65_536))
        huge = Int(try parameters.number("huge", default: 1_048_576))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints {
            let before = count.violations
            for answer in endpoint.all where answer.isAnswered && answer.observation.bodySize > 0 {
                let size = answer.observation.bodySize
                count.add(violated: size > large, answer.note("\(endpoint.name) answers \(size) bytes"))
                if size > huge { count.grade(.normal) }
            }
            if count.violations > before { broken.append(endpoint) }
        }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }
}
