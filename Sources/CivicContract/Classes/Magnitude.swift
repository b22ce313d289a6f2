/// A number rounded down to 1, 2 or 5 times a power of ten, or to a power of ten alone: `5e-2`. What a contract keeps instead of
/// a count.
struct Magnitude: Hashable, Comparable {
    /// 1, 2 or 5.
    var digit: Int
    /// -12...12.
    var exponent: Int

    private static let powers: [Double] = [
        1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
        1e9,
        1e10, 1e11, 1e12,
    ]

    init(digit: Int, exponent: Int) { (self.digit, self.exponent) = (digit, exponent) }

    /// The largest 1-2-5 magnitude that is not above `value`; nil below 1e-12.
    init?(floor value: Double) {
        guard value >= 1e-12 else { return nil }
        for (index, power) in Self.powers.enumerated().reversed() where value >= power * (1 - 1e-12) {
            let digit = value >= 5 * power * (1 - 1e-12) ? 5 : value >= 2 * power * (1 - 1e-12) ? 2 : 1
            self.init(digit: digit, exponent: index - 12)
            return
        }
        return nil
    }

    init?(_ text: String) {
        let parts = text.split(separator: "e", omittingEmptySubsequences: false)
        guard parts.count == 2, let digit = Int(parts[0]), [1, 2, 5].contains(digit), let exponent = Int(parts[1]),
            (-12...12).contains(exponent)
        else { return nil }
        self.init(digit: digit, exponent: exponent)
    }

    var value: Double { Double(digit) * Self.powers[exponent + 12] }
    var text: String { "\(digit)e\(exponent)" }
    /// The power of ten at or below it.
    var decade: Magnitude { Magnitude(digit: 1, exponent: exponent) }

    static func < (a: Magnitude, b: Magnitude) -> Bool { (a.exponent, a.digit) < (b.exponent, b.digit) }
}
