public import CivicCorrelation

/// Writes a timeline entry by entry, so that one of any length can be printed.
public protocol TimelineReporter {
    mutating func add(_ item: TimelineItem)
    mutating func finish(_ end: TimelineEnd)
    /// What is ready to be printed; it is not given again.
    mutating func take() -> String
}

/// What is known when the last entry has been written.
public struct TimelineEnd: Sendable {
    /// Entries that were not shown.
    public var leftOut: Int
    /// Records without a time.
    public var untimed: Int
    public var silences: [TimelineSilence]
    /// Losses of the input.
    public var problems: Int

    public init(leftOut: Int, untimed: Int, silences: [TimelineSilence], problems: Int) {
        (self.leftOut, self.untimed, self.silences, self.problems) = (leftOut, untimed, silences, problems)
    }

    /// What is missing because it could not be read; nil when nothing is.
    public var loss: String? {
        guard problems > 0 else { return nil }
        return "\(CountText.of(problems, "problem")) with the input: civic inspect PATH... lists what could not be read"
    }
}
