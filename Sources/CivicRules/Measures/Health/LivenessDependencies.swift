import CivicCorrelation
import CivicModel

/// Whether liveness looks at other systems: one outage of a database then restarts every instance.
struct LivenessDependencies: HealthMeasure {
    static let id = "liveness-dependencies"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var names: [String] = []
        var isInside = true
        for endpoint in subject.endpoints where endpoint.kind == .live {
            guard endpoint.all.contains(where: { $0.report != nil && !$0.isElsewhere }) else { continue }
            var found: (answer: SeriesAnswer, path: String, term: String)?
            for answer in endpoint.all {
                for (path, component) in answer.components {
                    guard let term = DependencyNames.term(component, of: subject.service) else { continue }
                    if !DependencyNames.isInProcess(component) { isInside = false }
                    names.append(path)
                    if found == nil { found = (answer, path, term) }
                }
            }
            count.population += 1
            guard let found else { continue }
            count.violations += 1
            count.note(found.answer.note("\(endpoint.name) holds \(found.path), another system by its name (\(found.term))"))
        }
        if count.violations > 0, isInside { count.grade(.normal) }
        count.conclude(names, .medium, [])
        return count
    }
}
