import CivicModel

/// How far the clock of a service is from that of the observer of its endpoints, as its answers say.
public enum HeaderSkew {
    /// Median of the `date` headers minus the middle of each request, in nanoseconds; nil without such headers.
    public static func skew(of answers: [SeriesAnswer]) -> Int64? {
        let differences = answers.compactMap { answer -> Int64? in
            guard let text = answer.header("date"), let seconds = HTTPDate.seconds(text) else { return nil }
            let middle = answer.time.nanoseconds &+ (answer.observation.duration ?? 0) / 2
            // The header has whole seconds: in the mean it is half of one late.
            return seconds &* 1_000_000_000 &+ 500_000_000 &- middle
        }.sorted()
        return differences.isEmpty ? nil : differences[differences.count / 2]
    }
}
