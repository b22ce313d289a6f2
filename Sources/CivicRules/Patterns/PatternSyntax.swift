/// A pattern that was read and found to lie in the subset.
///
/// The subset is what every engine here matches alike and in linear time: literals, escapes, classes, groups,
/// alternation, greedy and lazy quantifiers, `^`, `$`, `\b`, `\B`, and `(?i)` at the start. A pattern matches bytes: `.` is
/// any byte but a line feed, a character beyond ASCII stands for its UTF-8 bytes, `\d \w \s` and case are ASCII. `^`
/// and `$` are the start and the end of the value.
public struct PatternSyntax: Sendable {
    /// Characters of the longest accepted pattern.
    public static let longest = 512

    public let source: String
    public let isCaseInsensitive: Bool
    /// Bytes of the longest match; nil is unbounded.
    public let maximumLength: Int?
    /// `^` or `$` is in it.
    public let hasAnchors: Bool
    /// One of these occurs in every match; lower case where the pattern is case-insensitive (compare folded). At
    /// least two bytes each. Nil when the pattern has no such set worth looking for. Worked out at each call.
    public var requiredLiterals: [[UInt8]]? {
        LiteralExtraction(isCaseInsensitive: isCaseInsensitive).literals(of: root)
    }
    let root: PatternNode
    let groupCount: Int

    public init(_ source: String) throws(PatternError) {
        var parser = PatternParser(source)
        root = try parser.parse()
        self.source = source
        isCaseInsensitive = parser.isCaseInsensitive
        groupCount = parser.groupCount
        maximumLength = root.maximumLength
        hasAnchors = root.hasAnchors
    }
}
