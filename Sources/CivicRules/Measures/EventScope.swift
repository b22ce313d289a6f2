import CivicFormats
import CivicModel

/// Which records are about an event: those that name an event, a cause or a place of a message broker, and those whose
/// message says that something was done to a thing that the record identifies ("shipment created" with an order id).
struct EventScope {
    private let isAboutEvent: [Bool]
    private let namesThing: [Bool]
    private let templates: [UInt64: String]

    init(_ system: SystemView) {
        templates = system.templates
        isAboutEvent = system.shapes.map { shape in
            shape.index(of: .event) != nil || Self.isPresent(.cause, in: shape) || Self.isPresent(.messaging, in: shape)
        }
        namesThing = system.shapes.map { shape in
            !Self.isPresent(.httpMethod, in: shape) && !Self.isPresent(.httpRoute, in: shape) && shape.isStructured
                && Self.namesThing(shape)
        }
    }

    func contains(_ entry: ServiceView.Entry) -> Bool {
        isAboutEvent[entry.shape]
            || namesThing[entry.shape] && entry.key.level <= .info && Self.saysDone(templates[entry.key.template] ?? "")
    }

    static func isPresent(_ role: Role, in shape: Shape) -> Bool {
        shape.index(of: role).map { shape.fields[$0].kind.isPresent } ?? false
    }

    /// A field such as `orderId`, `order_id` or `order.id` that fills no role.
    private static func namesThing(_ shape: Shape) -> Bool {
        let taken = Set(Role.allCases.compactMap { shape.index(of: $0) })
        return shape.fields.indices.contains { index in
            guard index >= shape.envelopeFieldCount, !taken.contains(index), shape.fields[index].kind == .string else {
                return false
            }
            let path = shape.fields[index].path
            let last = path.split(separator: ".").last.map(String.init) ?? path
            guard last.hasSuffix("Id") || last.hasSuffix("_id") || last.hasSuffix("ID") || last == "id" && path.contains(".")
            else { return false }
            let lower = path.lowercased()
            return ![
                "session", "thread", "process", "pid", "user", "client", "container", "host", "instance", "connection", "query",
            ].contains { lower.contains($0) }
        }
    }

    /// Two or three words that end in a past participle: "shipment created", "order was placed".
    private static func saysDone(_ template: String) -> Bool {
        let words = template.split(separator: " ")
        guard (2...4).contains(words.count), let last = words.last?.lowercased() else { return false }
        return last.hasSuffix("ed") && last.count > 4
            || ["sent", "paid", "shipped", "sold", "bought", "made", "done", "begun"].contains(last)
    }
}
