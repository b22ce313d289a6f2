import CivicFormats
import CivicModel

/// Whether records about published or consumed events say which event.
///
/// A record is about an event when it names an event, a cause, an event type or a place of a message broker, or when its
/// message says that something was done to a thing that the record identifies ("shipment created" with an order id).
struct EventIDPresent: ServiceMeasure {
    static let id = "event-id-present"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        func present(_ role: Role, _ shape: Shape) -> Bool {
            shape.index(of: role).map { shape.fields[$0].kind.isPresent } ?? false
        }
        let hasEvent = system.shapes.map { present(.event, $0) }
        let isAboutEvent = system.shapes.map { shape in
            shape.index(of: .event) != nil || present(.cause, shape) || present(.messaging, shape)
        }
        let namesThing = system.shapes.map { shape in
            !present(.httpMethod, shape) && !present(.httpRoute, shape) && shape.isStructured && Self.namesThing(shape)
        }
        var count = MeasureCount()
        for entry in service.entries {
            let isMember =
                isAboutEvent[entry.shape]
                || namesThing[entry.shape] && entry.key.level <= .info
                    && Self.saysDone(system.templates[entry.key.template] ?? "")
            guard isMember else { continue }
            count.add(entry, violated: !hasEvent[entry.shape])
        }
        return count
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
