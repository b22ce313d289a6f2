/// Numbers as text, the same on every machine: no locale, no C library.
public enum NumberText {
    /// A count with thousands separators: `48,210`.
    public static func count(_ n: Int) -> String {
        let digits = String(n.magnitude)
        var text = n < 0 ? "-" : ""
        for (i, digit) in digits.enumerated() {
            if i > 0, (digits.count - i) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A number with exactly `decimals` (0...9) decimals, halves away from zero; `nil` when it is not finite or too large.
    public static func fixed(_ x: Double, decimals: Int) -> String? {
        var scale = 1
        for _ in 0..<min(9, max(0, decimals)) { scale *= 10 }
        guard let scaled = Int(exactly: (x * Double(scale)).rounded()) else { return nil }
        let whole = String(scaled.magnitude / UInt(scale))
        guard scale > 1 else { return (scaled < 0 ? "-" : "") + whole }
        let rest = String(scaled.magnitude % UInt(scale))
        return (scaled < 0 ? "-" : "") + whole + "." + String(repeating: "0", count: decimals - rest.count) + rest
    }

    /// A ratio as a percentage with two or three digits that matter; never `0%` or `100%` unless it is exactly that.
    public static func percent(_ ratio: Double) -> String {
        let x = min(1, max(0, ratio)) * 100
        if x == 0 { return "0%" }
        if x == 100 { return "100%" }
        if x < 0.0001 { return "<0.0001%" }
        if x > 99.99 { return ">99.99%" }
        let decimals = x >= 99.5 ? 2 : x >= 10 ? 0 : x >= 1 ? 1 : x >= 0.1 ? 2 : x >= 0.01 ? 3 : 4
        guard var text = fixed(x, decimals: decimals) else { return "0%" }
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text + "%"
    }
}
