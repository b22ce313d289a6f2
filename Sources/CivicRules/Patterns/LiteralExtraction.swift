/// Chooses, for a pattern, a set of literals one of which occurs in every match: what a prefilter can look for.
struct LiteralExtraction {
    let isCaseInsensitive: Bool

    /// Literals of the largest set, classes of the largest size that are spelled out, bytes of the longest literal.
    private static let mostLiterals = 64, mostClassBytes = 16, longestLiteral = 48

    /// What is known of a part of a pattern.
    private struct Part {
        /// Every text that it can match, where these are few.
        var exact: [[UInt8]]?
        /// Literals one of which is in every match.
        var required: [[UInt8]]?
    }

    func literals(of root: PatternNode) -> [[UInt8]]? {
        let part = self.part(root)
        guard let best = better(part.required, usable(part.exact)) else { return nil }
        // A literal that contains another one of the set adds nothing.
        let sorted = Set(best).sorted { ($0.count, $0.description) < ($1.count, $1.description) }
        var kept: [[UInt8]] = []
        for literal in sorted where !kept.contains(where: { Self.contains(literal, $0) }) { kept.append(literal) }
        return kept
    }

    private func part(_ node: PatternNode) -> Part {
        switch node {
        case .empty, .assertion: return Part(exact: [[]], required: nil)
        case .set(let set):
            let bytes = Set(set.bytes.map { isCaseInsensitive ? folded($0) : $0 }).sorted()
            return Part(exact: bytes.count <= Self.mostClassBytes ? bytes.map { [$0] } : nil, required: nil)
        case .group(let body, _): return part(body)
        case .alternation(let branches):
            var exact: [[UInt8]]? = []
            var required: [[UInt8]]? = []
            for branch in branches {
                let one = part(branch)
                exact = union(exact, one.exact)
                required = union(required, better(one.required, usable(one.exact)))
            }
            return Part(exact: exact, required: required)
        case .repetition, .sequence:
            var run = Run()
            feed(node, into: &run)
            let exact = run.isWhole ? run.literals : nil
            return Part(exact: exact, required: better(run.best, usable(run.literals)))
        }
    }

    /// The literals that end where a sequence has been read to, and the best factor before that.
    private struct Run {
        var literals: [[UInt8]] = [[]]
        /// The literals span everything read so far.
        var isWhole = true
        var best: [[UInt8]]?
    }

    private func feed(_ node: PatternNode, into run: inout Run) {
        switch node {
        case .sequence(let parts):
            for part in parts { feed(part, into: &run) }
        case .group(let body, _):
            feed(body, into: &run)
        case .repetition(let body, let least, let most, _):
            let inner = part(body)
            if let most, most <= 4, most > least, let exact = inner.exact, let spelled = powers(exact, least...most) {
                append(spelled, to: &run)
                return
            }
            if least > 0 {
                run.best = better(run.best, inner.required)
                // A few turns are enough for a literal; more would only overflow.
                for _ in 0..<min(least, 16) { feed(body, into: &run) }
            }
            if most != least || least > 16 { cut(&run) }
        case .empty, .assertion: break
        case .set, .alternation:
            let inner = part(node)
            run.best = better(run.best, inner.required)
            if let exact = inner.exact { append(exact, to: &run) } else { cut(&run) }
        }
    }

    private func append(_ exact: [[UInt8]], to run: inout Run) {
        run.best = better(run.best, usable(run.literals))
        let fits = run.literals.count * exact.count <= Self.mostLiterals
            && (run.literals.map(\.count).max() ?? 0) + (exact.map(\.count).max() ?? 0) <= Self.longestLiteral
        if fits {
            run.literals = run.literals.flatMap { left in exact.map { left + $0 } }
        } else {
            run.isWhole = false
            run.literals = exact
        }
    }

    private func cut(_ run: inout Run) {
        run.best = better(run.best, usable(run.literals))
        run.isWhole = false
        run.literals = [[]]
    }

    /// All texts of `counts` turns; nil when they are many.
    private func powers(_ exact: [[UInt8]], _ counts: ClosedRange<Int>) -> [[UInt8]]? {
        var all: [[UInt8]] = []
        var power: [[UInt8]] = [[]]
        for turn in 0...counts.upperBound {
            if turn >= counts.lowerBound { all += power }
            power = power.flatMap { left in exact.map { left + $0 } }
            if power.count + all.count > Self.mostClassBytes { return nil }
        }
        return all
    }

    private func union(_ a: [[UInt8]]?, _ b: [[UInt8]]?) -> [[UInt8]]? {
        guard let a, let b, a.count + b.count <= Self.mostLiterals else { return nil }
        return a + b
    }

    private func usable(_ literals: [[UInt8]]?) -> [[UInt8]]? {
        guard let literals, !literals.isEmpty, literals.allSatisfy({ $0.count >= 2 }) else { return nil }
        return literals
    }

    private func better(_ a: [[UInt8]]?, _ b: [[UInt8]]?) -> [[UInt8]]? {
        guard let a else { return b }
        guard let b else { return a }
        return Self.score(b) > Self.score(a) ? b : a
    }

    /// Rarity of the most common literal in eighths of a bit, less a little for each further literal. Beyond 36 bits
    /// (a handful of hits in a terabyte) rarer is no better.
    private static func score(_ literals: [[UInt8]]) -> Int {
        let rarest = literals.map { literal in min(literal.reduce(0) { $0 + ByteRarity.eighths(of: $1) }, 288) }.min() ?? 0
        return rarest - 4 * literals.count
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
    }
}

/// How rare bytes are in logs, guessed once for all: the static choice keeps results independent of the input.
enum ByteRarity {
    /// -8 · log2 of the byte's share, over equal parts of JSON logs, mixed logs and plain text logs.
    static func eighths(of byte: UInt8) -> Int { byte < 128 ? Int(table[Int(byte)]) : 88 }

    private static let table: [UInt8] = [
        109, 109, 109, 109, 109, 109, 109, 109, 109, 101, 65, 109, 109, 99, 109, 109,
        109, 109, 109, 109, 109, 109, 109, 109, 109, 109, 109, 107, 109, 109, 109, 109,
        41, 108, 26, 105, 106, 98, 107, 98, 82, 82, 100, 79, 42, 51, 50, 56,
        39, 40, 39, 45, 45, 45, 46, 46, 46, 47, 38, 95, 97, 65, 97, 104,
        83, 82, 91, 82, 82, 82, 77, 91, 86, 72, 99, 93, 90, 79, 78, 68,
        71, 98, 75, 71, 61, 77, 98, 93, 101, 105, 74, 80, 78, 80, 80, 53,
        104, 37, 50, 42, 40, 31, 49, 53, 55, 41, 89, 77, 51, 47, 43, 43,
        48, 70, 41, 39, 39, 51, 53, 73, 79, 64, 84, 60, 96, 60, 105, 109,
    ]
}
