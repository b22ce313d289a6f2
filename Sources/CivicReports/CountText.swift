import CivicModel
import CivicScore

/// Counts with the name of what is counted: `1 record`, `48,210 records`.
public enum CountText {
    public static func of(_ n: Int, _ noun: String, _ plural: String? = nil) -> String {
        NumberText.count(n) + " " + (n == 1 ? noun : plural ?? noun + "s")
    }

    static func of(_ n: Int, _ unit: RuleUnit) -> String { of(n, unit.rawValue) }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension Instant {
    /// `2026-11-22 10:29:34` with `digits` decimals, without the zone.
    func spaced(digits: Int) -> String {
        String(formatted(digits: digits).dropLast().map { $0 == "T" ? " " : $0 })
    }
}

extension InputProblem {
    static func precedes(_ a: InputProblem, _ b: InputProblem) -> Bool {
        (a.path, a.line, a.byte, a.code, a.detail) < (b.path, b.line, b.byte, b.code, b.detail)
    }

    /// `path:12`, or the path alone when no line is meant.
    var address: String { line > 0 ? "\(path):\(line)" : path }
}
