import CivicFormats
import CivicModel

/// Whether a field path holds values of incompatible JSON types: whole and broken numbers are one type, null is none.
/// One stray record is enough, since one is enough for an index to refuse documents.
struct FieldTypeConflict: ServiceMeasure {
    static let id = "field-type-conflict"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        struct Holding {
            var records = 0
            var entries: [Int] = []
        }
        var paths: [String: [String: Holding]] = [:]
        for (index, entry) in service.entries.enumerated() {
            let shape = system.shapes[entry.shape]
            guard shape.isStructured else { continue }
            var objects: Set<String> = []
            for field in shape.fields {
                if let type = field.kind.indexClass {
                    paths[field.path, default: [:]][type, default: Holding()].records += entry.counts.records
                    paths[field.path]?[type]?.entries.append(index)
                }
                // Members make their parents objects.
                var parent = field.path[...]
                while let dot = parent.lastIndex(of: ".") {
                    parent = parent[..<dot]
                    objects.insert(String(parent))
                }
            }
            for path in objects {
                paths[path, default: [:]]["object", default: Holding()].records += entry.counts.records
                paths[path]?["object"]?.entries.append(index)
            }
        }
        var count = MeasureCount()
        for (path, types) in paths.sorted(by: { $0.key < $1.key }) {
            // Flat keys with dots beside a flat key of their first part are two keys, not an object and a value.
            let isFlatParent = types["object"] != nil && types.count > 1 && Self.isFlat(path, in: service, system)
            let kinds = isFlatParent ? types.filter { $0.key != "object" } : types
            count.population += 1
            guard kinds.count > 1 else { continue }
            let ordered = kinds.sorted { ($1.value.records, $0.key) < ($0.value.records, $1.key) }
            var subject = MeasureCount.Subject(
                names: [path], text: "\(path) (\(ordered.map(\.key).joined(separator: ", ")))")
            if let rare = ordered.last, let first = rare.value.entries.first {
                subject.samples.merge(service.entries[first].counts.samples)
            }
            count.subjects.append(subject)
        }
        count.countSubjects()
        return count
    }

    /// Whether some record has both `path` itself and a member below it: possible for flat keys only.
    private static func isFlat(_ path: String, in service: ServiceView, _ system: SystemView) -> Bool {
        service.entries.contains { entry in
            let fields = system.shapes[entry.shape].fields
            return fields.contains { $0.path == path && $0.kind.isPresent } && fields.contains { $0.path.hasPrefix(path + ".") }
        }
    }
}
