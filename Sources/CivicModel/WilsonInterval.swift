/// The score interval of a proportion (95 % unless another level is asked for): E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
/// Inference", J. Am. Stat. Assoc. 22 (1927). It stays inside 0...1 and says something sensible for 0 of n.
public struct WilsonInterval: Sendable, Hashable {
    /// 0.975 quantile of the standard normal distribution.
    public static let quantile = 1.959963984540054

    public var low: Double
    public var high: Double

    /// - Parameters:
    ///   - ratio: the observed proportion, 0...1; a mean of proportions is fine.
    ///   - count: the units it stands on; with none, the interval is everything.
    ///   - z: quantile of the standard normal distribution for the level.
    public init(ratio: Double, count: Int, z: Double = Self.quantile) {
        guard count > 0 else {
            (low, high) = (0, 1)
            return
        }
        let n = Double(count)
        let z2 = z * z
        let centre = (ratio + z2 / (2 * n)) / (1 + z2 / n)
        let half = z / (1 + z2 / n) * (ratio * (1 - ratio) / n + z2 / (4 * n * n)).squareRoot()
        // The observed proportion is always inside; rounding must not put it outside by one unit in the last place.
        low = max(0, min(centre - half, ratio))
        high = min(1, max(centre + half, ratio))
    }

    public init(low: Double, high: Double) { (self.low, self.high) = (low, high) }
}
