import CivicCorrelation
import CivicModel

/// Whether a service says that it is ready before its own log says that it has started, while its startup check does not pass
/// yet, or right before it fails what it is sent.
struct ReadyBeforeStart: HealthMeasure {
    static let id = "ready-before-start"

    private let bursts: BurstFinder
    private let settling: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(MeasureParameters.burstNames.union(["settling"]))
        bursts = try parameters.bursts()
        settling = try parameters.nanoseconds("settling", default: 30)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        let found = subject.log.map { bursts.bursts(in: $0) } ?? []
        let startups = subject.endpoints.filter { $0.kind == .startup }
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where endpoint.kind == .ready && !endpoint.hasWeakTimes {
            // A start is seen as a spell without answers that ends, or as the beginning of the recording.
            for spell in endpoint.spells where !spell.isSaid || spell.answered < spell.count {
                guard let ready = spell.end, let index = endpoint.answers.firstIndex(where: { $0.time == ready && $0.isPass })
                else { continue }
                let answer = endpoint.answers[index]
                let started = subject.log?.lifecycle.first { event in
                    event.kind == .started && event.mark.time > spell.start.adding(-endpoint.tolerance)
                        && event.mark.time < ready.adding(300_000_000_000)
                }
                let isEarly = started.map { $0.mark.time.since(ready) > endpoint.tolerance } ?? false
                let startup = startups.first { other in
                    other.series.identity.instance == endpoint.series.identity.instance
                        && (other.answers.last { $0.time <= ready && ready.since($0.time) <= other.tolerance }?.isTrouble
                            ?? false)
                        && (other.answers.first { $0.time > ready }?.isTrouble ?? false)
                }
                let burst = found.first { burst in
                    burst.onset >= ready && burst.onset.since(ready) <= settling
                        && !found.contains { $0.end < ready && ready.since($0.end) < 300_000_000_000 }
                }
                guard started != nil || !startups.isEmpty || subject.isLogged(ready...ready.adding(settling)) else { continue }
                let why: String
                if isEarly, let started {
                    why = "before the log says that it has started (\(HealthText.time(started.mark.time)))"
                } else if let startup {
                    why = "while \(startup.name) does not pass"
                } else {
                    why = "and errors begin \(HealthText.duration(burst?.onset.since(ready) ?? 0)) later"
                }
                let isBroken = isEarly || startup != nil || burst != nil
                count.add(violated: isBroken, answer.note("\(endpoint.name) says \(answer.saying) \(why)"))
                if isBroken { broken.append(endpoint) }
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }
}
