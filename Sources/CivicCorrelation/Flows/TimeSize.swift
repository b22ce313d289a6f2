/// Sizes of a time in nanoseconds, four a power of two: what histograms of times between steps count by.
enum TimeSize {
    static let count = 256

    static func of(_ nanoseconds: UInt64) -> Int {
        guard nanoseconds >= 4 else { return Int(nanoseconds) }
        let power = 63 - nanoseconds.leadingZeroBitCount
        return power * 4 + Int(nanoseconds >> UInt64(power - 2) & 3)
    }

    /// The place in a histogram, of these sizes or others, that all but one in a hundred stay at or below; nil: it is empty.
    static func nearlyAll(_ counts: [UInt32]) -> Int? {
        let total = counts.reduce(0) { $0 + Int($1) }
        guard total > 0 else { return nil }
        var seen = 0
        return counts.firstIndex { count in
            seen += Int(count)
            return seen * 100 >= total * 99
        }
    }

    /// Nanoseconds in the middle of a size.
    static func middle(of size: Int) -> Double {
        guard size >= 8 else { return Double(size) }
        return Double(UInt64(1) << UInt64(size / 4)) * (1 + (Double(size % 4) + 0.5) / 4)
    }
}
