public import CivicModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Allowance {
    /// Share of the full credit that a violation ratio earns, 1...0, never rising with the ratio.
    ///
    /// Between `ok` and `bad` the credit falls with the logarithm, so that each decade of violations costs the same.
    /// Where `ok` is 0 there is no logarithm to start from: the ramp starts at a tenth of `bad`, and a ratio below that
    /// start (but above 0) earns 0.99, so that a violation is never free. A census (`presence`) earns at most a half once
    /// anything was found, and falls from one in a million to one in a thousand.
    public func credit(ratio x: Double) -> Double {
        if presence { return x <= 0 ? 1 : min(0.5, Self.fall(x, from: 1e-6, to: 1e-3)) }
        if x <= ok { return 1 }
        if x >= bad { return 0 }
        return ok > 0 ? Self.fall(x, from: ok, to: bad) : min(0.99, Self.fall(x, from: bad / 10, to: bad))
    }

    private static func fall(_ x: Double, from ok: Double, to bad: Double) -> Double {
        if x <= ok { return 1 }
        if x >= bad { return 0 }
        return min(1, max(0, 1 - log(x / ok) / log(bad / ok)))
    }
}
