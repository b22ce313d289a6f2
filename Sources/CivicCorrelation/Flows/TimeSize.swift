/// Sizes of a time in nanoseconds, four a power of two: what histograms of times between steps count by.
enum TimeSize {
    static let count = 256

    static func of(_ nanoseconds: UInt64) -> Int {
        guard nanoseconds >= 4 else { return Int(nanoseconds) }
        let power = 63 - nanoseconds.leadingZeroBitCount
        return power * 4 + Int(nanoseconds >> UInt64(power - 2) & 3)
    }

    /// Nanoseconds in the middle of a size.
    static func middle(of size: Int) -> Double {
        guard size >= 8 else { return Double(size) }
        return Double(UInt64(1) << UInt64(size / 4)) * (1 + (Double(size % 4) + 0.5) / 4)
    }
}
