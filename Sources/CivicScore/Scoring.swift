public import CivicModel

/// Turns counts into a score card. A pure function: the same counts, in whatever order, give the same card.
///
///     dimension = 100 · Σ w·credit / Σ w      over its rules with a population
///     raw       = Σ W·dimension / Σ W         over the assessed dimensions
///     score     = min(raw, caps)
///
/// The number is a function of ratios alone; counts decide only how sure it is. Every sum runs in a fixed order
/// (dimensions as declared, rules by id, services by name), because sums of doubles depend on it.
public struct Scoring: Sendable {
    /// Dimensions that a letter needs.
    static let needed: [Dimension] = [.format, .message, .correlation, .security]
    /// The system may be this much better than its worst critical service.
    static let lead = 25.0

    /// Tier by name of service; a service that is not named is `normal`.
    public var tiers: [String: ServiceTier]
    /// The input is the population and not a sample of it (a test run): whatever is above the allowance fails.
    public var pointVerdicts: Bool
    /// Dimensions assessed in services that `assessedDimensions` does not name.
    public var assessed: Set<Dimension>

    public init(tiers: [String: ServiceTier] = [:], pointVerdicts: Bool = false, assessed: Set<Dimension>) {
        (self.tiers, self.pointVerdicts, self.assessed) = (tiers, pointVerdicts, assessed)
    }

    /// - Parameters:
    ///   - outcomes: at most one per rule and service, in any order. A population of 0 is "not applicable".
    ///   - services: all services, also those that no outcome is about.
    ///   - assessedDimensions: what was supplied for a service, where it differs from `assessed`. A dimension in which no
    ///     rule has a population counts as not assessed, since there is nothing to make a number of.
    public func card(
        outcomes: [RuleOutcome], services: [(name: String, records: Int)], assessedDimensions: [String: Set<Dimension>] = [:]
    ) -> Scorecard {
        var records: [String: Int] = [:]
        for service in services { records[service.name, default: 0] += service.records }
        var byService: [String: [RuleOutcome]] = [:]
        for outcome in outcomes { byService[outcome.service, default: []].append(outcome) }
        let names = Set(records.keys).union(byService.keys).sorted()
        let cards = names.map { name in
            serviceCard(
                name: name, records: records[name] ?? 0, outcomes: (byService[name] ?? []).sorted(by: Self.precedes),
                supplied: assessedDimensions[name] ?? assessed)
        }
        return Scorecard(services: cards, system: system(of: cards), findings: findings(of: cards))
    }

    /// By rule id; the counts only break ties between outcomes that should not exist twice.
    private static func precedes(_ a: RuleOutcome, _ b: RuleOutcome) -> Bool {
        (a.rule.id, a.population, a.violations, a.suppressed) < (b.rule.id, b.population, b.violations, b.suppressed)
    }

    // MARK: - One service

    private func serviceCard(
        name: String, records: Int, outcomes: [RuleOutcome], supplied: Set<Dimension>
    ) -> ServiceCard {
        let ratios = outcomes.map { ViolationRatio($0) }
        let sum = Weighted(outcomes: outcomes, ratios: ratios, supplied: supplied)
        let capped = outcomes.indices.filter { sum.counts($0) && Self.caps(outcomes[$0], ratio: ratios[$0].value) }
        let ceiling = Self.ceiling(outcomes, capped)
        let score = min(sum.raw.score, ceiling)

        var rules: [RuleScore] = []
        for (i, outcome) in outcomes.enumerated() {
            let (points, without) = (sum.points(i), Self.ceiling(outcomes, capped.filter { $0 != i }))
            let verdict =
                sum.counts(i) || sum.isSaid(i) ? self.verdict(outcome, ratios[i], caps: capped.contains(i)) : .notApplicable
            rules.append(
                RuleScore(
                    outcome: outcome, verdict: verdict, ratio: ratios[i].value, ratioLow: ratios[i].low,
                    ratioHigh: ratios[i].high, credit: sum.credits[i], pointsLost: points,
                    gain: max(0, min(sum.raw.score + points, without) - score), caps: capped.contains(i)))
        }

        let low = min(sum.raw.low, ceiling)
        let high = min(sum.raw.high, ceiling)
        let certainty = Certainty(halfWidth: (high - low) / 2)
        let rated = Self.needed.allSatisfy { needed in sum.dimensions.contains { $0.dimension == needed && $0.assessed } }
        return ServiceCard(
            name: name, records: records, score: score, low: low, high: high,
            grade: rated
                ? Grade.letter(
                    score: score, spotless: Self.isSpotless(dimensions: sum.dimensions, rules: rules), certainty: certainty)
                : Grade.unrated,
            certainty: certainty, uncapped: sum.raw.score, unsuppressed: unsuppressed(outcomes, supplied: supplied),
            caps: capped.map { i in
                .init(rule: outcomes[i].rule.id, at: outcomes[i].rule.cap?.at ?? 100, violations: outcomes[i].violations)
            }.sorted { ($0.at, $0.rule) < ($1.at, $1.rule) },
            dimensions: sum.dimensions, rules: rules)
    }

    /// The score as if nothing were suppressed.
    private func unsuppressed(_ outcomes: [RuleOutcome], supplied: Set<Dimension>) -> Double {
        let ratios = outcomes.map { ViolationRatio.unsuppressed($0) }
        let sum = Weighted(outcomes: outcomes, ratios: ratios, supplied: supplied)
        let capped = outcomes.indices.filter { i in
            var all = outcomes[i]
            all.violations += all.suppressed
            return sum.counts(i) && Self.caps(all, ratio: ratios[i].value)
        }
        return min(sum.raw.score, Self.ceiling(outcomes, capped))
    }

    private static func caps(_ outcome: RuleOutcome, ratio: Double) -> Bool {
        guard let cap = outcome.rule.cap, outcome.violations > 0 else { return false }
        return ratio >= cap.from
    }

    private static func ceiling(_ outcomes: [RuleOutcome], _ capped: [Int]) -> Double {
        capped.reduce(100) { min($0, outcomes[$1].rule.cap?.at ?? 100) }
    }

    private func verdict(_ outcome: RuleOutcome, _ ratio: ViolationRatio, caps: Bool) -> Verdict {
        guard outcome.violations > 0 else { return outcome.suppressed > 0 ? .suppressed : .pass }
        let allowance = outcome.rule.allowance
        if allowance.presence { return .fail }
        // A rule that caps the score is never silent, however its allowance is set.
        guard ratio.value > allowance.ok || caps else { return .pass }
        if pointVerdicts { return .fail }
        return ratio.low > allowance.ok && outcome.population >= allowance.minimum ? .fail : .provisional
    }

    /// What an A+ needs besides its score.
    private static func isSpotless(dimensions: [DimensionScore], rules: [RuleScore]) -> Bool {
        dimensions.allSatisfy { $0.assessed }
            && rules.allSatisfy { rule in
                rule.outcome.suppressed == 0
                    && (rule.outcome.rule.severity != .error || rule.verdict == .pass || rule.verdict == .notApplicable)
            }
    }

    // MARK: - All services

    /// Mean of the services by tier, at most 25 above the lowest critical one; without a letter when none has one.
    private func system(of cards: [ServiceCard]) -> (score: Double, grade: String)? {
        let counted = cards.filter(\.isScored)
        guard !counted.isEmpty else { return nil }
        var (sum, weights, variance) = (0.0, 0.0, 0.0)
        for card in counted {
            let weight = tier(card.name).weight
            let half = (card.high - card.low) / 2
            sum += weight * card.score
            weights += weight
            variance += weight * weight * half * half
        }
        var score = sum / weights
        let critical = counted.filter { tier($0.name) == .critical }.map(\.score)
        if let lowest = critical.min() { score = min(score, lowest + Self.lead) }
        guard counted.contains(where: { $0.grade != Grade.unrated }) else { return (score, Grade.unrated) }
        let grade = Grade.letter(
            score: score, spotless: counted.allSatisfy { Self.isSpotless(dimensions: $0.dimensions, rules: $0.rules) },
            certainty: Certainty(halfWidth: variance.squareRoot() / weights))
        return (score, grade)
    }

    private func tier(_ service: String) -> ServiceTier { tiers[service] ?? .normal }

    private func findings(of cards: [ServiceCard]) -> [Finding] {
        var findings: [Finding] = []
        for card in cards {
            for rule in card.rules where rule.verdict == .fail || rule.verdict == .provisional {
                var finding = Finding(
                    score: rule, service: card.name, message: FindingMessage.text(rule.outcome, ratio: rule.ratio),
                    fingerprint: "")
                // Not the example: which of several faults is quoted depends on the run.
                finding.fingerprint = ReportIssue.fingerprint(
                    id: rule.outcome.rule.id, service: card.name, subject: finding.subject)
                findings.append(finding)
            }
        }
        return findings.sorted { a, b in
            let (i, j) = (Self.urgency(a.score), Self.urgency(b.score))
            if i != j { return i > j }
            // Sums of doubles: points that differ in noise alone are equal, so that no compiler decides the order.
            let (x, y) = ((a.score.price * 1e6).rounded(), (b.score.price * 1e6).rounded())
            if x != y { return x > y }
            let (s, t) = (a.score.outcome.rule.severity, b.score.outcome.rule.severity)
            if s != t { return s > t }
            return (a.service, a.score.outcome.rule.id) < (b.service, b.score.outcome.rule.id)
        }
    }
}

extension Scoring {
    /// 2 for what keeps a service below a C (a leaked secret, records without time), however few they are; 1 for what
    /// failed; 0 for what a few more records may clear.
    fileprivate static func urgency(_ rule: RuleScore) -> Int {
        if rule.caps, let cap = rule.outcome.rule.cap, cap.at < 60 { return 2 }
        return rule.verdict == .fail ? 1 : 0
    }
}

/// Credits of the rules of one service and their weighted sums.
private struct Weighted {
    /// 0...1 per outcome; 1 where the rule does not count.
    private(set) var credits: [Double]
    private(set) var dimensions: [DimensionScore] = []
    private(set) var raw: (score: Double, low: Double, high: Double) = (0, 0, 0)
    /// Points that full credit is worth, per outcome; 0 where the rule does not count.
    private var worth: [Double]
    /// Rules without a weight that have something to say.
    private var said: [Bool]

    /// `outcomes` are sorted by rule id.
    init(outcomes: [RuleOutcome], ratios: [ViolationRatio], supplied: Set<Dimension>) {
        credits = Array(repeating: 1, count: outcomes.count)
        worth = Array(repeating: 0, count: outcomes.count)
        said = outcomes.map { $0.rule.impact.weight == 0 && $0.population > 0 && supplied.contains($0.rule.dimension) }
        var (total, weights, down, up) = (0.0, 0.0, 0.0, 0.0)
        for dimension in Dimension.allCases {
            let members = outcomes.indices.filter {
                outcomes[$0].rule.dimension == dimension && outcomes[$0].population > 0 && supplied.contains(dimension)
            }
            let weight = members.reduce(0.0) { $0 + outcomes[$1].rule.impact.weight }
            guard weight > 0 else {
                dimensions.append(DimensionScore(dimension: dimension, score: 0, low: 0, high: 0, assessed: false))
                continue
            }
            var (sum, below, above) = (0.0, 0.0, 0.0)
            for i in members {
                let (allowance, share) = (outcomes[i].rule.allowance, outcomes[i].rule.impact.weight / weight)
                credits[i] = allowance.credit(ratio: ratios[i].value)
                worth[i] = dimension.weight * share * 100
                sum += share * credits[i]
                // A census is not a sample: it adds no uncertainty.
                if allowance.presence { continue }
                let lower = share * (credits[i] - allowance.credit(ratio: ratios[i].high))
                let upper = share * (allowance.credit(ratio: ratios[i].low) - credits[i])
                below += lower * lower
                above += upper * upper
            }
            // Half-widths are combined as root of the sum of squares: approximate, as if rules were independent.
            let (score, lower, upper) = (100 * sum, 100 * below.squareRoot(), 100 * above.squareRoot())
            dimensions.append(
                DimensionScore(
                    dimension: dimension, score: min(100, score), low: max(0, score - lower), high: min(100, score + upper),
                    assessed: true))
            total += dimension.weight * score
            weights += dimension.weight
            down += dimension.weight * dimension.weight * lower * lower
            up += dimension.weight * dimension.weight * upper * upper
        }
        guard weights > 0 else { return }
        let score = total / weights
        raw = (
            min(100, score), max(0, score - down.squareRoot() / weights), min(100, score + up.squareRoot() / weights)
        )
        for i in worth.indices { worth[i] /= weights }
    }

    /// Whether the rule is part of the score: its dimension is assessed and it has a population.
    func counts(_ i: Int) -> Bool { worth[i] > 0 }

    /// Whether the rule is said and never scored.
    func isSaid(_ i: Int) -> Bool { said[i] }

    /// What keeping the rule in full would add to the uncapped score.
    func points(_ i: Int) -> Double { worth[i] * (1 - credits[i]) }
}
