import CivicFormats
import CivicModel
import CivicProfile

/// Judges the values of records for all rules that need values: one per worker.
///
/// A rule is bound to each shape once. Most of what is bound needs no value and is left to the profile; what does is
/// split again by whether a pattern hit something in the record, because nearly no record is hit.
final class RuleJudge: RecordJudge {
    private struct Item {
        var counter: Int
        var population: BoundCondition
        var requirement: BoundCondition
    }

    private struct MeasureItem {
        var counter: Int
        var levels: ClosedRange<Level>
        var judge: (RecordView, RecordFacts) -> RecordVerdict
    }

    private struct Plan {
        /// Rules with what is left of them when nothing was hit.
        var quick: [Item] = []
        var full: [Item] = []
        var escapeSlots: [Int] = []
        var measures: [MeasureItem] = []
    }

    let counterCount: Int
    private let rules: RuleSet
    private var plans: [Plan] = []
    private let scanner: BlockScanner

    /// Hits of the block at hand, by offset, and how far the records have got.
    private var block = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var nextHit = 0
    private var recordHits: Range<Int> = 0..<0
    private var decoded: [UInt8] = []

    init(rules: RuleSet) {
        self.rules = rules
        counterCount = rules.counted.count
        scanner = BlockScanner(rules.programs)
    }

    func begin(block: UnsafeBufferPointer<UInt8>) {
        self.block = block
        scanner.scan(block)
        nextHit = 0
    }

    func plan(for shape: Shape) -> Int? {
        let binder = ConditionBinder(shape: shape, patterns: rules.patterns)
        var plan = Plan()
        var slots: Set<Int> = []
        for (counter, rule) in rules.counted.enumerated() {
            switch rule.body {
            case .condition(let population, let requirement):
                let bound = rules.bind(population: population, requirement: requirement, with: binder)
                guard bound.population.needsValues || bound.requirement.needsValues else { continue }
                plan.full.append(Item(counter: counter, population: bound.population, requirement: bound.requirement))
                slots.formUnion(bound.population.patternSlots)
                slots.formUnion(bound.requirement.patternSlots)
                let population = bound.population.withoutHits(rules.programs)
                let requirement = bound.requirement.withoutHits(rules.programs)
                if case .constant(true) = population, case .constant(true) = requirement { continue }
                plan.quick.append(Item(counter: counter, population: population, requirement: requirement))
            case .measure(let measure):
                if case .judged(let levels, let body) = measure.bind(to: shape) {
                    plan.measures.append(MeasureItem(counter: counter, levels: levels, judge: body))
                }
            }
        }
        guard !plan.full.isEmpty || !plan.measures.isEmpty else { return nil }
        plan.escapeSlots = slots.sorted()
        plans.append(plan)
        return plans.count - 1
    }

    func judge(_ record: RecordView, facts: RecordFacts, plan index: Int, into judgement: inout Judgement) {
        plans.withUnsafeBufferPointer { plans in
            let plan = plans[index]
            for item in plan.measures where item.levels.contains(facts.level) {
                switch item.judge(record, facts) {
                case .kept: break
                case .broken: judgement.violated.append(item.counter)
                case .outside: judgement.outside.append(item.counter)
                }
            }
            recordHits = scanner.hits(from: record.start, count: record.count, after: &nextHit)
            let isHit = !recordHits.isEmpty || plan.escapeSlots.contains { record.slots[$0].hasEscapes }
            for item in isHit ? plan.full : plan.quick {
                guard evaluate(item.population, record, facts) else {
                    judgement.outside.append(item.counter)
                    continue
                }
                if !evaluate(item.requirement, record, facts) { judgement.violated.append(item.counter) }
            }
        }
    }

    private func evaluate(_ condition: BoundCondition, _ record: RecordView, _ facts: RecordFacts) -> Bool {
        switch condition {
        case .constant(let value): return value
        case .cell(let test):
            switch test {
            case .hasLevel: return facts.level != .none
            case .hasTime: return facts.time.isReadable
            case .level(let comparison, let level): return TextChecks.compare(facts.level, comparison, level)
            case .template(let check):
                return TextChecks.holds(check, text: facts.template(), patterns: rules.patterns)
            case .source(let check): return TextChecks.holds(check, text: rules.path(of: facts.source), patterns: rules.patterns)
            }
        case .value(let test): return evaluate(test, record)
        case .all(let parts): return parts.allSatisfy { evaluate($0, record, facts) }
        case .any(let parts): return parts.contains { evaluate($0, record, facts) }
        case .not(let part): return !evaluate(part, record, facts)
        }
    }

    private func evaluate(_ test: BoundCondition.ValueTest, _ record: RecordView) -> Bool {
        var bytes: UnsafeBufferPointer<UInt8>
        var kind = ValueKind.string
        switch test.subject {
        case .bytes:
            switch test.check {
            case .range(let range): return range.contains(Double(record.count))
            default: return false
            }
        case .raw: bytes = UnsafeBufferPointer(start: record.start, count: record.count)
        case .slot(let index, let slotKind):
            kind = slotKind
            let slot = record.slots[index]
            bytes = slot.bytes
            if slot.hasEscapes {
                decoded.removeAll(keepingCapacity: true)
                JSONText.decode(bytes, into: &decoded)
                // The copy is used before `decoded` changes again.
                return decoded.withUnsafeBufferPointer { evaluate(test.check, $0, kind, record, isDecoded: true) }
            }
        }
        return evaluate(test.check, bytes, kind, record, isDecoded: false)
    }

    private func evaluate(
        _ check: BoundCondition.ValueCheck, _ bytes: UnsafeBufferPointer<UInt8>, _ kind: ValueKind, _ record: RecordView,
        isDecoded: Bool
    ) -> Bool {
        switch check {
        case .isIn(let list): return list.contains { TextChecks.equals(bytes, kind: kind, $0) }
        case .format(let format): return ValueFormats.holds(format, bytes)
        case .isTime:
            guard let base = bytes.baseAddress else { return false }
            return kind == .string
                ? rules.times.parse(base, bytes.count).shape.isReadable : rules.times.parseNumber(base, bytes.count).shape.isReadable
        case .range(let range): return TextChecks.number(bytes).map(range.contains) ?? false
        case .length(let range):
            // So many bytes hold at most so many characters, which settles nearly every value.
            if range.lower == nil, range.contains(Double(bytes.count)) { return true }
            return range.contains(Double(TextChecks.length(bytes)))
        case .compare(let comparison, let other, let tolerance):
            guard let other, let a = TextChecks.number(bytes), let b = TextChecks.number(record.slots[other].bytes) else { return false }
            return TextChecks.compare(a, comparison, b, tolerance: tolerance)
        case .matches(let pattern):
            return scanner.matches(pattern: pattern, value: bytes, isDecoded: isDecoded, hits: recordHits)
        case .finds(let detectors):
            return detectors.contains { scanner.finds(detector: $0, in: bytes, isDecoded: isDecoded, hits: recordHits) }
        }
    }
}
