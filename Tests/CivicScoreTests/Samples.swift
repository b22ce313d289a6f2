import CivicModel

@testable import CivicScore

/// SplitMix64 (Steele, Lea, Flood 2014): the same cases on every machine.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &self)] }
}

func info(
    _ id: String, _ dimension: Dimension, _ impact: Impact = .normal, severity: Severity = .warn,
    _ allowance: Allowance = Allowance(ok: 0.01, bad: 0.5), cap: ScoreCap? = nil,
    message: String = "{violations} of {n} records break it"
) -> RuleInfo {
    RuleInfo(
        id: id, name: "rule-\(id.lowercased())", rationale: "It matters.", fix: "Mend it.", severity: severity,
        impact: impact, dimension: dimension, unit: .record, allowance: allowance, cap: cap, message: message)
}

func info(
    _ id: String, _ dimension: Dimension, severity: Severity = .warn, _ allowance: Allowance, cap: ScoreCap? = nil
) -> RuleInfo {
    info(id, dimension, .normal, severity: severity, allowance, cap: cap)
}

func outcome(
    _ rule: RuleInfo, _ violations: Int, of population: Int, in service: String = "orders",
    templates: [RuleOutcome.TemplateCount] = [], suppressed: Int = 0, example: String = ""
) -> RuleOutcome {
    RuleOutcome(
        rule: rule, service: service, population: population, violations: violations, templateRatios: templates,
        example: example, suppressed: suppressed)
}

/// One clean rule in each of `dimensions`, so that a letter can be given.
func clean(
    _ dimensions: [Dimension] = [.format, .message, .correlation, .security], in service: String = "orders"
)
    -> [RuleOutcome]
{
    dimensions.map { outcome(info("CLEAN-\($0)", $0), 0, of: 10_000, in: service) }
}

let everything = Set(Dimension.allCases)

/// A random system: one to three services, each with up to 14 rules over all dimensions.
struct RandomSystem {
    var outcomes: [RuleOutcome]
    var services: [(name: String, records: Int)]
    var scoring: Scoring

    init(using random: inout SeededGenerator) {
        var rules: [RuleInfo] = []
        for number in 0..<Int.random(in: 1...14, using: &random) {
            let ok = random.pick([0, 0.0001, 0.001, 0.01, 0.05, 0.1])
            let bad = min(1, ok == 0 ? 0.01 : ok * random.pick([2, 10, 50, 100]))
            let allowance = Allowance(
                ok: ok, bad: bad, minimum: random.pick([1, 10, 30, 100]),
                ratio: Bool.random(using: &random) ? .records : .balanced, presence: Int.random(in: 0..<6, using: &random) == 0)
            let cap =
                Int.random(in: 0..<4, using: &random) == 0
                ? ScoreCap(
                    at: random.pick([49, 59, 74]), from: random.pick([0, 0.2, 0.5])) : nil
            rules.append(
                info(
                    "R-\(100 + number)", random.pick(Dimension.allCases),
                    random.pick(Impact.allCases), severity: random.pick(Severity.allCases),
                    allowance, cap: cap))
        }
        let names = ["orders", "payments", "shipping"].prefix(Int.random(in: 1...3, using: &random))
        outcomes = []
        for name in names {
            for rule in rules {
                outcomes.append(Self.outcome(rule, in: name, using: &random))
            }
        }
        services = names.map { ($0, 1000) }
        var tiers: [String: ServiceTier] = [:]
        for name in names { tiers[name] = random.pick(ServiceTier.allCases) }
        let assessed = Dimension.allCases.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
        scoring = Scoring(tiers: tiers, pointVerdicts: Bool.random(using: &random), assessed: Set(assessed))
    }

    private static func outcome(_ rule: RuleInfo, in name: String, using random: inout SeededGenerator) -> RuleOutcome {
        var templates: [RuleOutcome.TemplateCount] = []
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let population = Int.random(in: 1...random.pick([3, 50, 5000]), using: &random)
            let most = random.pick([0, population / 20, population])
            templates.append(.init(population: population, violations: Int.random(in: 0...most, using: &random)))
        }
        let population = templates.reduce(0) { $0 + $1.population }
        let violations = templates.reduce(0) { $0 + $1.violations }
        let suppressed =
            Int.random(in: 0..<5, using: &random) == 0 ? Int.random(in: 0...(population - violations), using: &random) : 0
        return CivicScoreTests.outcome(
            rule, violations, of: population, in: name, templates: templates, suppressed: suppressed)
    }

    func card() -> Scorecard { scoring.card(outcomes: outcomes, services: services) }
}
