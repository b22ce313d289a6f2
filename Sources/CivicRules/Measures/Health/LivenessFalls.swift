import CivicCorrelation
import CivicModel

/// Whether liveness falls and rises together with a dependency that another endpoint of the service reports.
struct LivenessFalls: HealthMeasure {
    static let id = "liveness-falls"

    private let intervals: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["intervals"])
        intervals = Int64(try parameters.whole("intervals", default: 3))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        let others = subject.endpoints.filter(\.saysReadiness)
        for live in subject.endpoints where live.kind == .live && live.answers.count >= 3 {
            for other in others where other.series.identity.instance == live.series.identity.instance {
                for outage in DependencyOutage.all(of: other, service: subject.service) {
                    let around = outage.start.adding(-live.tolerance)...max(outage.start, outage.end ?? outage.last)
                    guard live.answers(in: around).count >= 2 else { continue }
                    let margin = max(live.tolerance, intervals &* max(live.interval, other.interval))
                    let fallen = live.spells.first { spell in
                        spell.isSaid && spell.start.since(outage.start).magnitude <= margin.magnitude
                            && Self.recovers(spell, with: outage, margin)
                    }
                    let note: MeasureCount.Note
                    if let fallen {
                        let first = live.answers[fallen.answers.lowerBound]
                        note = first.note(
                            "\(live.name) says \(first.saying) as \(outage.component) of \(other.name) fails, "
                                + "and is well again with it")
                        broken.append(live)
                    } else {
                        note = other.answers[outage.answer].note("\(outage.component) of \(other.name) fails")
                    }
                    count.add(violated: fallen != nil, note)
                }
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }

    private static func recovers(_ spell: HealthSpell, with outage: DependencyOutage, _ margin: Int64) -> Bool {
        guard let end = spell.end, let other = outage.end else { return spell.end == nil && outage.end == nil }
        return end.since(other).magnitude <= margin.magnitude
    }
}

/// A stretch in which one dependency that an endpoint reports was failing.
struct DependencyOutage {
    var component: String
    var start: Instant
    var last: Instant
    /// First answer in which it is well; nil: the recording ends before.
    var end: Instant?
    /// Index of the first answer in it.
    var answer: Int

    static func all(of endpoint: HealthSubject.Endpoint, service: String) -> [DependencyOutage] {
        var outages: [DependencyOutage] = []
        var open: [String: DependencyOutage] = [:]
        for (index, answer) in endpoint.answers.enumerated() where answer.isAnswered {
            for (path, component) in answer.components where DependencyNames.isDependency(component, of: service) {
                if component.status == .fail {
                    var outage =
                        open[path]
                        ?? DependencyOutage(component: path, start: answer.time, last: answer.time, end: nil, answer: index)
                    outage.last = answer.time
                    open[path] = outage
                } else if component.status == .pass, var outage = open.removeValue(forKey: path) {
                    outage.end = answer.time
                    outages.append(outage)
                }
            }
        }
        outages += open.values
        return outages.sorted { ($0.start, $0.component) < ($1.start, $1.component) }
    }
}
