import CivicModel

/// How many records say the same as the record before them in the same source, but for the time.
///
/// Access records are left out: two equal lines are two requests that clients made, and nobody could log them once.
struct Repeats: ServiceMeasure {
    static let id = "repeats"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        var most = (repeats: 0, template: UInt64(0))
        let isAccess = system.shapes.map { $0.index(of: .httpStatus) != nil && $0.index(of: .message) == nil }
        for entry in service.entries where !isAccess[entry.shape] {
            count.add(entry, population: entry.counts.records, violations: entry.counts.repeats)
            if entry.counts.repeats > 0 { count.samples.merge(entry.counts.samples) }
            if entry.counts.repeats > most.repeats { most = (entry.counts.repeats, entry.key.template) }
        }
        if most.repeats > 0, most.template != 0 { count.example = "\"\(system.templates[most.template] ?? "")\"" }
        return count
    }
}
