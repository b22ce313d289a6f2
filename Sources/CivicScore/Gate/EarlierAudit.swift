import CivicModel

/// An earlier report of `civic audit`, as far as a later run is held against it.
public struct EarlierAudit: Sendable {
    public struct Service: Sendable {
        /// Credit, 0...1, of the rules that counted, by id.
        public var credits: [String: Double] = [:]
        /// Ceilings that rules held the score under, by id.
        public var caps: [String: Double] = [:]

        public init(credits: [String: Double] = [:], caps: [String: Double] = [:]) {
            (self.credits, self.caps) = (credits, caps)
        }
    }

    /// As it was named.
    public var path: String
    public var rulesDigest: String
    public var services: [String: Service]
    /// Fingerprints of the findings.
    public var findings: Set<String>

    public init(path: String, rulesDigest: String, services: [String: Service], findings: Set<String>) {
        (self.path, self.rulesDigest, self.services, self.findings) = (path, rulesDigest, services, findings)
    }

    /// Reports hold credits with four decimals: differences of scores up to this are rounding.
    static let rounding = 0.01

    /// Scores of one service, or of all, before and now.
    public struct Pair: Sendable {
        public var before: Double
        public var now: Double
    }

    /// Scores by the rules that counted both times, with the weights of today; nil: there is no such rule.
    public func scores(of card: ServiceCard) -> Pair? {
        guard let service = services[card.name] else { return nil }
        let common = card.rules.filter { rule in
            rule.verdict != .notApplicable && rule.outcome.rule.impact.weight > 0
                && service.credits[rule.outcome.rule.id] != nil
        }
        guard !common.isEmpty else { return nil }
        let now = Self.score(common.map { ($0.outcome.rule, $0.credit) })
        let before = Self.score(common.map { ($0.outcome.rule, service.credits[$0.outcome.rule.id] ?? 1) })
        let ids = Set(common.map(\.outcome.rule.id))
        let ceiling = card.caps.filter { ids.contains($0.rule) }.map(\.at).min() ?? 100
        let earlier = service.caps.filter { ids.contains($0.key) }.map(\.value).min() ?? 100
        return Pair(before: min(before, earlier), now: min(now, ceiling))
    }

    /// Mean of the services that were there both times, by tier.
    public func systemScores(of card: Scorecard, tier: (String) -> ServiceTier) -> Pair? {
        var (sum, weights) = (Pair(before: 0, now: 0), 0.0)
        for service in card.services {
            guard let pair = scores(of: service) else { continue }
            let weight = tier(service.name).weight
            sum.before += weight * pair.before
            sum.now += weight * pair.now
            weights += weight
        }
        return weights > 0 ? Pair(before: sum.before / weights, now: sum.now / weights) : nil
    }

    private static func score(_ rules: [(rule: RuleInfo, credit: Double)]) -> Double {
        var (total, weights) = (0.0, 0.0)
        for dimension in Dimension.allCases {
            let members = rules.filter { $0.rule.dimension == dimension }
            let weight = members.reduce(0.0) { $0 + $1.rule.impact.weight }
            guard weight > 0 else { continue }
            total += dimension.weight * members.reduce(0.0) { $0 + $1.rule.impact.weight * $1.credit } / weight
            weights += dimension.weight
        }
        return weights > 0 ? 100 * total / weights : 0
    }
}
