/// What all workers share of a list of patterns: compiled once, immutable.
public final class PatternDatabase: Sendable {
    public enum Engine: Sendable {
        /// libhs where the build and the processor have it, otherwise the literal prefilter.
        case fastest
        /// The literal prefilter, for comparison.
        case plain
    }

    public let syntaxes: [PatternSyntax]
    /// Per pattern: nothing in it can be looked for in a block, so the caller evaluates it on every value. The same with
    /// every engine.
    public let needsEveryValue: [Bool]
    let literals: LiteralTable?
    #if CIVIC_HYPERSCAN
        let hyperscan: HyperscanDatabase?
    #endif

    public convenience init(patterns: [Pattern], engine: Engine = .fastest) throws(PatternError) {
        var syntaxes: [PatternSyntax] = []
        for pattern in patterns { syntaxes.append(try PatternSyntax(pattern.source)) }
        self.init(syntaxes: syntaxes, engine: engine)
    }

    public init(syntaxes: [PatternSyntax], engine: Engine = .fastest) {
        self.syntaxes = syntaxes
        let required = syntaxes.map(\.requiredLiterals)
        needsEveryValue = required.map { $0 == nil }
        let searched = syntaxes.indices.filter { required[$0] != nil }
        #if CIVIC_HYPERSCAN
            let database =
                engine == .fastest && !searched.isEmpty
                ? HyperscanDatabase(searched.map { (number: UInt32($0), root: syntaxes[$0].root) }) : nil
            hyperscan = database
            let isPlain = database == nil
        #else
            let isPlain = true
        #endif
        guard isPlain, !searched.isEmpty else {
            literals = nil
            return
        }
        literals = LiteralTable(
            searched.flatMap { number in
                (required[number] ?? []).map {
                    LiteralTable.Literal(
                        bytes: $0, pattern: UInt32(number), isCaseInsensitive: syntaxes[number].isCaseInsensitive)
                }
            })
    }

    /// Name of the engine that scans, for `civic --version` and reports of the environment.
    public var engineName: String {
        #if CIVIC_HYPERSCAN
            if hyperscan != nil { return "libhs" }
        #endif
        return "plain"
    }
}
