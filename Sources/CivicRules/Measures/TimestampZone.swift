import CivicModel

/// Whether the times of records say which instant they mean: an offset, `Z`, or a count since 1970.
struct TimestampZone: ServiceMeasure {
    static let id = "timestamp-zone"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in service.entries where entry.key.time.isReadable {
            count.add(entry, violated: entry.key.time.basis < .explicitOffset)
        }
        return count
    }
}
