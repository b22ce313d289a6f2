import CivicFormats
import CivicModel

/// Whether records about requests and events carry a trace, correlation or request id, or both the event and its cause, which
/// tie a story together as well.
///
/// A record is about a request or an event when it has a field that says so (method, route, status, topic, event or cause
/// id, span, or one of the ids themselves), when another record of the same message has, or when it is about an event for
/// another reason (`EventScope`). Records of the life of the
/// process (started, ready, stopping) are nobody's.
struct CorrelationIDPresent: ServiceMeasure {
    static let id = "correlation-id-present"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    private static let ids: [Role] = [.trace, .request]
    private static let scope: [Role] = [
        .trace, .request, .span, .event, .cause, .httpMethod, .httpRoute, .httpStatus, .messaging,
    ]

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        let ids = IDFields(of: service, in: system)
        func mayJoin(_ shape: Int) -> Bool {
            ids.has(.flow, named: Self.ids, in: shape)
                || ids.has(.event, named: [.event], in: shape) && ids.has(.cause, named: [.cause], in: shape)
        }
        var hasID: [Int: Bool] = [:]
        let inScope = system.shapes.map { shape in Self.scope.contains { shape.index(of: $0) != nil } }
        var templates: Set<UInt64> = []
        for entry in service.entries where inScope[entry.shape] { templates.insert(entry.key.template) }
        let events = EventScope(system)
        var count = MeasureCount()
        for entry in service.entries
        where templates.contains(entry.key.template) || inScope[entry.shape] || events.contains(entry) {
            if !inScope[entry.shape], Self.isLifecycle(system.templates[entry.key.template] ?? "") { continue }
            let known = hasID[entry.shape] ?? mayJoin(entry.shape)
            hasID[entry.shape] = known
            count.add(entry, violated: !known)
        }
        return count
    }

    static func isLifecycle(_ template: String) -> Bool {
        let text = template.lowercased()
        return [
            "start", "stop", "ready", "shut", "listening", "config", "initiali", "connected to", "exiting", "terminat", "boot",
        ]
        .contains { text.contains($0) }
    }
}
