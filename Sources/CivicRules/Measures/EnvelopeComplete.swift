import CivicFormats
import CivicModel

/// Whether an event says which it is, what kind it is of, and whose: an id, a type, and a source or a stream; in CloudEvents
/// also the version of the specification.
struct EnvelopeComplete: ServiceMeasure {
    static let id = "envelope-complete"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        let isComplete = system.shapes.map(Self.isComplete)
        var count = MeasureCount()
        for entry in service.entries { count.add(entry, violated: !isComplete[entry.shape]) }
        return count
    }

    private static func isComplete(_ shape: Shape) -> Bool {
        func has(_ role: Role, _ header: String) -> Bool {
            EventScope.isPresent(role, in: shape)
                || shape.fields.contains { $0.kind.isPresent && ShapeKeys.fold($0.path).hasSuffix(header) }
        }
        guard has(.event, "ceid"), has(.eventType, "cetype") else { return false }
        if shape.format == "cloudevents" {
            return shape.index(ofFirst: ["specversion"]) >= 0 && shape.index(ofFirst: ["source"]) >= 0
        }
        return has(.service, "cesource") || shape.index(ofFirst: EventColumns.streams) >= 0
    }
}
