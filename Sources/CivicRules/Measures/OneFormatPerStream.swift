import CivicFormats
import CivicModel

/// Whether all records of a source are in the notation that most of it is in. Dialects of JSON are one notation here:
/// other fields are not another format.
struct OneFormatPerStream: ServiceMeasure {
    static let id = "one-format-per-stream"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        let notations = system.shapes.map(Self.notation)
        var bySource: [Int: [String: Int]] = [:]
        for other in system.services {
            for entry in other.entries {
                bySource[entry.key.source, default: [:]][notations[entry.shape], default: 0] += entry.counts.records
            }
        }
        let majorities = bySource.mapValues { tally in tally.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "" }
        var count = MeasureCount()
        var strays: [String: Int] = [:]
        for entry in service.entries {
            let notation = notations[entry.shape]
            let isStray = notation != majorities[entry.key.source]
            if isStray { strays["\(notation) among \(majorities[entry.key.source] ?? "")", default: 0] += entry.counts.records }
            count.add(entry, violated: isStray)
        }
        count.example = strays.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        return count
    }

    private static func notation(_ shape: Shape) -> String {
        let isLine = LineFormats.all.contains { $0.id == shape.format }
        return (shape.envelopes + [isLine ? shape.format : "json"]).joined(separator: "+")
    }
}
