import CivicModel

/// Whether an object names a member twice: readers disagree on which value wins, and most hide the other.
struct DuplicateKeys: ServiceMeasure {
    static let id = "duplicate-keys"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in service.entries where system.shapes[entry.shape].isStructured {
            count.add(entry, violated: system.shapes[entry.shape].hasDuplicateKeys)
        }
        return count
    }
}
