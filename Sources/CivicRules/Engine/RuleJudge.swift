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

    /// A class of constants: its body is called without counting a reference, which two workers that share what the body
    /// captured would wait for each other for.
    private final class MeasureItem {
        let counter: Int
        let levels: ClosedRange<Level>
        /// Only records with unusual bytes or escapes can break it.
        let needsOddity: Bool
        let judge: (RecordView, RecordFacts) -> RecordVerdict

        init(
            counter: Int, levels: ClosedRange<Level>, needsOddity: Bool,
            judge: @escaping (RecordView, RecordFacts) -> RecordVerdict
        ) {
            (self.counter, self.levels, self.needsOddity, self.judge) = (counter, levels, needsOddity, judge)
        }
    }

    private final class Plan {
        /// Rules with what is left of them when nothing was hit, and that lengths alone do not settle.
        @exclusivity(unchecked) var quick: [Item] = []
        /// Rules that look at the text of the message alone: what they say of one text they say of it again.
        @exclusivity(unchecked) var onMessage: [Item] = []
        /// The same as `quick`, with those that lengths settle for most records.
        @exclusivity(unchecked) var quickLong: [Item] = []
        @exclusivity(unchecked) var full: [Item] = []
        /// What is left of each of `full` for a record that none of its patterns hit; nil: nothing is.
        @exclusivity(unchecked) var unhit: [Item?] = []
        /// By number of a pattern or detector, the bits of the rules in `full` that it is for.
        @exclusivity(unchecked) var rulesOfHit: [UInt64]
        @exclusivity(unchecked) var escapeSlots: [Int] = []
        /// No value is longer: what `quickLong` has more than `quick` is kept.
        @exclusivity(unchecked) var bounds = LengthBounds()
        @exclusivity(unchecked) var slotLimits: [(slot: Int, limit: UInt32)] = []
        @exclusivity(unchecked) var measures: [Unmanaged<MeasureItem>] = []

        init(hitNumbers: Int) { rulesOfHit = [UInt64](repeating: 0, count: hitNumbers) }

        deinit {
            for measure in measures { measure.release() }
        }
    }

    let counterCount: Int
    private let rules: RuleSet
    /// Plans are never released before the judge is, so that the hot path need not count references.
    @exclusivity(unchecked) private var plans: [Unmanaged<Plan>] = []
    private let scanner: BlockScanner

    /// Hits of the block at hand, by offset, and how far the records have got.
    @exclusivity(unchecked) private var nextHit = 0
    @exclusivity(unchecked) private var recordHits: Range<Int> = 0..<0
    private var decoded: [UInt8] = []
    private static let messageMemorySize = 16_384
    private let messageMemory: UnsafeMutablePointer<(key: UInt64, violated: UInt64)>

    init(rules: RuleSet) {
        self.rules = rules
        counterCount = rules.counted.count
        scanner = BlockScanner(rules.programs)
        messageMemory = .allocate(capacity: Self.messageMemorySize)
        messageMemory.initialize(repeating: (0, 0), count: Self.messageMemorySize)
    }

    deinit {
        for plan in plans { plan.release() }
        messageMemory.deallocate()
    }

    func begin(block: UnsafeBufferPointer<UInt8>) {
        scanner.scan(block)
        nextHit = 0
    }

    func plan(for shape: Shape) -> Int? {
        let binder = ConditionBinder(shape: shape, patterns: rules.patterns)
        let plan = Plan(hitNumbers: scanner.numberCount)
        var slots: Set<Int> = []
        for (counter, rule) in rules.counted.enumerated() {
            switch rule.body {
            case .condition(let population, let requirement):
                let bound = rules.bind(population: population, requirement: requirement, with: binder)
                guard bound.population.needsValues || bound.requirement.needsValues else { continue }
                for number in bound.population.hitNumbers(scanner).union(bound.requirement.hitNumbers(scanner)) {
                    // Rules beyond the 64th share its bit: they are judged in full a little too often.
                    plan.rulesOfHit[number] |= 1 << UInt64(min(plan.full.count, 63))
                }
                plan.full.append(Item(counter: counter, population: bound.population, requirement: bound.requirement))
                plan.unhit.append(nil)
                slots.formUnion(bound.population.patternSlots)
                slots.formUnion(bound.requirement.patternSlots)
                let item = Item(
                    counter: counter, population: bound.population.withoutHits(rules.programs),
                    requirement: bound.requirement.withoutHits(rules.programs))
                if case .constant(true) = item.population {
                    if case .constant(true) = item.requirement { continue }
                    plan.unhit[plan.unhit.count - 1] = item
                    if let bounds = LengthBounds(under: item.requirement, holding: true) {
                        plan.bounds.formIntersection(bounds)
                        plan.quickLong.append(item)
                        continue
                    }
                }
                plan.unhit[plan.unhit.count - 1] = item
                if case .constant(true) = item.population, let message = shape.index(of: .message),
                    item.requirement.readsOnly(slot: message),
                    plan.onMessage.count < 64
                {
                    plan.onMessage.append(item)
                    continue
                }
                plan.quick.append(item)
                plan.quickLong.append(item)
            case .measure(let measure):
                if case .judged(let levels, let needsOddity, let body) = measure.bind(to: shape) {
                    let item = MeasureItem(counter: counter, levels: levels, needsOddity: needsOddity, judge: body)
                    plan.measures.append(.passRetained(item))
                }
            }
        }
        guard !plan.full.isEmpty || !plan.measures.isEmpty else { return nil }
        plan.escapeSlots = slots.sorted()
        plan.slotLimits = plan.bounds.slots.sorted { $0.key < $1.key }.map { ($0.key, UInt32(clamping: $0.value)) }
        plans.append(.passRetained(plan))
        return plans.count - 1
    }

    func judge(_ record: RecordView, facts: RecordFacts, plan index: Int, into judgement: inout Judgement) {
        plans[index]._withUnsafeGuaranteedRef { plan in
            let isOdd = record.hasEscapes || !record.notes.isEmpty
            for i in 0..<plan.measures.count {
                plan.measures[i]._withUnsafeGuaranteedRef { measure in
                    if measure.needsOddity, !isOdd { return }
                    guard measure.levels.contains(facts.level) else { return }
                    switch measure.judge(record, facts) {
                    case .kept: break
                    case .broken: judgement.violated.append(measure.counter)
                    case .outside: judgement.outside.append(measure.counter)
                    }
                }
            }
            recordHits = scanner.hits(from: record.start, count: record.count, after: &nextHit)
            if record.hasEscapes, plan.escapeSlots.contains(where: { record.slots[$0].hasEscapes }) {
                evaluate(plan.full, record, facts, &judgement)
                return
            }
            if !recordHits.isEmpty {
                var touched: UInt64 = 0
                for hit in recordHits { touched |= plan.rulesOfHit[scanner.number(ofHit: hit)] }
                if touched != 0 {
                    for i in plan.full.indices {
                        if touched >> UInt64(min(i, 63)) & 1 != 0 {
                            evaluate(plan.full[i], record, facts, &judgement)
                        } else if let item = plan.unhit[i] {
                            evaluate(item, record, facts, &judgement)
                        }
                    }
                    return
                }
            }
            if !plan.onMessage.isEmpty { judgeMessage(plan, UInt64(truncatingIfNeeded: index), record, facts, &judgement) }
            var isLong = record.count > plan.bounds.bytes
            for i in 0..<plan.slotLimits.count where record.slots[plan.slotLimits[i].slot].count > plan.slotLimits[i].limit {
                isLong = true
            }
            if isLong {
                evaluate(plan.quickLong, record, facts, &judgement)
            } else if !plan.quick.isEmpty {
                evaluate(plan.quick, record, facts, &judgement)
            }
        }
    }

    /// Rules on the message's text, remembered by the text: a service says the same few things again and again.
    private func judgeMessage(
        _ plan: Plan, _ number: UInt64, _ record: RecordView, _ facts: RecordFacts, _ judgement: inout Judgement
    ) {
        let key = ContentHash.mix(facts.messageHash ^ number &* 0x9e37_79b9_7f4a_7c15)
        // Two places a key, so that two texts that fall on one place do not push each other out again and again.
        let first = Int(truncatingIfNeeded: key & UInt64(Self.messageMemorySize - 1))
        var at = first
        if messageMemory[at].key != key { at ^= 1 }
        if messageMemory[at].key != key || facts.messageHash == 0 {
            var violated: UInt64 = 0
            for (bit, item) in plan.onMessage.enumerated() where !evaluate(item.requirement, record, facts) {
                violated |= 1 << UInt64(bit)
            }
            messageMemory[first ^ 1] = messageMemory[first]
            messageMemory[first] = (key, violated)
            at = first
        }
        let violated = messageMemory[at].violated
        guard violated != 0 else { return }
        for (bit, item) in plan.onMessage.enumerated() where violated >> UInt64(bit) & 1 != 0 {
            judgement.violated.append(item.counter)
        }
    }

    private func evaluate(_ items: [Item], _ record: RecordView, _ facts: RecordFacts, _ judgement: inout Judgement) {
        for item in items { evaluate(item, record, facts, &judgement) }
    }

    private func evaluate(_ item: Item, _ record: RecordView, _ facts: RecordFacts, _ judgement: inout Judgement) {
        guard evaluate(item.population, record, facts) else {
            judgement.outside.append(item.counter)
            return
        }
        if !evaluate(item.requirement, record, facts) { judgement.violated.append(item.counter) }
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
            case .source(let check):
                return TextChecks.holds(check, text: rules.path(of: facts.source), patterns: rules.patterns)
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
                ? rules.times.parse(base, bytes.count).shape.isReadable
                : rules.times.parseNumber(base, bytes.count).shape.isReadable
        case .range(let range): return TextChecks.number(bytes).map(range.contains) ?? false
        case .length(let range):
            // So many bytes hold at most so many characters, which settles nearly every value.
            if range.lower == nil, range.contains(Double(bytes.count)) { return true }
            return range.contains(Double(TextChecks.length(bytes)))
        case .compare(let comparison, let other, let tolerance):
            guard let other, let a = TextChecks.number(bytes), let b = TextChecks.number(record.slots[other].bytes) else {
                return false
            }
            return TextChecks.compare(a, comparison, b, tolerance: tolerance)
        case .matches(let pattern):
            return scanner.matches(pattern: pattern, value: bytes, isDecoded: isDecoded, hits: recordHits)
        case .finds(let detectors):
            return detectors.contains { scanner.finds(detector: $0, in: bytes, isDecoded: isDecoded, hits: recordHits) }
        }
    }
}
