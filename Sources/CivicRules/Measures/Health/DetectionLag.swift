import CivicCorrelation
import CivicModel

/// How long an endpoint takes to notice that its service fails, and that it is well again. Both are upper bounds: it turned
/// between two answers, and the later one is taken, so the limits allow for some intervals.
struct DetectionLag: HealthMeasure {
    static let id = "detection-lag"

    private let bursts: BurstFinder
    private let detection: Int64
    private let recovery: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(MeasureParameters.burstNames.union(["detection", "recovery"]))
        bursts = try parameters.bursts()
        detection = try parameters.nanoseconds("detection", default: 30)
        recovery = try parameters.nanoseconds("recovery", default: 60)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let log = subject.log else { return count }
        let found = bursts.bursts(in: log)
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where endpoint.saysReadiness && !endpoint.hasWeakTimes {
            for burst in found {
                // Seen green right before: an endpoint that was down already noticed nothing new.
                guard
                    let spell = endpoint.spells.first(where: { spell in
                        spell.isSaid && spell.before != nil && spell.start >= burst.onset.adding(-endpoint.tolerance)
                            && spell.start <= burst.end.adding(3 &* endpoint.interval)
                    })
                else { continue }
                let first = endpoint.answers[spell.answers.lowerBound]
                let late = spell.start.adding(first.observation.duration ?? 0).since(burst.onset)
                let isLate = late > max(detection, 3 &* endpoint.interval)
                count.add(
                    violated: isLate,
                    first.note("\(endpoint.name) first says \(first.saying) \(HealthText.duration(late)) after the first error")
                )
                var isSlow = false
                if !isLate, let end = spell.end, end > burst.end, isQuiet(log, burst.end, end) {
                    let slow = end.since(burst.end)
                    isSlow = slow > max(recovery, 6 &* endpoint.interval)
                    count.add(
                        violated: isSlow,
                        endpoint.answers[spell.answers.upperBound - 1].note(
                            "\(endpoint.name) is green again \(HealthText.duration(slow)) after the last error"))
                }
                if isLate || isSlow { broken.append(endpoint) }
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }

    /// The service works and does not complain between the two times, so it was well again.
    private func isQuiet(_ log: ServiceHealthLog, _ from: Instant, _ to: Instant) -> Bool {
        // A bin at either end may hold what lies outside.
        let (low, high) = (from.adding(log.width), to.adding(-log.width))
        guard low <= high else { return false }
        return log.records(in: low...high) >= 10 && log.warnings(in: low...high) == 0
    }
}
