import CivicCorrelation
import CivicModel

/// How much of a service's log is about probes of the endpoints that were recorded.
struct ProbesInLog: HealthMeasure {
    static let id = "probes-in-log"

    private let fewest: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["fewest"])
        fewest = max(1, try parameters.whole("fewest", default: 100))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let log = subject.log, log.audible > 0, subject.endpoints.contains(where: { $0.isHTTP }) else { return count }
        count.population = log.audible
        if log.probes >= fewest { count.violations = min(log.probes, log.audible) }
        if let first = log.firstProbe {
            count.note(first.note("the first of \(log.probes) requests to health and metrics paths"))
        }
        if count.violations > 0 { count.conclude([], .high, []) }
        return count
    }
}
