/// A match of a pattern in a value, as byte offsets.
public struct PatternMatch: Hashable, Sendable {
    public var range: Range<Int>
    /// What the first capture group matched last; nil when it took no part.
    public var group: Range<Int>?

    /// The part that matters: group 1 where there is one.
    public var subject: Range<Int> { group ?? range }
}

/// Matches one pattern against values, in time linear in the value whatever the value holds. Belongs to one worker: it
/// keeps the states that it has met.
///
/// Swift's `Regex` is not used: it backtracks, so a hostile line could stall a run, and it works on `String`, which
/// would have to be made of every value. Here a deterministic automaton, built as far as values need it, answers
/// whether and where a match ends at about a nanosecond a byte; only where there is one, its exact span is searched.
/// Of several matches the leftmost counts, of those the one that a backtracking engine would prefer.
public final class PatternMatcher {
    public let program: PatternProgram
    /// Made when first needed, both: most patterns never meet a candidate, and fewer match.
    private lazy var automaton = LazyAutomaton(program)
    private lazy var search = SpanSearch(program)

    public init(_ program: PatternProgram) {
        self.program = program
    }

    public convenience init(_ pattern: Pattern) throws(PatternError) {
        self.init(try PatternProgram(pattern.source))
    }

    /// Whether the pattern matches anywhere in the value.
    public func matches(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        automaton.firstMatchEnd(value, from: 0) != nil
    }

    /// The first match that starts at or after `from`.
    public func firstMatch(_ value: UnsafeBufferPointer<UInt8>, from: Int = 0) -> PatternMatch? {
        guard let found = automaton.firstMatchEnd(value, from: from) else { return nil }
        return search.firstMatch(value, from: found.from)?.match
    }

    /// Every match from left to right, none overlapping the one before, until `body` returns false.
    ///
    /// A pattern that looks far beyond its matches could make this quadratic; once four times the value has been
    /// read in vain, the search goes on where the look-ahead ended instead of where the match did.
    public func forEachMatch(_ value: UnsafeBufferPointer<UInt8>, _ body: (PatternMatch) -> Bool) {
        var position = 0
        var wasted = 0
        while position < value.count, let found = automaton.firstMatchEnd(value, from: position) {
            guard let (match, read) = search.firstMatch(value, from: found.from) else { return }
            guard body(match) else { return }
            wasted += max(0, read - match.range.upperBound)
            position = wasted > 4 * value.count + 65_536 ? max(read, match.range.upperBound) : match.range.upperBound
        }
    }
}
