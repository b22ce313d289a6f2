import CivicCorrelation
import CivicModel

/// Whether a health answer stands at the path at all: one that is forbidden, missing or leads to a login blinds whoever asks.
struct NotHealth: HealthMeasure {
    static let id = "not-health"

    private let share: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["share"])
        share = try parameters.percent("share", default: 50)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints {
            let coded = endpoint.all.filter { $0.observation.statusCode != nil }
            guard !coded.isEmpty else { continue }
            let elsewhere = coded.filter(\.isElsewhere)
            let isBlind = !elsewhere.isEmpty && elsewhere.count * 100 >= share * coded.count
            let first = elsewhere.first ?? coded[0]
            let target = first.header("location").map { ", to \($0.prefix(80))" } ?? ""
            count.add(
                violated: isBlind,
                first.note(
                    "\(endpoint.name) answers HTTP status \(first.observation.statusCode ?? 0)\(target) in "
                        + "\(elsewhere.count) of \(coded.count) answers"))
            if isBlind { broken.append(endpoint) }
        }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }
}
