import CivicProfile

/// Which stages publish the events that they name, and which take them, where both name the cause too.
///
/// Clocks cannot tell: a clock that runs ahead by more than a hop takes makes the taker look first. Causes can. Who publishes
/// an event has handled what caused it, and its records are about that as well; who takes the event mostly has not. Where causes
/// do not tell either, the stage that is mostly the first of the two counts as the one that publishes, for all of its events alike.
struct PublisherEvidence: Sendable {
    /// Fewest records of a stage that say anything.
    static let minimum = 20
    /// Rows that are looked at, roughly: what a stage does, it does nearly always.
    static let sampleRows = 1 << 17

    /// Most records about one id that are looked through.
    static let handlerLimit = 64

    /// What a stage does with the events that it names.
    enum Part: UInt8, Sendable { case unknown, publishes, takes }

    /// What was counted of a stage.
    struct Count: Sendable {
        /// Records that name an event and its cause, and those of them whose service has records about the cause.
        var all = 0
        var handled = 0
        /// Records with one of another service that names the same two, and those that came first by the clocks.
        var shared = 0
        var first = 0
        /// Events that the stage names beside others, and those of them that its service names as a cause.
        var beside = 0
        var acting = 0
        /// Times from the first record about a cause to one that names it, by power of two, nanoseconds.
        var delays = [UInt32](repeating: 0, count: 64)
        /// By service: the causes that it tells of first.
        var sources: [Int: Int] = [:]

        /// Nanoseconds that all but one in a hundred of the causes come earlier by, rounded up.
        var slowest: Int64 {
            TimeSize.nearlyAll(delays).map { 1 << Int64(min($0 + 1, 61)) } ?? 0
        }

        /// The services that the causes come from, but for rare ones.
        var mainSources: [Int] {
            let all = sources.values.reduce(0, +)
            return sources.filter { $0.value >= minimum && $0.value * 10 >= all }.keys.sorted()
        }
    }

    /// By place of stage.
    private let parts: [Part]
    /// By place of stage, of a thousand.
    private let precedence: [Int32]
    private let order: StageOrder
    /// By place of stage: it comes after another stage of the same events.
    private let isLater: [Bool]

    init(_ counts: [Count], pairs: [UInt64: StageOrder.Pair]) {
        parts = counts.map { count in
            guard count.all >= Self.minimum else { return .unknown }
            if count.handled * 10 >= count.all * 9 { return .publishes }
            return count.handled * 10 <= count.all ? .takes : .unknown
        }
        precedence = counts.map { Int32($0.first * 1_000 / max(1, $0.shared)) }
        order = StageOrder(
            pairs,
            acting: counts.map { count in
                guard count.beside >= Self.minimum else { return nil }
                if count.acting * 10 >= count.beside * 9 { return true }
                return count.acting * 10 <= count.beside ? false : nil
            })
        let later = order.later
        isLater = zip(counts.indices, parts).map { later.contains(UInt32($0)) && $1 != .publishes }
    }

    /// Whether somebody else publishes what the stage is about. Where it stands alone, the record of who did is missing.
    @inline(__always)
    func follows(_ stage: UInt32) -> Bool { isLater[Int(stage)] }

    /// Whether the event of the two stages is known to be published by the second and taken by the first. A stage alone says little: a
    /// service that publishes may never say what it handled. Beside one that does, it is known.
    @inline(__always)
    func isTurned(_ first: UInt32, _ second: UInt32) -> Bool {
        parts[Int(first)] == .takes && parts[Int(second)] == .publishes
    }

    /// Whether the second stage counts as the one that publishes the event of the two.
    @inline(__always)
    func turns(_ first: UInt32, _ second: UInt32) -> Bool {
        if isTurned(first, second) { return true }
        if isTurned(second, first) { return false }
        if let isBefore = order.precedes(second, first) { return isBefore }
        return precedence[Int(second)] > precedence[Int(first)]
    }

    /// Whether the first of two stages that name an event comes before the second; nil: it is not known.
    @inline(__always)
    func precedes(_ first: UInt32, _ second: UInt32) -> Bool? { order.precedes(first, second) }

    // MARK: Counting

    /// What the ids with the lowest hashes say: the same ones, whatever the partitions.
    struct Sample: Sendable {
        /// By place of stage.
        var stages: [Count]
        var pairs: [UInt64: StageOrder.Pair]
        /// Nanoseconds from the first to the last record about an event, the median of those that have several; 0: there are none.
        var life: Int64
        /// How the clocks of an event store stand to those of the logs.
        var stores: StoreClocks
    }

    /// - Parameter slice: rows that are sorted at one time, no fewer than a hub has.
    static func counts(
        of rows: PartitionedRows<EventRow>, stages: Stages, slice: Int
    ) throws(SpillError) -> Sample {
        let isStored = stages.list.contains(where: \.isStored)
        var kept = Array(repeating: [StoreCourse.Sample](), count: stages.services.count)
        var lives: [Int64] = []
        var pairs: [UInt64: StageOrder.Pair] = [:]
        var counts = Array(repeating: Count(), count: stages.list.count)
        try eachSample(of: rows, slice: slice) { sample in
            count(sample, stages, &counts, &pairs, &lives)
            if isStored {
                eachID(sample) { StoreClocks.add($0, stages, to: &kept) }
            }
        }
        lives.sort()
        return Sample(
            stages: counts, pairs: pairs, life: lives.isEmpty ? 0 : lives[lives.count / 2], stores: StoreClocks(kept))
    }

    /// Calls `body` with the rows of the ids with the lowest hashes, in order.
    static func eachSample(
        of rows: PartitionedRows<EventRow>, slice: Int, _ body: (UnsafeMutableBufferPointer<EventRow>) -> Void
    ) throws(SpillError) {
        let total = (0..<rows.partitionCount).reduce(0) { $0 + rows.count(of: $1) }
        let halvings = max(0, Int.bitWidth - (total / sampleRows).leadingZeroBitCount)
        var buffer = RowBuffer<EventRow>()
        // A partition is named by the first bits of its ids, and the sample has the ids of which so many first bits are zero.
        let bits = rows.partitionCount.trailingZeroBitCount
        let range = 0...(UInt64.max >> UInt64(max(0, halvings - bits)))
        for partition in 0..<max(1, rows.partitionCount >> halvings) {
            try rows.eachSlice(
                partition, of: slice, into: &buffer, keeps: true, within: range, by: { $0.key.high &<< UInt64(bits) },
                crowd: { _, _, _ in },
                { slice in
                    var sample = slice
                    sample.sort(by: EventRow.precedes)
                    body(sample)
                })
        }
    }

    /// Calls `body` with the records of each id.
    static func eachID(
        _ rows: UnsafeMutableBufferPointer<EventRow>, _ body: (UnsafeMutableBufferPointer<EventRow>) -> Void
    ) {
        var start = 0
        while start < rows.count {
            var end = start + 1
            while end < rows.count, rows[end].key == rows[start].key { end += 1 }
            // `end` is at most the count of rows.
            if end - start <= PartitionFold.hubSize { body(UnsafeMutableBufferPointer(rebasing: rows[start..<end])) }
            start = end
        }
    }

    private static func count(
        _ rows: UnsafeMutableBufferPointer<EventRow>, _ stages: Stages, _ counts: inout [Count],
        _ pairs: inout [UInt64: StageOrder.Pair], _ lives: inout [Int64]
    ) {
        func stage(_ row: EventRow) -> Int { Int(stages.places[Int(row.stage)]) }
        var start = 0
        while start < rows.count {
            var (own, end) = (start, start + 1)
            while end < rows.count, rows[end].key == rows[start].key { end += 1 }
            while own < end, !rows[own].isConsequence { own += 1 }
            // `own` and `end` are at most the count of rows. Records about the id come first, then those of what it caused.
            if end - start > 1, end - start <= PartitionFold.hubSize, own > start, rows[start].time != EventRow.noTime {
                lives.append(IDReuse.life(UnsafeMutableBufferPointer(rebasing: rows[start..<end])))
            }
            if own > start + 1, end - start <= PartitionFold.hubSize {
                compare(
                    UnsafeMutableBufferPointer(rebasing: rows[start..<own]),
                    UnsafeMutableBufferPointer(rebasing: rows[own..<end]), stages, &counts, &pairs)
            }
            if own > start, end - start <= PartitionFold.hubSize {
                for i in own..<end where rows[i].other != 0 {
                    let place = stage(rows[i])
                    let (service, isStored) = (stages.list[place].service, stages.list[place].isStored)
                    if isStored { continue }
                    counts[place].all += 1
                    let source = stage(rows[start])
                    if !stages.list[source].isStored, rows[start].time != EventRow.noTime, rows[i].time != EventRow.noTime {
                        counts[place].sources[stages.list[source].service, default: 0] += 1
                        let (delay, isHuge) = rows[i].time.subtractingReportingOverflow(rows[start].time)
                        if !isHuge, delay > 0 { counts[place].delays[63 - delay.leadingZeroBitCount] += 1 }
                    }
                    // Whoever writes down all events in the same words has not handled any because of another.
                    let template = stages.list[place].template
                    let isHandled = rows[start..<min(own, start + handlerLimit)].contains {
                        let other = stages.list[stage($0)]
                        return other.service == service && !other.isStored && other.template != template
                    }
                    if isHandled { counts[place].handled += 1 }
                    // Consequences stand in the order of time.
                    for k in i + 1..<max(i + 1, min(end, own + handlerLimit)) where rows[k].other == rows[i].other {
                        let later = stage(rows[k])
                        guard stages.list[later].service != service, !stages.list[later].isStored else { continue }
                        counts[place].first += 1
                        counts[place].shared += 1
                        counts[later].shared += 1
                    }
                }
            }
            start = end
        }
    }

    /// Records about one event in several services, in the order of time, and what it led to.
    private static func compare(
        _ own: UnsafeMutableBufferPointer<EventRow>, _ consequences: UnsafeMutableBufferPointer<EventRow>, _ stages: Stages,
        _ counts: inout [Count], _ pairs: inout [UInt64: StageOrder.Pair]
    ) {
        var firsts: [(stage: UInt32, service: Int, time: Int64)] = []
        for row in own.prefix(handlerLimit) {
            let stage = stages.places[Int(row.stage)]
            if stages.list[Int(stage)].isStored || firsts.contains(where: { $0.stage == stage }) { continue }
            firsts.append((stage, stages.list[Int(stage)].service, row.time))
        }
        guard let first = firsts.first, firsts.contains(where: { $0.service != first.service }) else { return }
        for item in firsts {
            counts[Int(item.stage)].beside += 1
            let acts = consequences.prefix(handlerLimit).contains {
                stages.list[Int(stages.places[Int($0.stage)])].service == item.service
            }
            if acts { counts[Int(item.stage)].acting += 1 }
        }
        for (index, a) in firsts.enumerated() where a.time != EventRow.noTime {
            for b in firsts[(index + 1)...] where b.service != a.service {
                // The one with the lower place counts as the first, whichever it is.
                let (delay, isHuge) = b.time.subtractingReportingOverflow(a.time)
                if isHuge { continue }
                if a.stage < b.stage {
                    pairs[StageOrder.key(a.stage, b.stage), default: .init()].add(a.time, delay)
                } else {
                    pairs[StageOrder.key(a.stage, b.stage), default: .init()].add(b.time, 0 &- delay)
                }
            }
        }
    }
}
