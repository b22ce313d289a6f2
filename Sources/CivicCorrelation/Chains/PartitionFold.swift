import CivicModel
import CivicProfile

/// Folds the rows of whole partitions: one id after the other, each with all that is known of it. One per worker; the
/// results of workers merge in any order.
final class PartitionFold {
    /// What every fold of a run knows.
    struct Frame: Sendable {
        var stages: Stages
        var partitionBits: Int
        /// First and last time of the run, nanoseconds.
        var start: Int64
        var end: Int64
        /// By place of stage: a cause that it names before this time may have happened before the records of its publisher begin.
        var causesKnown: [Int64]
        /// Flows that some record names together.
        var ties: FlowTies
        var publishers: PublisherEvidence
        var span: RunSpan
        /// Nanoseconds of a pause behind which an id may stand for another event.
        var pause: Int64
        /// By stage: it tells of what goes wrong.
        var isComplaint: [Bool]
        /// What to add to times that an event store keeps.
        var stores: StoreClocks
        /// By place of stage: the start of the run on the clock of its service; empty: all are within the run.
        var starts: [Int64]

        /// Which stretch of the recording a time lies in.
        @inline(__always)
        func bin(_ row: EventRow) -> Int {
            let start = starts.isEmpty ? start : starts[Int(row.stage)]
            guard row.time > start else { return 0 }
            return min(Signature.binCount - 1, Int((row.time &- start) / Signature.binWidth(from: self.start, to: end)))
        }
    }

    /// An id that more records share is no event: it is excluded from chains, and listed.
    static let hubSize = 10_000

    /// Bytes for each row that is sorted, beside the row.
    static let bytesBeside = 12

    struct Counter: Sendable {
        var population = 0
        var violations = 0
        var marks = BottomMarks()

        mutating func merge(_ other: Counter) {
            population += other.population
            violations += other.violations
            marks.merge(other.marks)
        }
    }

    /// What is collected of the times of faults.
    struct FaultRows {
        /// Records, by chain.
        var mentions: PartitionedRows<FlowRow>
        /// Those that name a flow are known already.
        var hasFlows: Bool
        /// When what befell events (`Moment`).
        var moments: PartitionedRows<EventRow>
        /// By the clocks of services, as far as they may be off.
        var time: Range<Int64>
    }

    struct Pair: Hashable, Sendable, Comparable {
        var from: Int
        var to: Int
        static func < (a: Pair, b: Pair) -> Bool { (a.from, a.to) < (b.from, b.to) }
    }

    /// Counts that merge.
    struct Result: Sendable {
        var events = 0
        var orphans = 0
        /// What the stages say of events, by the records that are about them.
        var repetitions: RepetitionCounts
        /// The same by records that name the event as their cause alone, at services that do not name it otherwise: it is what
        /// they took.
        var takings: RepetitionCounts
        /// The same by records that name the event as their cause and have events of their own.
        var effects: RepetitionCounts
        /// By stage: events that have it.
        var stageEvents: [Int] { repetitions.events }
        /// What services say of events that others mention, too: hops tell of one such record only.
        var activity: ServiceActivity
        /// By stage: ids that were given to another event.
        var reuses: [Counter]
        var collisions: [Counter]
        /// By stage of the consequence: those that name a cause, and those whose cause nobody mentions.
        var causes: [Counter]
        /// The same over those so near the start that the cause may lie before it.
        var earlyOrphans: [Int]
        /// By stage: what the system of record says of its events; empty without one.
        var record = RecordCounts()
        /// Hops whose two ends both name a flow, and those where it is another.
        var contexts: [Pair: Counter] = [:]
        var signatures: [[UInt32]: Signature] = [:]
        var lastWords: LastWords
        /// Between traces.
        var joints: [LabelEdge] = []
        var hubs: [(key: IDKey, records: Int)] = []

        init(stages: Int, services: Int) {
            lastWords = LastWords(stages: stages, services: services)
            activity = ServiceActivity(services: services)
            repetitions = RepetitionCounts(stages: stages, by: .event)
            takings = RepetitionCounts(stages: stages, by: .cause)
            effects = RepetitionCounts(stages: stages, by: .effect)
            earlyOrphans = Array(repeating: 0, count: stages)
            let none = Array(repeating: Counter(), count: stages)
            (collisions, causes, reuses) = (none, none, none)
        }

        mutating func merge(_ other: Result) {
            events += other.events
            orphans += other.orphans
            repetitions.merge(other.repetitions)
            takings.merge(other.takings)
            effects.merge(other.effects)
            for i in causes.indices {
                earlyOrphans[i] += other.earlyOrphans[i]
                reuses[i].merge(other.reuses[i])
                collisions[i].merge(other.collisions[i])
                causes[i].merge(other.causes[i])
            }
            record.merge(other.record)
            lastWords.merge(other.lastWords)
            activity.merge(other.activity)
            contexts.merge(other.contexts) { a, b in
                var a = a
                a.merge(b)
                return a
            }
            signatures.merge(other.signatures) { a, b in
                var a = a
                a.merge(b)
                return a
            }
            joints += other.joints
            hubs += other.hubs
        }
    }

    private let frame: Frame
    private let hops: PartitionedRows<HopRow>.Writer
    private let hopMask: Int
    private let nodes: PartitionedRows<UInt64>.Writer
    private let edges: PartitionedRows<LabelEdge>.Writer
    private let nodeMask: Int
    /// Where the records of faults' times go, of which chains are looked at once more; nil: nobody asked for them.
    private let mentions: PartitionedRows<FlowRow>.Writer?
    /// Where it goes what befell events then.
    private let moments: PartitionedRows<EventRow>.Writer?
    private let momentMask: Int
    /// Records that name a flow go there on another way.
    private let mentionsFlows: Bool
    private let troubled: Range<Int64>
    @exclusivity(unchecked) private var result: Result
    /// Rows that are sorted at one time.
    private let slice: Int
    private var buffer = RowBuffer<EventRow>()
    @exclusivity(unchecked) private var order: [UInt32] = []
    @exclusivity(unchecked) private var starts: [UInt32] = []
    @exclusivity(unchecked) private var ownStages: [UInt32] = []
    @exclusivity(unchecked) private var takenStages: [UInt32] = []
    @exclusivity(unchecked) private var children: [UInt32] = []
    @exclusivity(unchecked) private var seenChildren: [UInt64] = []
    @exclusivity(unchecked) private var causedStages: [UInt32] = []
    @exclusivity(unchecked) private var causedEvents: [UInt64] = []
    @exclusivity(unchecked) private var signatures: [Signature] = []
    /// Signatures by hash of what they hold.
    @exclusivity(unchecked) private var signaturePlaces: [UInt64: Int] = [:]
    /// Signatures and pairs that were met last, by hash: few kinds of events make up most.
    @exclusivity(unchecked) private var recentSignatures = [(hash: UInt64, place: Int)](repeating: (0, -1), count: 256)
    @exclusivity(unchecked) private var recentContexts = [(pair: UInt64, place: Int)](repeating: (.max, -1), count: 256)
    @exclusivity(unchecked) private var contextCounters: [Counter] = []
    @exclusivity(unchecked) private var contextPlaces: [UInt64: Int] = [:]
    /// Service by place of stage.
    private let serviceOf: [Int]
    /// Stages of an event store; empty: there is none.
    private let stored: [Bool]
    /// By place of stage: a store holds it and nobody knows who published it; empty: there are none.
    private let nameless: [Bool]
    /// By place of service: it is the file of such a store.
    private let namelessServices: [Bool]
    /// By place of stage: what its times are moved by; nil: none are.
    private let courses: [StoreCourse]?

    init(
        _ frame: Frame, hops: PartitionedRows<HopRow>, nodes: PartitionedRows<UInt64>, edges: PartitionedRows<LabelEdge>,
        chunkBytes: Int, slice: Int, faults: FaultRows? = nil
    ) {
        self.slice = slice
        mentions = faults.map { PartitionedRows.Writer($0.mentions, chunkBytes: max(1024, chunkBytes / 8)) }
        moments = faults.map { PartitionedRows.Writer($0.moments, chunkBytes: max(1024, chunkBytes / 8)) }
        momentMask = (faults?.moments.partitionCount ?? 1) - 1
        troubled = faults?.time ?? 0..<0
        mentionsFlows = faults?.hasFlows ?? false
        self.frame = frame
        self.hops = PartitionedRows.Writer(hops, chunkBytes: chunkBytes)
        hopMask = hops.partitionCount - 1
        self.nodes = PartitionedRows.Writer(nodes, chunkBytes: max(1024, chunkBytes / 8))
        self.edges = PartitionedRows.Writer(edges, chunkBytes: max(1024, chunkBytes / 8))
        nodeMask = nodes.partitionCount - 1
        result = Result(stages: frame.stages.list.count, services: frame.stages.services.count)
        serviceOf = frame.stages.list.map(\.service)
        stored = frame.stages.list.contains(where: \.isStored) ? frame.stages.list.map(\.isStored) : []
        nameless = frame.stages.list.contains(where: \.isNameless) ? frame.stages.list.map(\.isNameless) : []
        var isFile = Array(repeating: false, count: nameless.isEmpty ? 0 : frame.stages.services.count)
        for stage in frame.stages.list where stage.isNameless { isFile[stage.service] = true }
        for stage in frame.stages.list where !stage.isNameless && !isFile.isEmpty { isFile[stage.service] = false }
        namelessServices = isFile
        courses = frame.stores.courses(of: frame.stages)
        if !stored.isEmpty { result.record = RecordCounts(stages: stored.count) }
    }

    func finish() -> Result {
        mentions?.finish()
        moments?.finish()
        hops.finish()
        nodes.finish()
        edges.finish()
        for signature in signatures {
            // Signatures that differ in their publisher alone keep apart through a marker.
            var key = signature.stages + [.max] + signature.children + [.max]
            if let publisher = signature.publisher { key.append(publisher) }
            result.signatures[key] = signature
        }
        for (pair, place) in contextPlaces {
            result.contexts[Pair(from: Int(pair >> 32), to: Int(pair & 0xffff_ffff))] = contextCounters[place]
        }
        return result
    }

    // MARK: One partition

    func fold(_ partition: Int, of rows: PartitionedRows<EventRow>) throws(SpillError) {
        let bits = UInt64(frame.partitionBits)
        try rows.eachSlice(
            partition, of: slice, into: &buffer, keeps: false, by: { $0.key.high &<< bits },
            crowd: { rows, total, isFirst in
                if isFirst { result.hubs.append((rows[0].key, total)) }
                for row in rows { stay(row) }
            },
            { fold($0) })
    }

    private func fold(_ slice: UnsafeMutableBufferPointer<EventRow>) {
        let n = slice.count
        guard n > 0, let rows = slice.baseAddress else { return }
        for i in 0..<n {
            let bits = rows[i].stageBits
            rows[i].stageBits = frame.stages.places[Int(bits & ~EventRow.flags)] | bits & EventRow.flags
        }
        if let courses {
            for i in 0..<n where rows[i].time != EventRow.noTime {
                rows[i].time &+= courses[Int(rows[i].stage)].shift(at: rows[i].time)
            }
        }
        sort(rows, n)
        order.withUnsafeBufferPointer { order in
            var i = 0
            while i < n {
                // All of `order` are places below `n`.
                let key = rows[Int(order[i])].key
                var end = i + 1
                while end < n, rows[Int(order[end])].key == key { end += 1 }
                let group = Group(rows: rows, order: UnsafeBufferPointer(rebasing: order[i..<end]))
                if end - i > Self.hubSize { hub(key, group) } else { fold(key, group) }
                i = end
            }
        }
    }

    /// Rows of one id in order.
    struct Group {
        var rows: UnsafeMutablePointer<EventRow>
        var order: UnsafeBufferPointer<UInt32>
        var count: Int { order.count }
        @inline(__always) subscript(_ i: Int) -> EventRow { rows[Int(order[i])] }
    }

    /// Puts the places of rows into `order`: a counting sort by some bits of the id leaves runs of a few rows, which are then
    /// sorted in full.
    private func sort(_ rows: UnsafeMutablePointer<EventRow>, _ n: Int) {
        let bits = max(1, min(20, Int.bitWidth - n.leadingZeroBitCount - 1))
        let shift = UInt64(64 - bits)
        let skip = UInt64(frame.partitionBits)
        func bucket(_ i: Int) -> Int { Int(truncatingIfNeeded: (rows[i].key.high &<< skip) &>> shift) }
        if order.count < n { order = Array(repeating: 0, count: n) }
        starts.removeAll(keepingCapacity: true)
        starts.append(contentsOf: repeatElement(0, count: 1 << bits + 1))
        order.withUnsafeMutableBufferPointer { order in
            starts.withUnsafeMutableBufferPointer { starts in
                for i in 0..<n { starts[bucket(i) + 1] += 1 }
                for b in 1..<starts.count { starts[b] += starts[b - 1] }
                // Each bucket is filled from its start; afterwards its start is that of the next one.
                for i in 0..<n {
                    let b = bucket(i)
                    order[Int(starts[b])] = UInt32(truncatingIfNeeded: i)
                    starts[b] += 1
                }
                var low = 0
                for b in 0..<(starts.count - 1) {
                    let high = Int(starts[b])
                    if high - low > 1 { Self.sort(rows, UnsafeMutableBufferPointer(rebasing: order[low..<high])) }
                    low = high
                }
            }
        }
    }

    @inline(__always)
    private static func sort(_ rows: UnsafeMutablePointer<EventRow>, _ run: UnsafeMutableBufferPointer<UInt32>) {
        if run.count > 32 {
            var run = run
            run.sort { EventRow.precedes(rows[Int($0)], rows[Int($1)]) }
            return
        }
        for i in 1..<run.count {
            let item = run[i]
            var j = i
            while j > 0, EventRow.precedes(rows[Int(item)], rows[Int(run[j - 1])]) {
                run[j] = run[j - 1]
                j -= 1
            }
            run[j] = item
        }
    }

    // MARK: One id

    private func hub(_ key: IDKey, _ group: Group) {
        result.hubs.append((key, group.count))
        for i in 0..<group.count { stay(group[i]) }
    }

    /// The records of a hub are about something all the same: events that only name it as their cause stay chains of their own.
    @inline(__always)
    private func stay(_ row: EventRow) {
        guard row.isConsequence else { return }
        if row.label != 0 { node(row.label) } else if row.other != 0 { node(LabelEdge.own(row.other)) }
    }

    @inline(__always)
    private func node(_ label: UInt64) { nodes.append(label, to: Int(truncatingIfNeeded: label >> 56) & nodeMask) }

    /// Two traces in one chain.
    private func join(_ a: UInt64, _ b: UInt64) {
        result.joints.append(LabelEdge(a: a, b: b, kind: .labels))
        node(a)
        node(b)
    }

    /// An event without a trace belongs to a chain that has a name: a trace, or another event without one.
    private func attach(own: UInt64, to name: UInt64, isOwn: Bool) {
        node(own)
        node(name)
        edges.append(
            LabelEdge(a: own, b: name, kind: isOwn ? .owns : .ownToLabel), to: Int(truncatingIfNeeded: own >> 56) & nodeMask)
        if isOwn {
            // The other event must know that something hangs on it.
            edges.append(LabelEdge(a: name, b: own, kind: .owns), to: Int(truncatingIfNeeded: name >> 56) & nodeMask)
        }
    }

    @inline(__always)
    private func fold(_ key: IDKey, _ group: Group) {
        var own = 0
        while own < group.count, !group[own].isConsequence { own += 1 }
        if own < group.count {
            countTaken(group, own)
            countEffects(group, own)
        }
        if own == 0 { return orphan(key, group) }
        if own > 1, group[own - 1].time > group[0].time &+ frame.pause, group[0].time != EventRow.noTime,
            divide(key, group, own)
        {
            return
        }
        result.events += 1

        // The record that published: it names a cause, or stands in the first stage.
        let first = group[0]
        var publisher = first
        var (label, form) = (UInt64(0), UInt32(0))
        var isUnlabelled = false
        var isRoot = true
        if own == 1 {
            (label, form) = (first.label, first.form)
            isUnlabelled = label == 0
            isRoot = first.other == 0
        } else {
            var hasCause = first.other != 0
            for i in 0..<own {
                let row = group[i]
                if row.time != EventRow.noTime { result.activity.add(serviceOf[Int(row.stage)], frame.span.bin(row.time)) }
                if row.label == 0 {
                    isUnlabelled = true
                } else if label == 0 || row.label < label {
                    (label, form) = (row.label, row.form)
                }
                if row.other != 0 {
                    isRoot = false
                    if !hasCause || frame.publishers.turns(publisher.stage, row.stage) { publisher = row }
                    hasCause = true
                } else if !hasCause, row.stage != publisher.stage,
                    frame.publishers.precedes(row.stage, publisher.stage) ?? (row.stage < publisher.stage)
                {
                    publisher = row
                }
            }
        }
        if !stored.isEmpty { hold(key, group, own, &publisher) }
        let isOthers = stored.isEmpty && frame.publishers.follows(publisher.stage)
        let isCertain = !isOthers && (!isRoot || !stored.isEmpty || isFirst(publisher, group, own))
        let itself = LabelEdge.own(key.short)
        let isNamed = label != 0
        if !isNamed { label = itself } else if isUnlabelled { attach(own: itself, to: label, isOwn: false) }
        if own > 1, isNamed {
            for i in 0..<own {
                let other = group[i].label
                if other != 0, other != label { join(other, label) }
            }
        }
        if isRoot { node(label) }
        if mentions != nil { mention(group, own, label) }

        ownStages.removeAll(keepingCapacity: true)
        if own == 1 {
            ownStages.append(first.stage)
            result.repetitions.events[Int(first.stage)] += 1
        } else {
            count(group, own)
        }
        if ownStages.count > 1 {
            lastWords(group, own)
            relate(key, group, own, publisher, isCertain: isCertain, isOthers: isOthers)
        }
        children.removeAll(keepingCapacity: true)
        if own < group.count {
            consequences(key, group, own, publisher, label: label, form: form, isNamed: isNamed, isCertain: isCertain)
        }
        let place = sign(publisher, hasCause: !isRoot)
        if ownStages.count > 1 { end(group, own, publisher, signature: place) }
    }

    /// One id, two events: each is folded as if it had an id of its own.
    @inline(never)
    private func divide(_ key: IDKey, _ group: Group, _ own: Int) -> Bool {
        guard let start = IDReuse.start(in: group, own: own, pause: frame.pause, ties: frame.ties) else { return false }
        let again = group[start]
        result.reuses[Int(again.stage)].violations += 1
        result.reuses[Int(again.stage)].marks.insert(again, stage: again.stage)
        // What the first led to came long before the second.
        let border = again.time &- frame.pause / 2
        var (earlier, later) = (Array(group.order[..<start]), Array(group.order[start..<own]))
        for i in own..<group.count {
            if group[i].time < border { earlier.append(group.order[i]) } else { later.append(group.order[i]) }
        }
        for order in [earlier, later] {
            order.withUnsafeBufferPointer { fold(key, Group(rows: group.rows, order: $0)) }
        }
        return true
    }

    /// Records of an event, and those of what it led to that name no trace: causes alone bring them together, so that they stand with
    /// those of their cause and not with those of their own event.
    @inline(never)
    private func mention(_ group: Group, _ own: Int, _ label: UInt64) {
        for i in 0..<group.count {
            let row = group[i]
            if i < own ? row.label == 0 && row.other != 0 : row.label != 0 { continue }
            guard isTroubled(row), !mentionsFlows || row.label == 0 else { continue }
            mentions?.append(
                FlowRow(label: label, time: row.time, place: row.place, line: row.line, stage: row.stage),
                to: Int(truncatingIfNeeded: label >> 58))
        }
    }

    /// Whether a record may be of the time of a fault, or of the quiet time before it.
    private func isTroubled(_ row: EventRow) -> Bool {
        guard row.time != EventRow.noTime else { return false }
        let shift = frame.starts.isEmpty ? 0 : frame.starts[Int(row.stage)] &- frame.start
        return troubled.contains(row.time &- shift)
    }

    /// Notes when something befell an event, for the faults of that time.
    @inline(never)
    private func note(_ row: EventRow, _ what: Moment) {
        if isTroubled(row) { moments?.append(what.row(row), to: Int(truncatingIfNeeded: row.key.low) & momentMask) }
    }

    /// What the store and the logs hold of one event. What the store says of who published it outweighs the order of time.
    private func hold(_ key: IDKey, _ group: Group, _ own: Int, _ publisher: inout EventRow) {
        var held: EventRow?
        var logged: EventRow?
        for i in 0..<own {
            let row = group[i]
            if stored[Int(row.stage)] { held = held ?? row } else { logged = logged ?? row }
        }
        if let held, !isNameless(held) {
            publisher = held
        } else if isNameless(publisher) {
            let known = (0..<own).lazy.map { group[$0] }.filter { !self.isNameless($0) }
            if let other = known.first(where: { $0.other != 0 }) ?? known.first { publisher = other }
        }
        var isMentioned = logged != nil
        var i = own
        while !isMentioned, i < group.count {
            isMentioned = !stored[Int(group[i].stage)]
            i += 1
        }
        result.record.add(held: held, logged: logged, isMentioned: isMentioned)
        guard own < group.count else { return }
        // Two events of one kind that one event caused: it was handled twice, where that is not usual.
        causedStages.removeAll(keepingCapacity: true)
        causedEvents.removeAll(keepingCapacity: true)
        for i in own..<group.count where stored[Int(group[i].stage)] && group[i].other != 0 {
            let row = group[i]
            if causedEvents.contains(row.other) { continue }
            causedEvents.append(row.other)
            result.record.caused(row, again: causedStages.filter { $0 == row.stage }.count)
            causedStages.append(row.stage)
        }
    }

    @inline(__always)
    private func isNameless(_ row: EventRow) -> Bool { !nameless.isEmpty && nameless[Int(row.stage)] }

    /// Records of what an event led to that no record is about.
    private func orphan(_ key: IDKey, _ group: Group) {
        result.orphans += 1
        let first = group[0]
        if group.count == 1 {
            if first.label == 0, first.other != 0, mentions != nil { mention(group, 0, LabelEdge.own(first.other)) }
        } else {
            // They are of one chain all the same.
            let itself = LabelEdge.own(key.short)
            for i in 0..<group.count {
                let row = group[i]
                if row.label != 0 {
                    attach(own: itself, to: row.label, isOwn: false)
                } else if row.other != 0 {
                    attach(own: LabelEdge.own(row.other), to: itself, isOwn: true)
                }
            }
            if mentions != nil { mention(group, 0, itself) }
        }
        for i in 0..<group.count {
            let row = group[i]
            let stage = Int(row.stage)
            result.causes[stage].population += 1
            if row.time == EventRow.noTime || row.time < frame.causesKnown[stage] {
                result.earlyOrphans[stage] += 1
            } else {
                result.causes[stage].violations += 1
                result.causes[stage].marks.insert(row, stage: row.stage)
            }
            if row.label != 0 { node(row.label) }
            if row.other != 0, row.label == 0 { node(LabelEdge.own(row.other)) }
        }
    }

    /// Repetitions of one event at one stage.
    private func count(_ group: Group, _ own: Int) {
        for i in 0..<own where !ownStages.contains(group[i].stage) && !isNameless(group[i]) { ownStages.append(group[i].stage) }
        if ownStages.isEmpty { ownStages.append(group[0].stage) }
        ownStages.sort()
        for stage in ownStages {
            result.repetitions.events[Int(stage)] += 1
            let again = Repetition(of: stage, in: group, 0..<own)
            if again.times > 1 { repeated(again, of: stage, group, own, 0..<own, into: &result.repetitions) }
        }
    }

    /// What services took more than once that name the event as their cause alone.
    @inline(never)
    private func countTaken(_ group: Group, _ own: Int) {
        takenStages.removeAll(keepingCapacity: true)
        for i in own..<group.count where group[i].other == 0 && !takenStages.contains(group[i].stage) {
            // Whoever has records about the event is looked at by those.
            if !mentions(serviceOf[Int(group[i].stage)], group, own) { takenStages.append(group[i].stage) }
        }
        for stage in takenStages {
            result.takings.events[Int(stage)] += 1
            let again = Repetition(of: stage, in: group, own..<group.count)
            if again.times > 1 { repeated(again, of: stage, group, own, own..<group.count, into: &result.takings) }
        }
    }

    /// What services did more than once because of the event, each time as an event with an id of its own.
    @inline(__always)
    private func countEffects(_ group: Group, _ own: Int) {
        if group.count == own + 1 {
            let row = group[own]
            if row.other != 0, stored.isEmpty || !stored[Int(row.stage)] { result.effects.events[Int(row.stage)] += 1 }
            return
        }
        countManyEffects(group, own)
    }

    @inline(never)
    private func countManyEffects(_ group: Group, _ own: Int) {
        takenStages.removeAll(keepingCapacity: true)
        for i in own..<group.count where group[i].other != 0 && !takenStages.contains(group[i].stage) {
            if stored.isEmpty || !stored[Int(group[i].stage)] { takenStages.append(group[i].stage) }
        }
        for stage in takenStages {
            result.effects.events[Int(stage)] += 1
            let again = Repetition(ofEffects: stage, in: group, own..<group.count)
            if again.times > 1 { repeated(again, of: stage, group, own, nil, into: &result.effects) }
        }
    }

    /// - Parameter rows: those that are looked at; nil: each is an event of its own, and no loop that gets nowhere.
    @inline(never)
    private func repeated(
        _ again: Repetition, of stage: UInt32, _ group: Group, _ own: Int, _ rows: Range<Int>?,
        into counts: inout RepetitionCounts
    ) {
        let service = serviceOf[Int(stage)]
        let isLoop =
            rows.map {
                again.times > Repetition.loop && !hasEffect(service, group, own)
                    && !again.goesOn(group, $0, of: service, by: serviceOf)
            } ?? false
        var attempts = 0
        if !isLoop, !again.grows, complains(service, group) {
            var said = (0..<group.count).map { group[$0] }.filter { serviceOf[Int($0.stage)] == service }
            said.sort { ($0.time, $0.place) < ($1.time, $1.place) }
            attempts = Attempts(said, isComplaint: frame.isComplaint).count(of: stage)
        }
        let isAgain = counts.add(again, of: stage, mark: group[again.last], isLoop: isLoop, attempts: attempts)
        if isAgain, moments != nil, !frame.isComplaint[Int(stage)], !frame.stages.list[Int(stage)].saysAttempt {
            note(group[again.last], .again(counts.basis))
        }
    }

    /// Whether a service published an event because of this one.
    private func hasEffect(_ service: Int, _ group: Group, _ own: Int) -> Bool {
        for i in own..<group.count where group[i].other != 0 && serviceOf[Int(group[i].stage)] == service { return true }
        return false
    }

    private func complains(_ service: Int, _ group: Group) -> Bool {
        for i in 0..<group.count where frame.isComplaint[Int(group[i].stage)] && serviceOf[Int(group[i].stage)] == service {
            return true
        }
        return false
    }

    /// Several stages mention one event: what each service that has several says last. Stages of one service stand together.
    private func lastWords(_ group: Group, _ own: Int) {
        var at = 0
        while at < ownStages.count {
            let service = serviceOf[Int(ownStages[at])]
            var end = at + 1
            while end < ownStages.count, serviceOf[Int(ownStages[end])] == service { end += 1 }
            // What a store holds comes first, and is no word of the service.
            while at < end, !stored.isEmpty, stored[Int(ownStages[at])] { at += 1 }
            if end - at > 1 {
                var (first, final) = (own, 0)
                for stage in ownStages[at..<end] {
                    // Each of the stages has a row; a repetition of an earlier stage is no later word.
                    var row = 0
                    while row < own - 1, group[row].stage != stage { row += 1 }
                    first = min(first, row)
                    final = max(final, row)
                }
                let (start, stop) = (group[first].time, group[final].time)
                let nanoseconds = start == EventRow.noTime || stop == EventRow.noTime ? nil : max(0, stop &- start)
                result.lastWords.add(ownStages[at..<end], final: group[final].stage, of: service, nanoseconds: nanoseconds)
            }
            at = end
        }
    }

    /// Several stages mention one event: hops between their services, and whether they agree what it is.
    /// - Parameter isOthers: its publisher is known to have taken it from somebody who is silent.
    private func relate(
        _ key: IDKey, _ group: Group, _ own: Int, _ publisher: EventRow, isCertain: Bool, isOthers: Bool
    ) {
        let from = serviceOf[Int(publisher.stage)]
        var type = frame.stages.list[Int(publisher.stage)].type
        var disagrees = false
        for stage in ownStages {
            let other = frame.stages.list[Int(stage)].type
            if type.isEmpty { type = other } else if !other.isEmpty, other != type { disagrees = true }
        }
        result.collisions[Int(publisher.stage)].population += 1
        if disagrees {
            result.collisions[Int(publisher.stage)].violations += 1
            result.collisions[Int(publisher.stage)].marks.insert(publisher, stage: publisher.stage)
        }
        // Whoever published it says nothing of it, and between those who took it nothing passed.
        if isOthers { return }
        guard let sent = first(of: from, group, own) else { return }
        let isActor = !isCertain && acts(from, group, own)
        // The store says who published it, whatever the clocks show.
        let isHeld = !stored.isEmpty && stored[Int(publisher.stage)] && !isNameless(publisher)
        var last = -1
        for stage in ownStages {
            let to = serviceOf[Int(stage)]
            if to == from || to == last { continue }
            last = to
            let doesAct = acts(to, group, own)
            // What it did because of the event says more than that it mentions it.
            if doesAct, isCertain || isActor { continue }
            guard let taken = first(of: to, group, own) else { continue }
            if doesAct {
                // Whoever acts on an event may have published it all the same.
                let kind = HopRow.sharedEvent | HopRow.undirected | HopRow.echoed
                hop(key, to, from, taken.time, sent, kind: kind)
            } else {
                var kind = HopRow.sharedEvent
                if isActor { kind |= HopRow.echoed }
                if !isHeld, !frame.publishers.isTurned(stage, publisher.stage) { kind |= HopRow.undirected }
                hop(key, from, to, sent.time, taken, kind: kind)
            }
        }
    }

    /// Whether the stage of a record is known to come before all others that name the event.
    @inline(__always)
    private func isFirst(_ publisher: EventRow, _ group: Group, _ own: Int) -> Bool {
        for i in 0..<own where serviceOf[Int(group[i].stage)] != serviceOf[Int(publisher.stage)] {
            if frame.publishers.precedes(publisher.stage, group[i].stage) != true { return false }
        }
        return true
    }

    /// The first record of a service with a time; `group` is in the order of time.
    @inline(__always)
    private func first(of service: Int, _ group: Group, _ own: Int) -> EventRow? {
        for i in 0..<own where serviceOf[Int(group[i].stage)] == service && group[i].time != EventRow.noTime {
            return group[i]
        }
        return nil
    }

    /// Whether a service has a record that names this event as its cause.
    private func acts(_ service: Int, _ group: Group, _ own: Int) -> Bool {
        for i in own..<group.count where serviceOf[Int(group[i].stage)] == service { return true }
        return false
    }

    /// Whether a service has a record about the event itself.
    private func mentions(_ service: Int, _ group: Group, _ own: Int) -> Bool {
        for i in 0..<own where serviceOf[Int(group[i].stage)] == service { return true }
        return false
    }

    @inline(__always)
    private func hop(_ key: IDKey, _ from: Int, _ to: Int, _ start: Int64, _ row: EventRow, kind: UInt32) {
        if !namelessServices.isEmpty, namelessServices[from] || namelessServices[to] { return }
        let (delay, isOverflow) = row.time.subtractingReportingOverflow(start)
        guard !isOverflow else { return }
        hops.append(
            HopRow(
                from: UInt16(truncatingIfNeeded: from), to: UInt16(truncatingIfNeeded: to),
                line: row.line & HopRow.lineMask | kind, time: start, delay: delay,
                place: row.place, key: key),
            to: Int(truncatingIfNeeded: key.low) & hopMask)
    }

    /// What the event moved others to do.
    @inline(__always)
    private func consequences(
        _ key: IDKey, _ group: Group, _ own: Int, _ publisher: EventRow, label: UInt64, form: UInt32, isNamed: Bool,
        isCertain: Bool
    ) {
        let from = serviceOf[Int(publisher.stage)]
        var start = publisher.time
        if own > 1 {
            for i in 0..<own where serviceOf[Int(group[i].stage)] == from && group[i].time != EventRow.noTime {
                start = group[i].time
                break
            }
        }
        seenChildren.removeAll(keepingCapacity: true)
        for i in own..<group.count {
            let row = group[i]
            let place = Int(row.stage)
            result.causes[place].population += 1
            if row.label == 0 {
                if row.other != 0 { attach(own: LabelEdge.own(row.other), to: label, isOwn: !isNamed) }
            } else if !isNamed {
                attach(own: label, to: row.label, isOwn: false)
            } else if row.label != label {
                join(row.label, label)
            }
            if isNameless(row) { continue }
            // Only the first record of an event that was caused is a hop; further ones are repetitions.
            if row.other != 0 {
                if seenChildren.contains(row.other) { continue }
                if isTaken(row, later: i + 1, group) || isTimed(row, later: i + 1, group) { continue }
                seenChildren.append(row.other)
            }
            let to = serviceOf[place]
            let service = UInt32(truncatingIfNeeded: to)
            if !children.contains(service) { children.append(service) }
            var (from, start, kind) = (from, start, UInt32(0))
            if !isCertain {
                // Nobody says who published: the first who speaks of the event, other than the one who acts on it, and than those of
                // whom it is known that they took it.
                for k in 0..<own where serviceOf[Int(group[k].stage)] != to && group[k].time != EventRow.noTime {
                    from = serviceOf[Int(group[k].stage)]
                    if frame.publishers.follows(group[k].stage) {
                        start = EventRow.noTime
                        continue
                    }
                    start = group[k].time
                    if mentions(to, group, own) { kind = HopRow.undirected }
                    break
                }
            }
            if start != EventRow.noTime, row.time != EventRow.noTime { hop(key, from, to, start, row, kind: kind) }
            if isNamed, row.label != 0, row.form == form, from != to {
                context(from, to, row, differs: row.label != label && !frame.ties.contain(row.label, label))
            }
        }
        if children.count > 1 { children.sort() }
    }

    /// Whether a later record by the clocks is the one that published what this one took.
    @inline(__always)
    private func isTaken(_ row: EventRow, later: Int, _ group: Group) -> Bool {
        for i in later..<group.count where group[i].other == row.other && frame.publishers.turns(row.stage, group[i].stage) {
            return true
        }
        return false
    }

    /// Whether a record has no time, and a later one of the same event does: an export or a table beside the logs may have none, and
    /// tells nothing of how long the hop took. Records without a time come first.
    @inline(__always)
    private func isTimed(_ row: EventRow, later: Int, _ group: Group) -> Bool {
        guard row.time == EventRow.noTime else { return false }
        for i in later..<group.count where group[i].other == row.other && group[i].time != EventRow.noTime { return true }
        return false
    }

    @inline(__always)
    private func context(_ from: Int, _ to: Int, _ row: EventRow, differs: Bool) {
        let pair = UInt64(from) << 32 | UInt64(to)
        let slot = (from &* 31 &+ to) & 255
        var place = recentContexts[slot].pair == pair ? recentContexts[slot].place : -1
        if place < 0 {
            place = contextPlace(pair)
            recentContexts[slot] = (pair, place)
        }
        contextCounters[place].population += 1
        if differs {
            contextCounters[place].violations += 1
            contextCounters[place].marks.insert(row, stage: row.stage)
        }
    }

    @inline(never)
    private func contextPlace(_ pair: UInt64) -> Int {
        if let known = contextPlaces[pair] { return known }
        contextPlaces[pair] = contextCounters.count
        contextCounters.append(Counter())
        return contextCounters.count - 1
    }

    @inline(never)
    private func signaturePlace(_ hash: UInt64, publisher: UInt32?) -> Int {
        if let known = signaturePlaces[hash] { return known }
        signaturePlaces[hash] = signatures.count
        signatures.append(Signature(hash: hash, stages: ownStages, publisher: publisher, children: children))
        return signatures.count - 1
    }

    /// Where services stand that mention the event, and of which nothing else is known that they did because of it.
    @inline(never)
    private func end(_ group: Group, _ own: Int, _ publisher: EventRow, signature: Int) {
        let publishing = serviceOf[Int(publisher.stage)]
        var at = 0
        while at < ownStages.count {
            // Stages of one service stand together.
            let service = serviceOf[Int(ownStages[at])]
            while at < ownStages.count, serviceOf[Int(ownStages[at])] == service { at += 1 }
            if service != publishing, children.contains(UInt32(truncatingIfNeeded: service)) { continue }
            var row = own - 1
            while row >= 0 {
                let stage = Int(group[row].stage)
                if serviceOf[stage] == service, stored.isEmpty || !stored[stage] { break }
                row -= 1
            }
            if row >= 0 { signatures[signature].end(with: group[row]) }
        }
    }

    /// Counts the event under its signature, and says which that is.
    @inline(__always)
    private func sign(_ publisher: EventRow, hasCause: Bool) -> Int {
        var hash = ContentHash.mix(UInt64(ownStages.count))
        for stage in ownStages { hash = ContentHash.mix(hash ^ UInt64(stage)) }
        for service in children { hash = ContentHash.mix(hash ^ UInt64(service) << 32) }
        if hasCause { hash = ContentHash.mix(hash ^ UInt64(publisher.stage) << 20) }
        let slot = Int(truncatingIfNeeded: hash & 255)
        var place = recentSignatures[slot].hash == hash ? recentSignatures[slot].place : -1
        if place < 0 {
            place = signaturePlace(hash, publisher: hasCause ? publisher.stage : nil)
            recentSignatures[slot] = (hash, place)
        }
        if moments != nil { note(publisher, .signature(hash)) }
        signatures[place].add(publisher, bin: publisher.time == EventRow.noTime ? 0 : frame.bin(publisher))
        return place
    }
}
