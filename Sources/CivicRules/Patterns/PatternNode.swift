/// Syntax tree of a pattern. Letters of a case-insensitive pattern are sets of both cases already, and characters
/// beyond ASCII are sequences of their UTF-8 bytes, so that a tree matches bytes and nothing else.
indirect enum PatternNode: Hashable, Sendable {
    enum Assertion: Hashable, Sendable { case start, end, wordBoundary, notWordBoundary }

    case empty
    case set(ByteSet)
    case sequence([PatternNode])
    case alternation([PatternNode])
    /// `index` is nil for `(?:…)`.
    case group(PatternNode, index: Int?)
    case repetition(PatternNode, least: Int, most: Int?, isLazy: Bool)
    case assertion(Assertion)

    /// Whether it can match without a byte (assertions count as nothing).
    var isNullable: Bool {
        switch self {
        case .empty, .assertion: true
        case .set: false
        case .sequence(let parts): parts.allSatisfy(\.isNullable)
        case .alternation(let branches): branches.contains(where: \.isNullable)
        case .group(let body, _): body.isNullable
        case .repetition(let body, let least, _, _): least == 0 || body.isNullable
        }
    }

    /// Bytes of the longest match; nil is unbounded.
    var maximumLength: Int? {
        switch self {
        case .empty, .assertion: return 0
        case .set: return 1
        case .sequence(let parts):
            var sum = 0
            for part in parts {
                guard let length = part.maximumLength else { return nil }
                sum += length
            }
            return sum
        case .alternation(let branches):
            var longest = 0
            for branch in branches {
                guard let length = branch.maximumLength else { return nil }
                longest = max(longest, length)
            }
            return longest
        case .group(let body, _): return body.maximumLength
        case .repetition(let body, _, let most, _):
            guard let most, let length = body.maximumLength else { return body.maximumLength == 0 ? 0 : nil }
            return most * length
        }
    }

    /// `^` or `$` is in it.
    var hasAnchors: Bool {
        switch self {
        case .empty, .set: false
        case .assertion(let kind): kind == .start || kind == .end
        case .sequence(let parts), .alternation(let parts): parts.contains(where: \.hasAnchors)
        case .group(let body, _), .repetition(let body, _, _, _): body.hasAnchors
        }
    }

    /// Instructions of its compiled form.
    var size: Int {
        switch self {
        case .empty: 0
        case .set, .assertion: 1
        case .sequence(let parts): parts.reduce(0) { $0 + $1.size }
        case .alternation(let branches): branches.reduce(-2) { $0 + $1.size + 2 }
        case .group(let body, let index): body.size + (index == 1 ? 2 : 0)
        case .repetition(let body, let least, let most, _):
            // Counts are at most a thousand and nesting at most fifty deep, so this cannot do without the limit.
            min(body.size, 1 << 40) * least + (most.map { (min(body.size, 1 << 40) + 1) * ($0 - least) } ?? body.size + 2)
        }
    }

    /// Every byte that can occur in a match.
    var alphabet: ByteSet {
        switch self {
        case .empty, .assertion: return ByteSet()
        case .set(let set): return set
        case .sequence(let parts), .alternation(let parts):
            var union = ByteSet()
            for part in parts { union.formUnion(part.alphabet) }
            return union
        case .group(let body, _), .repetition(let body, _, _, _): return body.alphabet
        }
    }

    /// A shorter pattern of which every match of this one has a match as its beginning: what is optional at the end
    /// is left out. Prefilters look for it, because it reports once where the whole would report at every byte.
    var withoutOptionalTail: PatternNode {
        switch self {
        case .empty, .set, .assertion: return self
        case .sequence(var parts):
            while let last = parts.last, last.isNullable {
                if case .assertion(.wordBoundary) = last { return .sequence(parts) }
                parts.removeLast()
            }
            if let last = parts.popLast() { parts.append(last.withoutOptionalTail) }
            return .sequence(parts)
        case .alternation(let branches): return .alternation(branches.map(\.withoutOptionalTail))
        case .group(let body, let index): return .group(body.withoutOptionalTail, index: index)
        case .repetition(let body, let least, _, let isLazy):
            if least == 0 { return .empty }
            if least == 1 { return body.withoutOptionalTail }
            return .repetition(body, least: least, most: least, isLazy: isLazy)
        }
    }
}
