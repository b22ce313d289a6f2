import CivicCorrelation
import CivicModel

/// Whether nearly all instances of a service leave together because of one component that they share.
struct ReplicasFailTogether: HealthMeasure {
    static let id = "replicas-fail-together"

    private let share: Int
    private let fewest: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["share", "instances"])
        share = try parameters.percent("share", default: 80)
        fewest = max(2, try parameters.whole("instances", default: 3))
    }

    private struct Fall {
        var component: String
        var instance: Int
        var answer: SeriesAnswer
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        let ready = subject.endpoints.filter { $0.kind == .ready }
        let asked = ready.isEmpty ? subject.endpoints.filter(\.saysReadiness) : ready
        let instances = Set(asked.map(Self.instance)).sorted()
        guard instances.count >= fewest else { return count }
        var falls: [Fall] = []
        for endpoint in asked {
            let instance = instances.firstIndex(of: Self.instance(endpoint)) ?? 0
            for spell in endpoint.spells {
                let answers = endpoint.answers[spell.answers]
                let first = answers.first { answer in answer.components.contains { $0.component.status == .fail } }
                guard let first else { continue }
                for (path, component) in first.components where component.status == .fail && component.children.isEmpty {
                    falls.append(Fall(component: path, instance: instance, answer: first))
                }
            }
        }
        let interval = asked.map(\.interval).max() ?? 0
        var names: [String] = []
        for component in Set(falls.map(\.component)).sorted() {
            let members = falls.filter { $0.component == component }.sorted {
                ($0.answer.time, $0.instance) < ($1.answer.time, $1.instance)
            }
            var start = 0
            while start < members.count {
                var end = start
                while end + 1 < members.count, members[end + 1].answer.time.since(members[start].answer.time) <= interval {
                    end += 1
                }
                let fallen = Set(members[start...end].map(\.instance)).count
                let isFleet = fallen >= 2 && fallen * 100 >= share * instances.count
                count.add(
                    violated: isFleet,
                    members[start].answer.note(
                        "\(fallen) of \(instances.count) instances are not ready because of \(component) within "
                            + HealthText.duration(interval)))
                if isFleet { names.append(component) }
                start = end + 1
            }
        }
        count.conclude(names, .high, asked)
        return count
    }

    /// The name of the instance, or the host and port that it answers at.
    private static func instance(_ endpoint: HealthSubject.Endpoint) -> String {
        if let instance = endpoint.series.identity.instance { return instance }
        let url = endpoint.series.identity.url
        guard let scheme = url.firstRange(of: "://") else { return url }
        return String(url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" })
    }
}
