import CivicFormats
import CivicModel

/// Whether lines decode in the format of their stream. Lines that do not are charged to the service that the rest of
/// their source belongs to; damage of the compression is an error of the input and not counted here.
struct RecordDecodes: ServiceMeasure {
    static let id = "record-decodes"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in service.entries { count.add(entry, violated: false) }
        for source in service.rejectedSources {
            guard let tally = system.sources[source] else { continue }
            let rejected = tally.rejects.values.reduce(0, +)
            count.population += rejected
            count.violations += rejected
            count.samples.merge(tally.rejectSamples)
        }
        return count
    }
}
