import CivicCorrelation
import CivicFormats
import CivicModel

/// Which ids the records of a service have: by the names of their fields, and by what chains found the values of fields to be,
/// whatever they are called there.
struct IDFields {
    private let found: [IDRole: Set<String>]
    private let shapes: [Shape]

    init(of service: ServiceView, in system: SystemView) {
        found = system.foundIDs[service.name] ?? [:]
        shapes = system.shapes
    }

    /// Whether records of a shape have an id of one of the roles that is not void.
    func has(_ role: IDRole, named names: [Role], in shape: Int) -> Bool {
        let shape = shapes[shape]
        if names.contains(where: { EventScope.isPresent($0, in: shape) }) { return true }
        guard let paths = found[role] else { return false }
        return shape.fields.contains { $0.kind.isPresent && paths.contains($0.path) }
    }
}
