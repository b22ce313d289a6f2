import CivicCorrelation
import CivicModel

/// Whether liveness and readiness are one check under two names. That they agree while all is well proves nothing and costs
/// little.
struct SameLiveAndReady: HealthMeasure {
    static let id = "same-live-and-ready"

    private let fewest: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["pairs"])
        fewest = max(1, try parameters.whole("pairs", default: 10))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var names: [String] = []
        var isProven = false
        for live in subject.endpoints where live.kind == .live && live.isHTTP {
            for ready in subject.endpoints
            where ready.kind == .ready && ready.series.identity.instance == live.series.identity.instance {
                var (pairs, equal, troubled) = (0, 0, 0)
                var at = 0
                for answer in live.answers where answer.isAnswered {
                    while at + 1 < ready.answers.count,
                        ready.answers[at + 1].time.since(answer.time).magnitude
                            <= ready.answers[at].time.since(answer.time).magnitude
                    { at += 1 }
                    guard at < ready.answers.count, ready.answers[at].isAnswered,
                        ready.answers[at].time.since(answer.time).magnitude <= live.tolerance.magnitude
                    else { continue }
                    pairs += 1
                    if answer.status != .pass || ready.answers[at].status != .pass { troubled += 1 }
                    if answer.status == ready.answers[at].status, answer.body?.stableHash == ready.answers[at].body?.stableHash
                    {
                        equal += 1
                    }
                }
                guard pairs >= fewest, let first = live.answers.first else { continue }
                let isSame = equal == pairs
                count.add(
                    violated: isSame,
                    first.note(
                        "\(live.name) and \(ready.name) say the same in \(pairs) pairs of answers, \(troubled) of them "
                            + "in trouble"))
                if isSame {
                    names.append("\(live.name) and \(ready.name)")
                    if troubled > 0 { isProven = true }
                }
            }
        }
        if count.violations > 0, !isProven { count.grade(.low) }
        count.conclude(names, isProven ? .high : .low, [])
        return count
    }
}
