import CivicModel
import CivicProfile

extension ServiceJudge {
    /// How times are written.
    mutating func judgeTimes() {
        for fact in facts(.time) {
            guard let now = TimeNotation(observation.times[fact.subject] ?? [:]), now.records >= Proof.least else {
                unexercised.append(fact)
                continue
            }
            looked += 1
            let after = draft.times().first { $0.subject == fact.subject }
            let samples = observation.fields[fact.subject]?.samples ?? SampleSet()
            let n = now.records
            func isNotable(_ k: Int) -> Bool { k >= Proof.least && k * 100 >= n }
            let foreign = now.foreign(to: fact.list("fmt"))
            let old = fact.text("zone") ?? "none"
            if isNotable(foreign) {
                let fresh = now.encodings.filter { !fact.list("fmt").contains($0) }.joined(separator: ", ")
                claim(
                    .timeFormatChanged, .breaking, fact.subject, before: fact, after: after, foreign, of: n, samples: samples,
                    "times in \(fact.subject) were \(fact.list("fmt").joined(separator: " or ")) and are \(fresh) in \(foreign) of \(n) records",
                    fix: "Write times as before: parsers and dashboards know that notation.")
                continue
            }
            if old != "none", isNotable(now.zoneless) {
                claim(
                    .timeFormatChanged, .breaking, fact.subject, before: fact, after: after, now.zoneless, of: n,
                    samples: samples,
                    "times in \(fact.subject) have lost their zone in \(now.zoneless) of \(n) records",
                    fix: "Write Z or an offset behind every time.")
                continue
            }
            let digits = fact.number("frac") ?? 0
            let (was, unit) = (TimeNotation.unit(digits), TimeNotation.unit(now.digits))
            if unit < was, n >= ContractDraft.settled {
                let coarser = now.coarser(than: 3 * (was - 1) + 1)
                claim(
                    .timeFormatChanged, .breaking, fact.subject, before: fact, after: after, coarser, of: n, samples: samples,
                    "times in \(fact.subject) had \(digits) decimals of the second and have \(now.digits) now",
                    fix: "Write the decimals again: what happened first can no longer be told.")
            } else if n >= ContractDraft.settled,
                unit > was || old == "none" && now.zone != "none"
                    || Self.offsets.contains(old) && now.zone != old && Self.offsets.contains(now.zone)
            {
                claim(
                    .timeFormatImproved, .ok, fact.subject, before: fact, after: after, n, of: n, samples: samples,
                    "times in \(fact.subject) say as much as before or more, written another way", fix: "Nothing to do.")
            }
        }
    }

    private static let offsets: Set<String> = ["Z", "offset"]
}
