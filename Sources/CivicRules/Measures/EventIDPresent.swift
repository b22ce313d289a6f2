import CivicFormats
import CivicModel

/// Whether records about published or consumed events say which event (`EventScope` says which records these are): that
/// itself, or what it was caused by, which is the event that was consumed.
struct EventIDPresent: ServiceMeasure {
    static let id = "event-id-present"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        let scope = EventScope(system)
        let ids = IDFields(of: service, in: system)
        var hasEvent: [Int: Bool] = [:]
        var count = MeasureCount()
        for entry in service.entries where scope.contains(entry) {
            let known =
                hasEvent[entry.shape] ?? ids.has(.event, named: [.event], in: entry.shape)
                || ids.has(.cause, named: [.cause], in: entry.shape)
            hasEvent[entry.shape] = known
            count.add(entry, violated: !known)
        }
        return count
    }
}
