/// Chooses, for a pattern, a set of literals one of which occurs in every match: what a prefilter can look for.
struct LiteralExtraction {
    let isCaseInsensitive: Bool

    /// Literals of the largest set, classes of the largest size that are spelled out, bytes of the longest literal.
    private static let mostLiterals = 96, mostClassBytes = 16, longestLiteral = 48

    /// What is known of a part of a pattern.
    private struct Part {
        /// Every text that it can match, where these are few.
        var exact: [[UInt8]]?
        var required: Choice?
    }

    /// Literals one of which is in every match.
    private struct Choice {
        var literals: [[UInt8]]
        var score: Int
    }

    func literals(of root: PatternNode) -> [[UInt8]]? {
        let part = self.part(root)
        return better(part.required, usable(part.exact))?.literals
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
                if required != nil { required = union(required, better(one.required, usable(one.exact))?.literals) }
            }
            return Part(exact: exact, required: usable(required))
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
        var best: Choice?
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
        let fits =
            run.literals.count * exact.count <= Self.mostLiterals
            && (run.literals.map(\.count).max() ?? 0) + (exact.map(\.count).max() ?? 0) <= Self.longestLiteral
        // One more byte makes literals rarer, several make them more.
        if fits, exact.count > 1 { run.best = better(run.best, usable(run.literals)) }
        if fits {
            run.literals = run.literals.flatMap { left in exact.map { left + $0 } }
        } else {
            cut(&run)
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

    /// The set without literals that contain another one of it, if it is worth looking for.
    private func usable(_ literals: [[UInt8]]?) -> Choice? {
        guard let literals, !literals.isEmpty, literals.allSatisfy({ $0.count >= 2 }) else { return nil }
        var kept = literals
        if literals.count > 1 {
            let sorted = literals.sorted { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count }
            kept = []
            for literal in sorted where !kept.contains(where: { Self.contains(literal, $0) }) { kept.append(literal) }
        }
        let score = self.score(kept)
        // Many short literals of common bytes are in every line.
        return kept.count == 1 || score > 16 ? Choice(literals: kept, score: score) : nil
    }

    private func better(_ a: Choice?, _ b: Choice?) -> Choice? {
        guard let a else { return b }
        guard let b else { return a }
        return b.score >= a.score ? b : a
    }

    /// Eighths of a bit: how seldom the scan stops for one of the literals. Literals of two bytes make it look at every
    /// offset instead of every second one.
    private func score(_ literals: [[UInt8]]) -> Int {
        let pairs = literals.contains { $0.count < 3 } ? 1 : 2
        var share = 0.0
        var counted: [UInt32] = []
        for literal in literals {
            // Literals with the same rare pairs share their stops.
            let rarest = PairRarity.rarest(literal, isCaseInsensitive: isCaseInsensitive, pairs: pairs)
            let key = literal[rarest.lead...rarest.lead + pairs].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if !counted.contains(key) {
                counted.append(key)
                share += rarest.share
            }
            // Where the literal stands the pattern must run, which costs some hundred times as much as a stop. Texts are
            // words more often than their letters would make them.
            let bits = literal.reduce(4) { $0 + (0x61...0x7a ~= $1 ? 3 : 5) }
            share += 512 / Double(UInt64(1) << UInt64(min(bits, 50)))
        }
        var score = 0
        while share < 1, score < 400 {
            share *= 1.090_507_732_665_257_7
            score += 1
        }
        return score - (pairs == 1 ? 30 : 0)
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard part.count <= text.count else { return false }
        return text.withUnsafeBufferPointer { text in
            part.withUnsafeBufferPointer { part in
                (0...text.count - part.count).contains { start in
                    var k = 0
                    while k < part.count, text[start + k] == part[k] { k += 1 }
                    return k == part.count
                }
            }
        }
    }
}
