/// Why a pattern of a rule file is refused.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Offset into the pattern's UTF-8 text, from 0.
    public var offset: Int
    /// What was found there, as a noun: `look-ahead`, `back-reference`, `nested repetition` …
    public var construct: String
    /// What to write instead.
    public var help: String

    public init(offset: Int, construct: String, help: String) {
        (self.offset, self.construct, self.help) = (offset, construct, help)
    }

    public var description: String { "\(construct) at offset \(offset) of the pattern; \(help)" }
}
