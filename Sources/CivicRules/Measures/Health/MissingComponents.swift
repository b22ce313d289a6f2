import CivicCorrelation
import CivicModel

/// Whether readiness says which part is well, in services that are seen to depend on others.
struct MissingComponents: HealthMeasure {
    static let id = "missing-components"

    private let fewest: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["bodies"])
        fewest = max(1, try parameters.whole("bodies", default: 5))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard subject.hasDependencies else { return count }
        var broken: [HealthSubject.Endpoint] = []
        var isDeliberate = true
        for endpoint in subject.endpoints where endpoint.saysReadiness {
            let bodies = endpoint.all.filter { $0.isHTTP && $0.isAnswered && !$0.isElsewhere && $0.report != nil }
            guard bodies.count >= fewest, let first = bodies.first else { continue }
            let isBare = bodies.allSatisfy { $0.report?.components.isEmpty ?? true }
            count.add(
                violated: isBare, first.note("\(endpoint.name) names no part in \(bodies.count) answers: \(first.bodyStart)"))
            guard isBare else { continue }
            broken.append(endpoint)
            if !(first.report?.format.hasPrefix("spring") ?? false) { isDeliberate = false }
        }
        if count.violations > 0, isDeliberate { count.grade(.low) }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }
}
