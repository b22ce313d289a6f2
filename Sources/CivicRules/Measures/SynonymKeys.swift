import CivicFormats
import CivicModel

/// Whether one concept goes by one name in a service. A concept is a role that several names may fill (trace id, error
/// type, status, duration …) or a name without regard to case and separators (`userId`, `user_id`).
struct SynonymKeys: ServiceMeasure {
    static let id = "synonym-keys"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    /// Names for the same thing that no spelling rule joins.
    private static let families: [[String]] = [
        ["userid", "uid", "usrid"], ["useremail", "emailaddress", "mail", "email"], ["username", "login", "userlogin"],
        ["orderid", "orderno", "ordernumber"], ["customerid", "custid"], ["tenantid", "tenant"],
        ["clientip", "remoteaddr", "remoteip", "sourceip", "clientaddr"], ["useragent", "ua"],
    ]

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var names: [String: [String: Int]] = [:]
        var families: [String: String] = [:]
        for family in Self.families { for name in family { families[name] = family[0] } }
        let roles: [Role] = [
            .trace, .span, .request, .event, .cause, .errorType, .errorMessage, .errorCode, .httpMethod, .httpStatus, .duration,
            .service, .version, .environment, .instance,
        ]
        var taken: Set<String> = []
        for entry in service.entries {
            let shape = system.shapes[entry.shape]
            guard shape.isStructured else { continue }
            for role in roles {
                guard let index = shape.index(of: role), index >= shape.envelopeFieldCount else { continue }
                let path = shape.fields[index].path
                taken.insert(path)
                // The name without its parents: `trace_id` and `record.extra.trace_id` are one name at two places.
                names["role:\(role.name)", default: [:]][path, default: 0] += entry.counts.records
            }
        }
        for entry in service.entries {
            let shape = system.shapes[entry.shape]
            guard shape.isStructured else { continue }
            for field in shape.fields[shape.envelopeFieldCount...] where field.kind.isPresent && !taken.contains(field.path) {
                let folded = Self.fold(field.path)
                names[families[folded] ?? folded, default: [:]][field.path, default: 0] += entry.counts.records
            }
        }
        var count = MeasureCount()
        for (_, spellings) in names.sorted(by: { $0.key < $1.key }) {
            count.population += 1
            let distinct = Set(spellings.keys)
            guard distinct.count > 1 else { continue }
            let ordered = spellings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
            var subject = MeasureCount.Subject(names: distinct.sorted(), text: ordered.prefix(3).joined(separator: " / "))
            if let rare = ordered.last,
                let entry = service.entries.first(where: { entry in
                    system.shapes[entry.shape].fields.contains { $0.path == rare }
                })
            {
                subject.samples.merge(entry.counts.samples)
            }
            count.subjects.append(subject)
        }
        count.countSubjects()
        return count
    }

    private static func fold(_ path: String) -> String {
        String(
            decoding: path.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") && $0 != 0x20 },
            as: UTF8.self)
    }
}
