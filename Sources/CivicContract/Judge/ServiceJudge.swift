import CivicModel
import CivicProfile

/// Holds one service against its facts. What cannot be proven is counted, not claimed.
struct ServiceJudge {
    let service: String
    let facts: [ContractFact]
    private let byKind: [ContractFact.Kind: [ContractFact]]
    let observation: ServiceObservation
    let draft: ContractDraft
    let options: JudgeOptions
    /// Records that the contract stands on, at least.
    let base: Double

    var claims: [Claim] = []
    var looked = 0
    /// Facts that the run gave no chance to show.
    var unexercised: [ContractFact] = []
    /// Templates of the contract, and those that the run shows.
    var templates = (all: 0, shown: 0)

    init(_ service: String, _ facts: [ContractFact], _ observation: ServiceObservation, options: JudgeOptions) {
        (self.service, self.facts, self.observation, self.options) = (service, facts, observation, options)
        byKind = Dictionary(grouping: facts, by: \.kind)
        draft = ContractDraft(observation)
        base = facts.first { $0.kind == .service }?.text("vol").flatMap { Magnitude($0)?.value } ?? 1
    }

    func facts(_ kind: ContractFact.Kind) -> [ContractFact] { byKind[kind] ?? [] }

    /// Whether enough was seen to say that something is missing.
    var provesAbsence: Bool { observation.records >= options.policy.minimumRecords && !observation.isDamaged }

    /// Whether the run has records of as low a level as the contract was made from: what was not written shows no events.
    private var isAsLoud: Bool {
        guard let before = facts.first(where: { $0.kind == .service })?.text("lvl").flatMap({ Level(name: $0) }),
            let now = observation.lowestLevel
        else { return true }
        return now <= before
    }

    mutating func judge() {
        if judgeNotation() { return }
        judgeVolume()
        judgeFields()
        judgeNewFields()
        judgeTimes()
        judgeTemplates()
        judgeNewTemplates()
        judgeEdges()
        judgeLeaks()
    }

    mutating func claim(
        _ kind: ChangeKind, _ verdict: ContractChange.Verdict, _ subject: String, before: ContractFact? = nil,
        after: ContractFact? = nil, _ k: Int, of n: Int, chance: Double? = nil, samples: SampleSet = SampleSet(),
        _ message: String, fix: String
    ) {
        let change = ContractChange(
            kind: kind, verdict: verdict, service: service, subject: subject, before: before, after: after,
            evidence: .init(k, of: n), message: message, fix: fix, samples: samples)
        claims.append(Claim(change: change, chance: chance))
    }

    /// A service that changed its notation altogether: one change, not a hundred that follow from it.
    private mutating func judgeNotation() -> Bool {
        guard let fact = facts(.service).first, let before = fact.text("fmt"), let now = observation.notation,
            now.name != before
        else { return false }
        looked += 1
        let kept = observation.notations[before] ?? 0
        guard now.records >= Proof.least, kept * 2 < observation.records else { return false }
        var after = fact
        after.attributes["fmt"] = .text(now.name)
        claim(
            .typeChanged, .breaking, "", before: fact, after: after, now.records, of: observation.records,
            "records were \(before) and are \(now.name) now; \(facts.count - 1) further facts were not compared",
            fix: "Write \(before) again, or tell those who read it and make the contract anew.")
        unexercised += facts.filter { $0.kind != .service }
        return true
    }

    private mutating func judgeVolume() {
        guard let fact = facts(.service).first, let per = fact.text("per").flatMap({ Magnitude($0) }),
            let now = observation.perChain
        else { return }
        looked += 1
        guard now >= 10 * per.value || now * 10 <= per.value, let magnitude = Magnitude(floor: now) else { return }
        var after = fact
        after.attributes["per"] = .text(magnitude.text)
        claim(
            .volumeChanged, .warn, "", before: fact, after: after, observation.records, of: observation.chains,
            "\(service) wrote about \(Self.plain(per)) records a chain and writes about \(Self.plain(magnitude)) now",
            fix: "See which log statement came or went: a tenfold volume is a tenfold bill.")
    }

    static func plain(_ magnitude: Magnitude) -> String {
        guard magnitude.exponent >= 0, magnitude.exponent < 9 else { return magnitude.text }
        return String(magnitude.digit) + String(repeating: "0", count: magnitude.exponent)
    }

    // MARK: - Edges and leaks

    private mutating func judgeEdges() {
        for fact in facts(.edge) {
            guard let reach = fact.text("reach").flatMap(CoverageClass.value) else { continue }
            let edges = observation.edges[fact.subject] ?? []
            guard let edge = edges.first(where: { $0.at == fact.text("at") }), edge.total >= 10, provesAbsence, isAsLoud else {
                unexercised.append(fact)
                continue
            }
            looked += 1
            let share = Double(edge.reached) / Double(edge.total)
            guard share < reach - 0.01 else { continue }
            var after: ContractFact? = fact
            if let name = CoverageClass.name(k: edge.reached, n: edge.total) {
                after?.attributes["reach"] = .text(name)
            } else {
                after = nil
            }
            claim(
                .edgeLost, .breaking, fact.subject, before: fact, after: after, edge.reached, of: edge.total,
                chance: BinomialTail.atMost(edge.reached, of: edge.total, chance: reach),
                "\(edge.reached) of \(edge.total) events of \(fact.subject) reach \(service); it was \(fact.text("reach") ?? "") of them",
                fix: "See whether \(service) still takes these events and still logs their id.")
        }
        let known = Set(facts(.edge).map(\.subject))
        for edge in draft.edges() where !known.contains(edge.subject) {
            let best = observation.edges[edge.subject]?.max { $0.reached < $1.reached }
            claim(
                .added, .ok, edge.subject, after: edge, best?.reached ?? 0, of: best?.total ?? 0,
                "\(service) acts on events of \(edge.subject), which is new", fix: "Nothing to do.")
        }
    }

    private mutating func judgeLeaks() {
        let known = Set(facts(.leak).map(\.subject))
        for leak in draft.leaks() where !known.contains(leak.subject) {
            guard let found = observation.leaks[leak.subject] else { continue }
            looked += 1
            let texts = found.templates.compactMap { observation.templates[$0]?.text }.filter { !$0.isEmpty }
            var whereabouts = texts.first.map { " (in \"\($0)\"" } ?? ""
            if texts.count > 1 { whereabouts += " and \(texts.count - 1) more" }
            if !texts.isEmpty { whereabouts += ")" }
            claim(
                .secretAdded, .breaking, leak.subject, after: leak, found.k, of: found.n,
                "\(found.k) of \(found.n) records of \(service) break \(leak.subject) \(found.name), which none did before"
                    + whereabouts,
                fix: found.fix)
            claims[claims.count - 1].change.addresses = found.addresses
            claims[claims.count - 1].change.templates = found.templates
        }
    }
}
