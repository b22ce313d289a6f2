import CivicModel

/// A share on the grid .5 .9 .95 .99 .999: the highest that the evidence holds up.
enum CoverageClass {
    static let names = ["0.5", "0.9", "0.95", "0.99", "0.999"]
    private static let values = [0.5, 0.9, 0.95, 0.99, 0.999]

    /// - Parameter n: independent units; the lower end of their interval decides.
    static func name(k: Int, n: Int) -> String? {
        guard n > 0 else { return nil }
        let low = WilsonInterval(ratio: Double(k) / Double(n), count: n).low
        return values.lastIndex { low >= $0 }.map { names[$0] }
    }

    static func value(_ name: String) -> Double? { zip(names, values).first { $0.0 == name }?.1 }
}
