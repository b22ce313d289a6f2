import CivicCorrelation
import CivicModel

/// Whether every probe is given a session.
struct SessionsFromProbes: HealthMeasure {
    static let id = "sessions-from-probes"

    private let share: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["share"])
        share = try parameters.percent("share", default: 50)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints {
            let recorded = endpoint.all.filter { $0.isHTTP && $0.isAnswered && !$0.observation.headers.isEmpty }
            guard !recorded.isEmpty else { continue }
            let setting = recorded.filter { $0.header("set-cookie") != nil }
            let isSet = !setting.isEmpty && setting.count * 100 >= share * recorded.count
            let first = setting.first ?? recorded[0]
            // The name alone: the value is a session.
            let name = first.header("set-cookie")?.prefix { $0 != "=" && $0 != ";" }.prefix(40) ?? ""
            count.add(
                violated: isSet,
                first.note("\(endpoint.name) sets the cookie \(name) in \(setting.count) of \(recorded.count) answers"))
            if isSet { broken.append(endpoint) }
        }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }
}
