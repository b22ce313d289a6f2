import CivicModel

/// What counts as proven. All levels are fixed: a verdict must not depend on who runs it.
enum Proof {
    /// Chance of a false alarm that one fact may have.
    static let alpha = 1e-3
    /// Quantile of the standard normal distribution for `alpha`, one-sided.
    static let z = 3.090232306167813
    /// -ln(alpha): events that must be expected before their absence says something.
    static let demand = 6.907755278982137
    /// Fewest records that show something new.
    static let least = 3

    static func interval(_ k: Int, _ n: Int) -> WilsonInterval {
        WilsonInterval(ratio: n > 0 ? Double(min(k, n)) / Double(n) : 0, count: n, z: z)
    }

    /// Whether `k` of `n` shows something that `base` earlier units, none of which showed it, would not have missed.
    static func isNew(_ k: Int, of n: Int, base: Double) -> Bool {
        k >= least && n > 0 && interval(k, n).low > demand / max(base, 1)
    }
}
