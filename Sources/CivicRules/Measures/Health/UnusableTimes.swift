import CivicCorrelation
import CivicModel

/// Whether the times in a body can be used: with a zone, readable, not zero, and not from the future.
struct UnusableTimes: HealthMeasure {
    static let id = "unusable-times"

    private let ahead: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["ahead"])
        ahead = try parameters.nanoseconds("ahead", default: 300)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var names: [String] = []
        for endpoint in subject.endpoints {
            for answer in endpoint.all where !answer.isElsewhere {
                guard let report = answer.report else { continue }
                let times = answer.components.compactMap(\.component.time) + [report.reportTime].compactMap(\.self)
                guard !times.isEmpty || !report.badTimes.isEmpty else { continue }
                let future =
                    answer.observation.time == nil || endpoint.hasWeakTimes
                    ? nil : times.first { $0.since(answer.time) > ahead }
                let bad = report.badTimes.first
                count.add(
                    violated: bad != nil || future != nil,
                    answer.note(
                        bad.map { "\(endpoint.name): \"\($0.prefix(40))\" is no time with a zone" }
                            ?? "\(endpoint.name): \(HealthText.time(future ?? answer.time)) lies ahead"))
                if bad != nil || future != nil { names.append(endpoint.name) }
            }
        }
        count.conclude(names, .high, [])
        return count
    }
}
