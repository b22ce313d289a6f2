public import CivicModel

/// The share of a population that breaks a rule, with its 95 % interval.
///
/// A balanced ratio is the mean of two halves: the share of the units, and the mean share of the templates. So neither a
/// chatty template that is fine can hide forty that are not, nor the other way round. Its interval is the mean of both
/// halves' intervals. In the second the templates are strata: all of them are there, and each is as sure as its own
/// records make it.
public struct ViolationRatio: Sendable, Hashable {
    public var value: Double
    public var low: Double
    public var high: Double

    /// The ratio of what was counted; `value` is 0 and the interval everything when there was nothing to count.
    public init(_ outcome: RuleOutcome) {
        self.init(outcome, violations: outcome.violations, templates: Self.templateMean(outcome))
    }

    /// The ratio as it would be without suppressions, never below the ratio with them. Which templates the suppressed
    /// units belong to is not recorded, so the half of the templates is raised in the proportion of the units.
    static func unsuppressed(_ outcome: RuleOutcome) -> ViolationRatio {
        let violations = outcome.violations + outcome.suppressed
        var templates = Self.templateMean(outcome)
        if let mean = templates, outcome.suppressed > 0, outcome.population > 0 {
            let raised =
                outcome.violations > 0
                ? mean * Double(violations) / Double(outcome.violations) : Double(violations) / Double(outcome.population)
            templates = min(1, max(mean, raised))
        }
        return ViolationRatio(outcome, violations: violations, templates: templates)
    }

    private init(_ outcome: RuleOutcome, violations: Int, templates: Double?) {
        guard outcome.population > 0 else {
            (value, low, high) = (0, 0, 1)
            return
        }
        let units = min(1, Double(max(0, violations)) / Double(outcome.population))
        let unitInterval = WilsonInterval(ratio: units, count: outcome.population)
        guard let templates else {
            (value, low, high) = (units, unitInterval.low, unitInterval.high)
            return
        }
        let interval = Self.templateInterval(outcome, mean: templates)
        value = (units + templates) / 2
        low = (unitInterval.low + interval.low) / 2
        high = (unitInterval.high + interval.high) / 2
    }

    /// Interval of the mean share of the templates: the half-widths of their own Wilson intervals, as root of the sum of
    /// squares.
    private static func templateInterval(_ outcome: RuleOutcome, mean: Double) -> WilsonInterval {
        var (below, above): ([Double], [Double]) = ([], [])
        for template in outcome.templateRatios {
            let share = Self.share(template)
            let interval = WilsonInterval(ratio: share, count: template.population)
            below.append((share - interval.low) * (share - interval.low))
            above.append((interval.high - share) * (interval.high - share))
        }
        // Sorted for the same reason as the shares below.
        let count = Double(outcome.templateRatios.count)
        let down = below.sorted().reduce(0, +).squareRoot() / count
        let up = above.sorted().reduce(0, +).squareRoot() / count
        return WilsonInterval(low: max(0, mean - down), high: min(1, mean + up))
    }

    private static func share(_ template: RuleOutcome.TemplateCount) -> Double {
        template.population > 0 ? min(1, Double(max(0, template.violations)) / Double(template.population)) : 0
    }

    /// Mean share over the templates; nil for rules that count units alone.
    private static func templateMean(_ outcome: RuleOutcome) -> Double? {
        guard outcome.rule.allowance.ratio == .balanced, !outcome.templateRatios.isEmpty else { return nil }
        // Sorted, because a sum of doubles depends on its order and the order of templates is nobody's promise.
        let shares = outcome.templateRatios.map(Self.share)
        return shares.sorted().reduce(0, +) / Double(shares.count)
    }
}
