import CivicFormats
import CivicModel

/// A condition bound to one shape: field names have become slot numbers, and whatever the shape alone decides is
/// decided. What is left asks for the level or the time notation of a record (the cell knows) or for values.
indirect enum BoundCondition {
    case constant(Bool)
    case cell(CellTest)
    case value(ValueTest)
    case all([BoundCondition])
    case any([BoundCondition])
    case not(BoundCondition)

    enum CellTest {
        case hasLevel
        case hasTime
        case level(Comparison, Level)
        case template(FieldCheck)
        case source(FieldCheck)
    }

    /// One check on one value.
    struct ValueTest {
        enum Subject {
            case slot(Int, ValueKind)
            case raw
            case bytes
        }
        var subject: Subject
        var check: ValueCheck
    }

    /// A check with its patterns and detectors replaced by their numbers in the rule set.
    enum ValueCheck {
        case isIn([Scalar])
        case matches(Int)
        case format(ValueFormat)
        case isTime
        case range(NumericRange)
        case length(NumericRange)
        case compare(Comparison, other: Int?, tolerance: Double)
        case finds([Int])
    }

    var needsValues: Bool {
        switch self {
        case .constant, .cell: false
        case .value: true
        case .all(let parts), .any(let parts): parts.contains(where: \.needsValues)
        case .not(let part): part.needsValues
        }
    }

    /// Whether all that is asked for is the bytes of one slot.
    func readsOnly(slot: Int) -> Bool {
        switch self {
        case .constant: return true
        case .cell: return false
        case .value(let test):
            if case .compare = test.check { return false }
            if case .slot(let index, _) = test.subject { return index == slot }
            return false
        case .all(let parts), .any(let parts): return parts.allSatisfy { $0.readsOnly(slot: slot) }
        case .not(let part): return part.readsOnly(slot: slot)
        }
    }

    static func conjunction(_ parts: [BoundCondition]) -> BoundCondition {
        var kept: [BoundCondition] = []
        for part in parts {
            if case .constant(let value) = part {
                if !value { return .constant(false) }
            } else {
                kept.append(part)
            }
        }
        return kept.isEmpty ? .constant(true) : kept.count == 1 ? kept[0] : .all(kept)
    }

    static func disjunction(_ parts: [BoundCondition]) -> BoundCondition {
        var kept: [BoundCondition] = []
        for part in parts {
            if case .constant(let value) = part {
                if value { return .constant(true) }
            } else {
                kept.append(part)
            }
        }
        return kept.isEmpty ? .constant(false) : kept.count == 1 ? kept[0] : .any(kept)
    }

    static func negation(_ part: BoundCondition) -> BoundCondition {
        if case .constant(let value) = part { return .constant(!value) }
        return .not(part)
    }

    /// The same condition for a record that no pattern and no detector hit. Patterns that cannot be looked for in a block
    /// stay.
    func withoutHits(_ programs: ScanPrograms) -> BoundCondition {
        switch self {
        case .value(let test):
            switch test.check {
            case .matches(let pattern): programs.needsEveryValue(pattern: pattern) ? self : .constant(false)
            case .finds(let detectors): detectors.contains { programs.needsEveryValue(detector: $0) } ? self : .constant(false)
            default: self
            }
        case .all(let parts): .conjunction(parts.map { $0.withoutHits(programs) })
        case .any(let parts): .disjunction(parts.map { $0.withoutHits(programs) })
        case .not(let part): .negation(part.withoutHits(programs))
        case .constant, .cell: self
        }
    }

    /// Numbers of the hits that bear on this condition.
    func hitNumbers(_ scanner: BlockScanner) -> Set<Int> {
        switch self {
        case .value(let test):
            switch test.check {
            case .matches(let pattern): return [pattern]
            case .finds(let detectors): return Set(detectors.map(scanner.number(ofDetector:)))
            default: return []
            }
        case .all(let parts):
            // A part that cannot hold without a hit settles the whole: hits of the other parts matter only beside its own.
            let needy = parts.first { part in
                if case .constant(false) = part.withoutHits(scanner.programs) { return true }
                return false
            }
            return needy?.hitNumbers(scanner) ?? parts.reduce(into: []) { $0.formUnion($1.hitNumbers(scanner)) }
        case .any(let parts): return parts.reduce(into: []) { $0.formUnion($1.hitNumbers(scanner)) }
        case .not(let part): return part.hitNumbers(scanner)
        case .constant, .cell: return []
        }
    }

    /// Slots whose text a pattern looks at: where such a value holds escapes, its text is not its bytes, and what the
    /// pass over the block did not hit may yet match.
    var patternSlots: Set<Int> {
        switch self {
        case .value(let test):
            if case .slot(let index, _) = test.subject {
                switch test.check {
                case .matches, .finds: return [index]
                default: break
                }
            }
            return []
        case .all(let parts), .any(let parts): return parts.reduce(into: []) { $0.formUnion($1.patternSlots) }
        case .not(let part): return part.patternSlots
        case .constant, .cell: return []
        }
    }
}

/// Binds conditions to shapes.
struct ConditionBinder {
    let shape: Shape
    let patterns: PatternTable

    func bind(_ condition: Condition) -> BoundCondition {
        switch condition {
        case .constant(let value): .constant(value)
        case .all(let parts): .conjunction(parts.map(bind))
        case .any(let parts): .disjunction(parts.map(bind))
        case .none(let parts): .negation(.disjunction(parts.map(bind)))
        case .not(let part): .negation(bind(part))
        case .when(let test, let then, let otherwise):
            .disjunction([
                .conjunction([bind(test), bind(then)]),
                .conjunction([.negation(bind(test)), otherwise.map(bind) ?? .constant(true)]),
            ])
        case .field(let field, let checks):
            // Cheap checks first: most records never come to the patterns.
            .conjunction((checks.filter { !Self.isDear($0) } + checks.filter(Self.isDear)).map { bind($0, of: field) })
        case .oneOfFields(let fields):
            .constant(fields.count { slot(of: $0).map { shape.fields[$0].kind.isPresent } ?? false } == 1)
        }
    }

    private static func isDear(_ check: FieldCheck) -> Bool {
        switch check {
        case .matches, .notMatches, .finds: true
        default: false
        }
    }

    private func slot(of field: FieldReference) -> Int? {
        switch field {
        case .path(let path):
            // Two members of one path (a flat key beside a nested one): the one that says something.
            shape.fields.firstIndex { $0.path == path && $0.kind.isPresent } ?? shape.fields.firstIndex { $0.path == path }
        case .role(let role): shape.index(of: role)
        default: nil
        }
    }

    /// Whether an object of this path is there (its members are fields of their own).
    private func hasMembers(_ field: FieldReference) -> Bool {
        guard case .path(let path) = field else { return false }
        return shape.fields.contains { $0.path.hasPrefix(path + ".") }
    }

    private func bind(_ check: FieldCheck, of field: FieldReference) -> BoundCondition {
        switch field {
        case .raw: return bind(check, subject: .raw, kind: .string)
        case .bytes: return bind(check, subject: .bytes, kind: .integer)
        case .template: return .cell(.template(check))
        case .source: return .cell(.source(check))
        case .format: return .constant(TextChecks.holds(check, text: shape.format, patterns: patterns))
        case .role(.time):
            if case .exists(let wanted) = check { return wanted ? .cell(.hasTime) : .not(.cell(.hasTime)) }
        case .role(.level):
            if case .exists(let wanted) = check { return wanted ? .cell(.hasLevel) : .not(.cell(.hasLevel)) }
            if case .level(let comparison, let level) = check { return .cell(.level(comparison, level)) }
        default: break
        }
        guard let index = slot(of: field) else {
            let isObject = hasMembers(field)
            switch check {
            case .exists(let wanted): return .constant(wanted == isObject)
            case .empty(let wanted): return .constant(wanted != isObject)
            case .type(.object): return .constant(isObject)
            case .notIn, .notMatches: return .constant(true)
            default: return .constant(false)
            }
        }
        return bind(check, subject: .slot(index, shape.fields[index].kind), kind: shape.fields[index].kind)
    }

    private func bind(_ check: FieldCheck, subject: BoundCondition.ValueTest.Subject, kind: ValueKind) -> BoundCondition {
        func value(_ check: BoundCondition.ValueCheck) -> BoundCondition { .value(.init(subject: subject, check: check)) }
        switch check {
        case .exists(let wanted): return .constant(wanted == kind.isPresent)
        case .empty(let wanted): return .constant(wanted == (!kind.isPresent || kind == .emptyObject))
        case .type(let type):
            switch type {
            case .string: return .constant(kind == .string || kind == .emptyString)
            case .integer: return .constant(kind == .integer || kind == .bigInteger)
            case .number: return .constant(kind == .integer || kind == .bigInteger || kind == .decimal)
            case .boolean: return .constant(kind == .boolean)
            case .object: return .constant(kind == .emptyObject)
            case .array: return .constant(kind == .array)
            case .timestamp: return kind.isPresent ? value(.isTime) : .constant(false)
            }
        default: break
        }
        guard kind != .null else {
            switch check {
            case .notIn, .notMatches: return .constant(true)
            default: return .constant(false)
            }
        }
        switch check {
        case .isIn(let list): return value(.isIn(list))
        case .notIn(let list): return .not(value(.isIn(list)))
        case .matches(let pattern): return value(.matches(patterns.index(of: pattern)))
        case .notMatches(let pattern): return .not(value(.matches(patterns.index(of: pattern))))
        case .format(let format): return value(.format(format))
        case .range(let range): return value(.range(range))
        case .length(let range): return value(.length(range))
        case .compare(let comparison, let other, let tolerance):
            return value(.compare(comparison, other: slot(of: other), tolerance: tolerance))
        case .level(let comparison, let level): return .cell(.level(comparison, level))
        case .finds(let detectors): return value(.finds(detectors.map(patterns.index(of:))))
        case .exists, .empty, .type: return .constant(false)
        }
    }
}
