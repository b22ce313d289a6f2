/// Durations as people write them on a command line: `30s`, `500ms`, `5m`, `1h30m`; a bare number is seconds.
enum DurationText {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("ms", 1_000_000), ("us", 1000), ("ns", 1), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
        ("d", 86_400_000_000_000), ("", 1_000_000_000),
    ]

    /// Nil for other text, and for more than a hundred years.
    static func nanoseconds(_ text: String) -> Int64? {
        var rest = text.lowercased()[...]
        var sum = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let word = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(word.count)
            guard let number = Double(digits), let unit = units.first(where: { $0.name == word }) else { return nil }
            // A bare number only at the end, and alone.
            if word.isEmpty, digits.count != text.count { return nil }
            sum += number * Double(unit.nanoseconds)
        }
        guard sum <= 3.2e18 else { return nil }
        return Int64(sum)
    }
}
