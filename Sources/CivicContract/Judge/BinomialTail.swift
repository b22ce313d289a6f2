#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Chance of at most `k` of `n` units when each has the chance `p`: the exact one-sided test that a share has dropped.
enum BinomialTail {
    static func atMost(_ k: Int, of n: Int, chance p: Double) -> Double {
        guard n > 0, p > 0 else { return 1 }
        guard k < n else { return 1 }
        guard p < 1 else { return 0 }
        let (logP, logQ) = (log(p), log1p(-p))
        // Far below the mean the largest term decides, and it is the last: the sum runs down from it until nothing is added.
        var term = lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
        term += Double(k) * logP + Double(n - k) * logQ
        var (sum, i) = (0.0, k)
        while i >= 0 {
            let part = exp(term)
            sum += part
            if part < sum * 1e-12, Double(i) < Double(n) * p { break }
            if i == 0 { break }
            term += log(Double(i)) - log(Double(n - i + 1)) - logP + logQ
            i -= 1
        }
        return min(1, sum)
    }
}
