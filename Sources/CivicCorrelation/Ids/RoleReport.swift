import CivicFormats
import CivicModel
import CivicProfile

/// Which fields of which service hold ids, and what for: what the chains of a run were followed by.
enum RoleReport {
    static func roles(_ profile: Profile, names: ServiceNames, columns: ColumnRoles) -> [Correlation.ColumnRole] {
        let known = profile.shapes.mapValues { fields(of: $0, columns: columns) }
        var roles: Set<Correlation.ColumnRole> = []
        for key in profile.cells.keys {
            guard let fields = known[key.shape], !fields.isEmpty else { continue }
            let service = names.name(key.service, key.origin, source: key.source)
            for (path, role) in fields { roles.insert(.init(service: service, field: path, role: role)) }
        }
        return roles.sorted { ($0.service, $0.field, $0.role.rawValue) < ($1.service, $1.field, $1.role.rawValue) }
    }

    private static func fields(of shape: Shape, columns: ColumnRoles) -> [(path: String, role: IDRole)] {
        let ids = IDColumns(shape, roles: columns)
        var result: [(Int32, IDRole)] = [(ids.event, .event), (ids.cause, .cause)] + ids.flows.map { ($0, .flow) }
        if let span = shape.index(of: .span), shape.fields[span].kind.isPresent { result.append((Int32(span), .span)) }
        return result.filter { $0.0 >= 0 }.map { (shape.fields[Int($0.0)].path, $0.1) }
    }
}
