import CivicModel

/// How many records say the same as the record before them in the same source, but for the time.
struct Repeats: ServiceMeasure {
    static let id = "repeats"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        var most = (repeats: 0, template: UInt64(0))
        for entry in service.entries {
            count.add(entry, population: entry.counts.records, violations: entry.counts.repeats)
            if entry.counts.repeats > 0 { count.samples.merge(entry.counts.samples) }
            if entry.counts.repeats > most.repeats { most = (entry.counts.repeats, entry.key.template) }
        }
        if most.repeats > 0 { count.example = "\"\(system.templates[most.template] ?? "")\"" }
        return count
    }
}
