import CivicModel

/// Every pattern and detector that the rules of a run name, numbered once.
struct PatternTable: Sendable {
    private(set) var patterns: [Pattern] = []
    private(set) var detectors: [Detector] = []
    private var patternNumbers: [Pattern: Int] = [:]
    private var detectorNumbers: [Detector: Int] = [:]

    init(rules: [RuleDeclaration]) {
        for rule in rules {
            if let condition = rule.condition { collect(condition) }
            if case .assert(let condition) = rule.body { collect(condition) }
        }
    }

    /// The detectors without the patterns that conditions name.
    var detectorsAlone: PatternTable {
        var table = self
        (table.patterns, table.patternNumbers) = ([], [:])
        return table
    }

    func index(of pattern: Pattern) -> Int { patternNumbers[pattern] ?? -1 }
    func index(of detector: Detector) -> Int { detectorNumbers[detector] ?? -1 }

    private mutating func collect(_ condition: Condition) {
        switch condition {
        case .constant, .oneOfFields: break
        case .all(let parts), .any(let parts), .none(let parts): parts.forEach { collect($0) }
        case .not(let part): collect(part)
        case .when(let test, let then, let otherwise):
            collect(test)
            collect(then)
            if let otherwise { collect(otherwise) }
        case .field(_, let checks):
            for check in checks {
                switch check {
                case .matches(let pattern), .notMatches(let pattern): add(pattern)
                case .finds(let list): list.forEach { add($0) }
                default: break
                }
            }
        }
    }

    private mutating func add(_ pattern: Pattern) {
        guard patternNumbers[pattern] == nil else { return }
        patternNumbers[pattern] = patterns.count
        patterns.append(pattern)
    }

    private mutating func add(_ detector: Detector) {
        guard detectorNumbers[detector] == nil else { return }
        detectorNumbers[detector] = detectors.count
        detectors.append(detector)
    }
}
