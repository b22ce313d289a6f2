import CivicFormats
import CivicModel

/// Whether records about published or consumed events say which event (`EventScope` says which records these are).
struct EventIDPresent: ServiceMeasure {
    static let id = "event-id-present"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        let scope = EventScope(system)
        let hasEvent = system.shapes.map { EventScope.isPresent(.event, in: $0) }
        var count = MeasureCount()
        for entry in service.entries where scope.contains(entry) { count.add(entry, violated: !hasEvent[entry.shape]) }
        return count
    }
}
