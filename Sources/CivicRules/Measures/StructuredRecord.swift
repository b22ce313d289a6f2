import CivicFormats
import CivicModel

/// Whether a record keeps its values in named fields: JSON, logfmt or structured data with at least `fields` (3) fields
/// beside time, level and message.
struct StructuredRecord: ServiceMeasure {
    static let id = "structured-record"
    private let fields: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["fields"])
        fields = Int(try parameters.number("fields", default: 3))
    }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        let verdicts = system.shapes.map { shape in shape.isStructured && Self.namedFields(of: shape) >= fields }
        var count = MeasureCount()
        for entry in service.entries { count.add(entry, violated: !verdicts[entry.shape]) }
        return count
    }

    static func namedFields(of shape: Shape) -> Int {
        let plain = [Role.time, .level, .message].compactMap { shape.index(of: $0) }
        return shape.fields.indices.count { !plain.contains($0) && shape.fields[$0].kind.isPresent }
    }
}
