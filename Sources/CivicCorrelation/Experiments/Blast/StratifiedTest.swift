import CivicModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Two groups, each split alike into strata (chains by kind), and how many of each went wrong.
struct StratifiedTest {
    struct Stratum: Sendable, Equatable {
        var exposed: Int
        var exposedBad: Int
        var control: Int
        var controlBad: Int
    }

    let strata: [Stratum]

    init(_ strata: [Stratum]) { self.strata = strata.filter { $0.exposed > 0 && $0.control > 0 } }

    var exposed: Int { strata.reduce(0) { $0 + $1.exposed } }
    var exposedBad: Int { strata.reduce(0) { $0 + $1.exposedBad } }
    var control: Int { strata.reduce(0) { $0 + $1.control } }
    var controlBad: Int { strata.reduce(0) { $0 + $1.controlBad } }

    /// What would have gone wrong among the exposed if they had fared as the control did, stratum by stratum.
    var expectedBad: Double {
        strata.reduce(0) { $0 + Double($1.exposed) * Double($1.controlBad) / Double($1.control) }
    }

    /// Difference of the two shares after Mantel and Haenszel, with the interval that holds it in 95 of 100 cases: the wider of that
    /// of Sato (1989), which knows of the strata, and that of Newcombe (1998), which does not shrink to nothing where all of the
    /// exposed went wrong and none of the control.
    var riskDifference: (value: Double, low: Double, high: Double) {
        var (sum, weight, p, q, ofControl) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for s in strata {
            let (a, n1, b, n0) = (Double(s.exposedBad), Double(s.exposed), Double(s.controlBad), Double(s.control))
            let n = n1 + n0
            sum += (a * n0 - b * n1) / n
            weight += n1 * n0 / n
            ofControl += b * n1 / n
            p += (n1 * n1 * b - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2) / (n * n)
            q += (a * (n0 - b) + b * (n1 - a)) / (2 * n)
        }
        guard weight > 0 else { return (0, -1, 1) }
        let difference = sum / weight
        let spread = 1.96 * max(0, (difference * p + q) / (weight * weight)).squareRoot()
        let usual = ofControl / weight
        let now = WilsonInterval(ratio: usual + difference, count: exposed)
        let before = WilsonInterval(ratio: usual, count: control)
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let below = max(spread, root(usual + difference - now.low, before.high - usual))
        let above = max(spread, root(now.high - usual - difference, usual - before.low))
        return (difference, max(-1, difference - below), min(1, difference + above))
    }

    /// Chance of at least as many wrong ones among the exposed when exposure makes no difference: the exact conditional test over
    /// all strata, one-sided, half of the chance of just this many counted (mid-p). Each stratum is hypergeometric; the sum's
    /// distribution is their convolution. With many wrong ones, the normal distribution of the same mean and variance.
    var chance: Double {
        guard exposedBad > 0 else { return 1 }
        let bad = strata.reduce(0) { $0 + $1.exposedBad + $1.controlBad }
        if bad > Self.exactLimit { return approximateChance }
        var distribution = [1.0]
        for s in strata {
            let own = Self.hypergeometric(s)
            var sum = [Double](repeating: 0, count: distribution.count + own.count - 1)
            for (i, a) in distribution.enumerated() where a > 0 {
                for (j, b) in own.enumerated() { sum[i + j] += a * b }
            }
            distribution = sum
        }
        guard exposedBad < distribution.count else { return 1 }
        let more = distribution[(exposedBad + 1)...].reduce(0, +)
        return min(1, more + distribution[exposedBad] / 2)
    }

    /// With more wrong ones in all, the normal distribution is as good.
    private static let exactLimit = 2_000

    private var approximateChance: Double {
        var (mean, variance) = (0.0, 0.0)
        for s in strata {
            let (n1, n0, m) = (Double(s.exposed), Double(s.control), Double(s.exposedBad + s.controlBad))
            let n = n1 + n0
            mean += n1 * m / n
            if n > 1 { variance += n1 * n0 * m * (n - m) / (n * n * (n - 1)) }
        }
        guard variance > 0 else { return 1 }
        return erfc((Double(exposedBad) - mean) / (2 * variance).squareRoot()) / 2
    }

    /// By number of wrong ones among the exposed, from 0.
    private static func hypergeometric(_ s: Stratum) -> [Double] {
        let bad = s.exposedBad + s.controlBad
        let (low, high) = (max(0, bad - s.control), min(s.exposed, bad))
        var result = [Double](repeating: 0, count: high + 1)
        let all = logChoose(s.exposed + s.control, bad)
        for k in low...high { result[k] = exp(logChoose(s.exposed, k) + logChoose(s.control, bad - k) - all) }
        return result
    }

    private static func logChoose(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
    }
}
