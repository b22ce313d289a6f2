#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Tests that hold on small counts. The values are compared with limits and printed, never added up across parts.
enum SmallCounts {
    /// Chance of at least `inside` of all `inside + outside` units in a stretch that takes the share `share` (0...1) of the
    /// time, if they fell anywhere alike: the exact conditional test for two rates, one-sided.
    static func excess(inside: Int, outside: Int, share: Double) -> Double {
        let n = inside + outside
        guard inside > 0, n > 0 else { return 1 }
        guard share > 0 else { return 0 }
        guard share < 1 else { return 1 }
        let (p, q) = (log(share), log(1 - share))
        var term = 0.0
        // The logarithm of the first term: n choose `inside`, p^inside, q^outside.
        for k in 0..<inside { term += log(Double(n - k)) - log(Double(k + 1)) }
        term += Double(inside) * p + Double(outside) * q
        var sum = 0.0
        for k in inside...n {
            sum += exp(term)
            if k < n { term += log(Double(n - k)) - log(Double(k + 1)) + p - q }
        }
        return min(1, sum)
    }

    /// Chance that one of `n` moments, if they fell anywhere alike, is among the share `share` of the time.
    static func atLeastOne(of n: Int, share: Double) -> Double {
        guard n > 0 else { return 1 }
        return 1 - pow(1 - min(1, max(0, share)), Double(n))
    }

    /// Rank of a count among those of other stretches as long: (1 + how many are as large) / (1 + how many there are).
    static func rank(_ count: Int, among others: [Int]) -> Double {
        Double(1 + others.count { $0 >= count }) / Double(1 + others.count)
    }

    /// Which of the hypotheses with these chances stand when at most the share `rate` of those may be false (Benjamini and
    /// Hochberg).
    static func discoveries(_ chances: [Double], rate: Double) -> [Bool] {
        let order = chances.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
        var kept = 0
        for (place, i) in order.enumerated() where chances[i] <= rate * Double(place + 1) / Double(order.count) {
            kept = place + 1
        }
        var result = [Bool](repeating: false, count: chances.count)
        for i in order.prefix(kept) { result[i] = true }
        return result
    }
}
