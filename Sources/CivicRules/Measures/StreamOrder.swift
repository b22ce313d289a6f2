import CivicModel
import CivicProfile

/// How many records are more than a second older than a record before them in the same source. Sources that several
/// services write to are left out: each has a clock of its own, and who collected them put them in that order.
struct StreamOrder: ServiceMeasure {
    static let id = "stream-order"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        var late: [Int: Int] = [:]
        for entry in service.entries where entry.key.time.isReadable && !system.mixedSources.contains(entry.key.source) {
            count.population += entry.counts.records
            late[entry.key.source] = system.sources[entry.key.source]?.lateRecords ?? 0
        }
        for (source, records) in late.sorted(by: { $0.key < $1.key }) where records > 0 {
            count.violations += records
            if let samples = system.sources[source]?.lateSamples { count.samples.merge(samples) }
        }
        return count
    }
}
