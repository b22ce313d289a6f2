import CivicFormats
import CivicModel
import CivicProfile

/// Whether records are accesses by health, readiness, liveness or metrics probes: told by a path segment.
struct ProbeNoise: RecordMeasure {
    static let id = "probe-noise"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func bind(to shape: Shape) -> BoundMeasure {
        guard let index = shape.index(of: .httpRoute) else { return .constant(.kept) }
        return .judged(levels: BoundMeasure.allLevels) { record, _ in
            ProbePath.isProbe(record.slots[index].bytes) ? .broken : .kept
        }
    }
}
