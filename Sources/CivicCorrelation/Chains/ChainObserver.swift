import CivicFormats
import CivicModel
import CivicProfile

/// Writes down the ids of one worker's records as rows. On the way of every record: no allocation, no text.
final class ChainObserver: RecordObserver {
    private let collector: ChainCollector
    private let rows: PartitionedRows<EventRow>.Writer
    private let shift: UInt64
    private let mask: Int

    /// The slots of a shape that hold ids, flat: a plan is copied for every record. -1: none.
    private struct Plan {
        var event: Int32
        var cause: Int32
        var type: Int32
        var text: Int32
        var flows: (Int32, Int32, Int32, Int32) = (-1, -1, -1, -1)
        var isList: Bool
        var saysAttempt: Bool
        var isStored: Bool

        init(_ columns: IDColumns, isStored: Bool) {
            self.isStored = isStored
            (event, cause, type, text) = (columns.event, columns.cause, columns.type, columns.text)
            (isList, saysAttempt) = (columns.isList, columns.saysAttempt)
            func flow(_ index: Int) -> Int32 { index < columns.flows.count ? columns.flows[index] : -1 }
            flows = (flow(0), flow(1), flow(2), flow(3))
        }
    }

    @exclusivity(unchecked) private var plans: [Plan] = []
    /// Stages that were met last, by service, template, type and source.
    @exclusivity(unchecked) private var stageCache: UnsafeMutablePointer<(key: UInt64, stage: UInt32)>
    private static let stageCacheSize = 4096
    /// By service number: 0 not asked yet, 1 the records name it, 2 they do not.
    @exclusivity(unchecked) private var naming: [UInt8] = []
    @exclusivity(unchecked) private var flowPairs: UnsafeMutablePointer<UInt64>
    private static let flowPairCacheSize = 4096
    @exclusivity(unchecked) private var edges: [LabelEdge] = []
    /// By template number: 0 not asked yet, 1 without what may be an id, 2 with.
    @exclusivity(unchecked) private var textFlags: [UInt8] = []
    private let words: IDWords
    private let flows: PartitionedRows<FlowRow>.Writer?
    /// Ids that were there and named nothing.
    @exclusivity(unchecked) private var voidCount = 0
    /// Form of the label of the record that is looked at.
    @exclusivity(unchecked) private var form: UInt32 = 0

    init(_ collector: ChainCollector) {
        self.collector = collector
        words = IDWords(collector.roles)
        flows = collector.flows.map { PartitionedRows.Writer($0, chunkBytes: collector.chunkBytes) }
        rows = PartitionedRows.Writer(collector.rows, chunkBytes: collector.chunkBytes)
        shift = UInt64(64 - collector.partitionBits)
        mask = collector.rows.partitionCount - 1
        stageCache = .allocate(capacity: Self.stageCacheSize)
        stageCache.initialize(repeating: (0, .max), count: Self.stageCacheSize)
        flowPairs = .allocate(capacity: Self.flowPairCacheSize)
        flowPairs.initialize(repeating: 0, count: Self.flowPairCacheSize)
    }

    deinit {
        stageCache.deallocate()
        flowPairs.deallocate()
    }

    func plan(for shape: Shape) -> Int? {
        let columns = IDColumns(shape, roles: collector.roles)
        if columns.isEmpty { return nil }
        plans.append(Plan(columns, isStored: shape.storesEvent))
        return plans.count - 1
    }

    func observe(_ record: RecordView, facts: RecordFacts, plan: Int) {
        let time = facts.time.isReadable ? facts.nanoseconds : EventRow.noTime
        let columns = plans[plan]
        var label: UInt64 = 0
        form = 0
        if columns.flows.0 >= 0 { join(record.slots[Int(columns.flows.0)], &label) }
        if columns.flows.1 >= 0 {
            join(record.slots[Int(columns.flows.1)], &label)
            if columns.flows.2 >= 0 { join(record.slots[Int(columns.flows.2)], &label) }
            if columns.flows.3 >= 0 { join(record.slots[Int(columns.flows.3)], &label) }
        }
        if columns.text >= 0, mayHoldIDs(facts) {
            return observeText(record, facts, columns, label: label, time: time)
        }
        if label != 0, flows != nil { mention(label, record, facts, columns, time: time) }
        guard columns.event >= 0 || columns.cause >= 0 else { return }
        if columns.isList { return observeList(record, facts, columns, label: label, time: time) }
        let event = columns.event >= 0 ? IDText.key(record.slots[Int(columns.event)]) : .none
        let cause = columns.cause >= 0 ? IDText.key(record.slots[Int(columns.cause)]) : .none
        write(event, cause, record, facts, columns, label: label, time: time)
    }

    /// Whether messages of this template hold tokens with digits at all.
    @inline(__always)
    private func mayHoldIDs(_ facts: RecordFacts) -> Bool {
        let template = Int(facts.templateNumber)
        if template >= textFlags.count || textFlags[template] == 0 { learnText(facts) }
        return textFlags[template] == 2
    }

    @inline(never)
    private func learnText(_ facts: RecordFacts) {
        let template = Int(facts.templateNumber)
        while textFlags.count <= template { textFlags.append(0) }
        // The rest of a long message, and messages that were folded, are not in their template.
        let text = facts.template()
        let mayHoldIDs =
            text.isEmpty || text.utf8.count >= 250 || text.utf8.contains(0x2a) || words.mayHoldID(text.utf8)
        textFlags[template] = mayHoldIDs ? 2 : 1
    }

    /// Ids in the text of a message.
    @inline(never)
    private func observeText(
        _ record: RecordView, _ facts: RecordFacts, _ columns: Plan, label: UInt64, time: Int64
    ) {
        var label = label
        var isBatch = false
        var event = IDKey.none
        var cause = columns.cause >= 0 ? IDText.key(record.slots[Int(columns.cause)]) : .none
        let message = record.slots[Int(columns.text)].bytes
        let text = UnsafeBufferPointer(rebasing: message.prefix(Self.textLimit))
        MessageIDs.each(in: text, words: words) { token in
            guard token.word != 0, let role = words[token.word], let start = text.baseAddress else { return }
            let key = IDText.key(start + token.start, token.count)
            guard !key.isNone else { return }
            switch role {
            case .event:
                if event.isNone {
                    event = key
                } else if token.isFurther {
                    // A batch: it joins its events, it does not make them one chain.
                    isBatch = isBatch || key != event
                    write(key, .none, record, facts, columns, label: 0, time: time)
                }
            case .cause: if cause.isNone { cause = key }
            case .flow:
                if label != 0 { return tie(label, key.short) }
                label = key.short
                form = LabelForm.of(UnsafeBufferPointer(start: start + token.start, count: token.count))
            case .span, .entity, .hub, .alias: break
            }
        }
        if label != 0, flows != nil { mention(label, record, facts, columns, time: time) }
        write(event, cause, record, facts, columns, label: isBatch ? 0 : label, time: time)
    }

    private func mention(_ label: UInt64, _ record: RecordView, _ facts: RecordFacts, _ columns: Plan, time: Int64) {
        flows?.append(
            FlowRow(
                label: label, time: time, place: EventRow.place(source: facts.source, byte: record.byte),
                line: UInt32(truncatingIfNeeded: record.line), stage: stage(record, facts, columns)),
            to: Int(truncatingIfNeeded: label >> 58))
    }

    /// Ids stand near the start of a message; what follows is a stack or a payload.
    private static let textLimit = 1_024

    /// Reads one flow of a record: the first labels it, further ones are tied to that.
    @inline(__always)
    private func join(_ slot: Slot, _ label: inout UInt64) {
        let key = TraceText.key(slot)
        if key.isNone {
            voidCount += 1
        } else if label == 0 {
            label = key.short
            form = slot.count == 32 || slot.count == 36 ? LabelForm.number : LabelForm.of(slot)
        } else {
            tie(label, key.short)
        }
    }

    @inline(__always)
    private func write(
        _ event: IDKey, _ cause: IDKey, _ record: RecordView, _ facts: RecordFacts, _ columns: Plan, label: UInt64,
        time: Int64
    ) {
        guard !event.isNone || !cause.isNone else {
            if columns.event >= 0 || columns.cause >= 0 { voidCount += 1 }
            return
        }
        let stage = stage(record, facts, columns)
        let place = EventRow.place(source: facts.source, byte: record.byte)
        let line = UInt32(truncatingIfNeeded: record.line)
        let names = !cause.isNone && cause != event
        if !event.isNone {
            rows.append(
                EventRow(
                    key: event, label: label, other: names ? cause.short : 0, time: time, place: place, line: line,
                    stageBits: stage | form),
                to: partition(event))
        }
        if names {
            rows.append(
                EventRow(
                    key: cause, label: label, other: event.isNone ? 0 : event.short, time: time, place: place, line: line,
                    stageBits: stage | form | EventRow.consequence),
                to: partition(cause))
        }
    }

    @inline(__always) private func partition(_ key: IDKey) -> Int { Int(truncatingIfNeeded: key.high &>> shift) & mask }

    /// Two flows of one record belong to one chain. Neighbouring records repeat the pair.
    @inline(__always)
    private func tie(_ a: UInt64, _ b: UInt64) {
        guard a != b else { return }
        let pair = ContentHash.mix(a &+ ContentHash.mix(b))
        let at = Int(truncatingIfNeeded: pair & UInt64(Self.flowPairCacheSize - 1))
        if flowPairs[at] == pair { return }
        flowPairs[at] = pair
        edges.append(LabelEdge(a: a, b: b, kind: .flowPair))
    }

    @inline(__always)
    private func stage(_ record: RecordView, _ facts: RecordFacts, _ columns: Plan) -> UInt32 {
        let service = Int(facts.serviceNumber)
        if service >= naming.count || naming[service] == 0 { learn(facts) }
        var key = UInt64(UInt32(bitPattern: facts.serviceNumber)) << 32 | UInt64(UInt32(bitPattern: facts.templateNumber))
        if naming[service] == 2 || columns.isStored {
            key ^= UInt64(truncatingIfNeeded: facts.source &+ 1) &* 0x9e37_79b9_7f4a_7c15
        }
        if columns.type >= 0 {
            let slot = record.slots[Int(columns.type)]
            key ^= ContentHash.of(slot.start, Int(slot.count))
        }
        if columns.saysAttempt { key ^= 0x5bd1_e995_0000_0000 }
        if columns.isStored { key ^= 0x2545_f491_4f6c_dd1d }
        key = ContentHash.mix(key)
        let at = Int(truncatingIfNeeded: key & UInt64(Self.stageCacheSize - 1))
        if stageCache[at].key == key, stageCache[at].stage != .max { return stageCache[at].stage }
        let number = newStage(record, facts, columns)
        stageCache[at] = (key, number)
        return number
    }

    @inline(never)
    private func learn(_ facts: RecordFacts) {
        let service = Int(facts.serviceNumber)
        while naming.count <= service { naming.append(0) }
        let (name, origin) = facts.service()
        naming[service] = ServiceNames.isName(name, origin) ? 1 : 2
    }

    @inline(never)
    private func newStage(_ record: RecordView, _ facts: RecordFacts, _ columns: Plan) -> UInt32 {
        let (name, origin) = facts.service()
        var type = ""
        if columns.type >= 0 {
            type = StageKey.type(in: record.slots[Int(columns.type)])
        }
        return collector.stages.number(
            of: StageTable.Key(
                service: name, origin: origin,
                source: naming[Int(facts.serviceNumber)] == 1 && !columns.isStored ? -1 : facts.source,
                template: facts.templateFingerprint(), type: type, saysAttempt: columns.saysAttempt,
                isStored: columns.isStored))
    }

    /// Most ids of one list that become rows.
    static let longestList = 10_000

    /// A batch: a row for each event and cause that the record lists. The batch joins them, it does not make them one chain.
    @inline(never)
    private func observeList(
        _ record: RecordView, _ facts: RecordFacts, _ columns: Plan, label: UInt64, time: Int64
    ) {
        func keys(_ slot: Int32) -> [IDKey] {
            guard slot >= 0 else { return [] }
            return IDList.keys(record.slots[Int(slot)].bytes, limit: Self.longestList)
        }
        let (events, causes) = (keys(columns.event), keys(columns.cause))
        // The trace of a batch is that of the batch.
        let label = events.count > 1 ? 0 : label
        if causes.count == 1 || events.count == causes.count {
            for (index, event) in events.enumerated() {
                let cause = causes.count == 1 ? causes[0] : causes[index]
                write(event, cause, record, facts, columns, label: label, time: time)
            }
        } else if events.count == 1 {
            for cause in causes { write(events[0], cause, record, facts, columns, label: label, time: time) }
        } else {
            for event in events { write(event, .none, record, facts, columns, label: label, time: time) }
            for cause in causes { write(.none, cause, record, facts, columns, label: label, time: time) }
        }
    }

    func finish() {
        rows.finish()
        flows?.finish()
        collector.add(edges: edges, voids: voidCount)
    }
}
