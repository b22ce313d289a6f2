/// Letters and certainty: what a person remembers of a score.
public enum Grade {
    /// Shown when a dimension that a letter needs was not assessed.
    public static let unrated = "unrated"

    /// Lowest scores of the letters, best first (cuts of the Instrumentation Score, with a C between its 75 and 50).
    /// Below the last: F.
    static let cuts: [(letter: String, from: Double)] = [("A+", 97), ("A", 90), ("B", 75), ("C", 60), ("D", 50)]

    /// Differences of doubles below this are noise of summation: 89.9999999999 is 90.
    static let noise = 1e-9

    /// The letter of a score, with `?` when it is thin.
    /// - Parameter spotless: all dimensions assessed, no error finding, no live suppression; A+ needs it.
    public static func letter(score: Double, spotless: Bool, certainty: Certainty) -> String {
        let letter = cuts.first { score + noise >= $0.from && (spotless || $0.letter != "A+") }?.letter ?? "F"
        return certainty == .thin ? letter + "?" : letter
    }

    /// A score rounded to one decimal for print, but never up over the cut of a letter: 89.96 with a B is printed as 89.9.
    public static func printed(_ score: Double) -> Double {
        let rounded = (score * 10).rounded() / 10
        let crossed = cuts.contains { score + noise < $0.from && rounded >= $0.from }
        return crossed ? (score * 10).rounded(.down) / 10 : rounded
    }
}

extension Certainty {
    /// - Parameter halfWidth: of the 95 % interval, in points.
    public init(halfWidth: Double) {
        self = halfWidth <= 3 ? .solid : halfWidth <= 8 ? .fair : .thin
    }
}
