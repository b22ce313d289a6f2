import CivicModel
import CivicProfile
import Dispatch
import Synchronization

/// From rows to a `Correlation`: folds the partitions, solves the clocks, and counts again what needs corrected time.
struct ChainFold {
    let collector: ChainCollector
    let stages: Stages
    let span: RunSpan
    let health: HealthLog
    /// Services whose files are not whole.
    let damaged: Set<String>
    private let profile: Profile
    private let names: ServiceNames
    private let edges: [LabelEdge]
    /// By stage: it tells of something that went wrong.
    private let isComplaint: [Bool]

    init(
        _ collector: ChainCollector, stages: Stages, profile: Profile, names: ServiceNames, edges: [LabelEdge],
        health: HealthLog,
        damaged: Set<String>
    ) {
        (self.collector, self.stages, self.profile, self.edges) = (collector, stages, profile, edges)
        (self.health, self.damaged, self.names) = (health, damaged, names)
        span = RunSpan(profile, names: names)
        isComplaint = stages.complaints(profile, names: names)
    }

    func correlation() throws(SpillError) -> Correlation {
        let options = collector.options
        let shares = collector.shares
        let hops = PartitionedRows<HopRow>(partitions: 64, budget: shares.hops, folder: options.spillFolder)
        let nodes = PartitionedRows<UInt64>(partitions: 64, budget: shares.names, folder: options.spillFolder)
        let ties = PartitionedRows<LabelEdge>(partitions: 64, budget: shares.ties, folder: options.spillFolder)
        let periods = BlastPeriods(options.experiments, from: span.start)
        let times = periods.map { MishapTimes($0) }
        let faults = times.map { times in
            PartitionFold.FaultRows(
                mentions: PartitionedRows(partitions: 64, budget: shares.mentions, folder: options.spillFolder),
                hasFlows: collector.flows != nil,
                moments: PartitionedRows(partitions: 64, budget: shares.moments, folder: options.spillFolder),
                time: times.reach)
        }
        let sample = try PublisherEvidence.counts(
            of: collector.rows, stages: stages, slice: shares.slice(of: EventRow.self))
        let folded = try fold(sample, into: hops, nodes: nodes, edges: ties, faults: faults)
        try hops.check()
        try nodes.check()
        try ties.check()
        try faults?.mentions.check()
        try faults?.moments.check()

        var correlation = Correlation()
        correlation.events = folded.events
        for (service, course) in zip(stages.services, sample.stores.courses) where !course.isNothing {
            correlation.storeCourses[service] = course
        }
        correlation.orphans = folded.orphans
        let (joints, counted) = try contract(ties)
        let count = ChainCount(edges + folded.joints + joints, counted: counted)
        correlation.chains = try distinct(nodes, also: edges) - count.merges
        correlation.hubs = folded.hubs.sorted { $0.key < $1.key }.map { .init(id: IDDisplay.text($0.key), records: $0.records) }

        let statistics = try statistics(of: hops)
        let clocks = ClockReport(
            statistics, stageServices: stages.services, services: serviceNames, span: span, health: health,
            resolutions: span.resolutions)
        correlation.clocks = clocks.clocks
        let latencies = try latencies(of: hops, clocks: clocks)
        let resolutions = stages.services.map { span.resolutions[$0] ?? 0 }
        correlation.hops = latencies.hops(stages.services)
        correlation.outOfOrder = latencies.outOfOrder

        let isError = stages.errors(profile, names: names)
        if let periods, let times, let faults {
            let frame = MomentCounts.Frame(times, stages: stages, folded, clocks.corrections(stages.services))
            var mishaps = Mishaps(periods, try moments(faults.moments, frame))
            for (place, name) in stages.services.enumerated() { mishaps.add(repeatedAt: place, named: name) }
            correlation.mishaps = mishaps
        }
        let covered = LossReport(
            folded, stages: stages, span: span, latencies: latencies, clocks: clocks, isError: isError
        ).fill(&correlation)
        correlation.hops = latencies.hops(
            stages.services, lost: correlation.hops.map(\.lost), resolutions: resolutions)
        let correction = clocks.corrections(stages.services)
        try collector.flows?.check()
        if let periods, let faults {
            var sources = [FlowSource(rows: faults.mentions, isRaw: false, keeps: false)]
            if let flows = collector.flows { sources.append(FlowSource(rows: flows, isRaw: true, keeps: true)) }
            let (chains, counts) = try named(sources, count: count, sample.stores, of: faults.time)
            correlation.blast = try blast(
                chains, counts, periods, hops: correlation.hops, correction: correction, isError: isError)
        }
        if let flows = collector.flows {
            let (chains, counts) = try named(
                [FlowSource(rows: flows, isRaw: true, keeps: false)], count: count, sample.stores)
            let told = Set(
                stages.list.indices.filter { folded.stageEvents[$0] + folded.causes[$0].population > 0 }.map {
                    stages.list[$0].service
                })
            let mentioning = Set(counts.indices.filter { counts[$0] > 0 }.map { stages.list[$0].service })
            correlation.withoutEvents = mentioning.subtracting(told).map { stages.services[$0] }.sorted()
            try self.flows(chains, counts, correction: correction, covered: covered, told: told, &correlation)
        }
        CompletionReport(folded, stages: stages, span: span, clocks: clocks, latencies: latencies, damaged: damaged)
            .fill(&correlation)
        correlation.stuck.sort { ($0.service, $0.stage, $0.type) < ($1.service, $1.stage, $1.type) }
        DemandReport(
            statistics, said: folded.activity, coverage: stages.coverage(profile, names: names, events: folded.stageEvents),
            stages: stages, span: span, clocks: clocks
        ).fill(&correlation)
        RepetitionReport(folded, stages: stages, isComplaint: isComplaint).fill(&correlation)
        OrphanReport(folded, stages: stages).fill(&correlation)
        ContextReport(folded, latencies: latencies, stages: stages).fill(&correlation)
        RecordReport(folded, stages: stages).fill(&correlation)
        return correlation
    }

    /// Every service that has a clock: those of the records, and those of health endpoints.
    private var serviceNames: [String] {
        let all = Set(span.lastTimes.keys).union(health.observations.map(\.service)).union(stages.services)
        return all.subtracting(names.files(profile)).sorted()
    }

    // MARK: Passes

    /// Runs `body` with each number below `count` on as many workers as the run has.
    private func parallel<Part: Sendable>(
        _ count: Int, make: @Sendable () -> Part, body: @Sendable (inout Part, Int) throws(SpillError) -> Void,
        merge: @Sendable (Part) -> Void
    ) throws(SpillError) {
        let next = Atomic<Int>(0)
        let failure = Mutex<SpillError?>(nil)
        DispatchQueue.concurrentPerform(iterations: min(max(1, collector.options.jobs), count)) { _ in
            var part = make()
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if index >= count || failure.withLock({ $0 != nil }) { break }
                do throws(SpillError) { try body(&part, index) } catch { failure.withLock { $0 = $0 ?? error } }
            }
            merge(part)
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private struct Worker: @unchecked Sendable {
        // Made, used and finished by one worker: never shared.
        var fold: PartitionFold
    }

    private func fold(
        _ sample: PublisherEvidence.Sample, into hops: PartitionedRows<HopRow>, nodes: PartitionedRows<UInt64>,
        edges: PartitionedRows<LabelEdge>,
        faults: PartitionFold.FaultRows?
    ) throws(SpillError) -> PartitionFold.Result {
        let grace = min(60_000_000_000, max(1_000_000_000, (span.end &- span.start) / 100))
        let rows = collector.rows
        let known = sample.stages.map { count in
            let begin = count.mainSources.compactMap { span.firstTimes[stages.services[$0]] }.max() ?? span.start
            return max(span.start, min(begin, span.end)) &+ max(grace, min(count.slowest, (span.end &- span.start) / 4))
        }
        let frame = PartitionFold.Frame(
            stages: stages, partitionBits: collector.partitionBits, start: span.start, end: span.end, causesKnown: known,
            ties: FlowTies(self.edges), publishers: PublisherEvidence(sample.stages, pairs: sample.pairs), span: span,
            pause: IDReuse.pause(life: sample.life), isComplaint: isComplaint, stores: sample.stores,
            starts: span.shifts.isEmpty ? [] : stages.list.map { span.start(of: stages.services[$0.service]) })
        let chunk = collector.chunkBytes
        let slice = collector.shares.slice(of: EventRow.self, beside: PartitionFold.bytesBeside)
        let merged = Mutex(PartitionFold.Result(stages: stages.list.count, services: stages.services.count))
        try parallel(
            rows.partitionCount,
            make: {
                Worker(
                    fold: PartitionFold(
                        frame, hops: hops, nodes: nodes, edges: edges, chunkBytes: chunk, slice: slice, faults: faults))
            },
            body: { (worker: inout Worker, partition: Int) throws(SpillError) in try worker.fold.fold(partition, of: rows) },
            merge: { worker in
                let result = worker.fold.finish()
                merged.withLock { $0.merge(result) }
            })
        return merged.withLock { $0 }
    }

    /// Mentions of flows, as somebody collected them.
    private struct FlowSource: Sendable {
        var rows: PartitionedRows<FlowRow>
        /// Their stages are numbered as they came, and times of a store are as they stand there.
        var isRaw: Bool
        /// They are needed once more.
        var keeps: Bool
    }

    /// Gives every flow the name of its chain, and counts the mentions of each stage.
    /// - Parameter time: on the clocks of services, of the records that are wanted; nil: all are.
    private func named(
        _ sources: [FlowSource], count: ChainCount, _ stores: StoreClocks, of time: Range<Int64>? = nil
    ) throws(SpillError) -> (chains: PartitionedRows<FlowRow>, counts: [Int]) {
        let chains = PartitionedRows<FlowRow>(
            partitions: 64, budget: collector.shares.flows, folder: collector.options.spillFolder)
        let mask = UInt64(chains.partitionCount - 1)
        let places = stages.places
        let stageCount = stages.list.count
        let courses = stores.courses(of: stages)
        let late = stages.list.map { span.shifts[stages.services[$0.service]] ?? 0 }
        let seen = Mutex(Array(repeating: 0, count: stageCount))
        for source in sources {
            try parallel(
                source.rows.partitionCount, make: { FlowRouter(chains, stages: stageCount) },
                body: { (router: inout FlowRouter, partition: Int) throws(SpillError) in
                    try source.rows.eachPiece(partition, keeps: source.keeps) { piece in
                        for var row in piece {
                            if source.isRaw {
                                row.stage = places[Int(row.stage)]
                                if let courses, row.time != EventRow.noTime {
                                    row.time &+= courses[Int(row.stage)].shift(at: row.time)
                                }
                            }
                            if let time, !time.contains(row.time &- late[Int(row.stage)]) { continue }
                            row.label = count.name(of: row.label)
                            router.counts[Int(row.stage)] += 1
                            router.writer.append(row, to: Int(ContentHash.mix(row.label) & mask))
                        }
                    }
                },
                merge: { router in
                    router.writer.finish()
                    seen.withLock { counts in for i in counts.indices { counts[i] += router.counts[i] } }
                })
        }
        try chains.check()
        return (chains, seen.withLock { $0 })
    }

    /// How often what befell events in the times of faults.
    private func moments(
        _ rows: PartitionedRows<EventRow>, _ frame: MomentCounts.Frame
    ) throws(SpillError) -> MomentCounts {
        let merged = Mutex(MomentCounts(frame))
        try parallel(
            rows.partitionCount, make: { MomentCounts(frame) },
            body: { (part: inout MomentCounts, partition: Int) throws(SpillError) in
                part.beginPartition()
                try rows.eachPiece(partition, keeps: false) { rows in for row in rows { part.add(row) } }
            },
            merge: { part in merged.withLock { $0.merge(part) } })
        return merged.withLock { $0 }
    }

    /// What became of the chains of faults' times.
    private func blast(
        _ chains: PartitionedRows<FlowRow>, _ counts: [Int], _ periods: BlastPeriods, hops: [Correlation.Hop],
        correction: HopLatencies.Correction, isError: [Bool]
    ) throws(SpillError) -> BlastCounts {
        let kinds = BlastKinds(stages, mentions: counts)
        let frame = BlastChain.Frame(
            stages: stages, kinds: kinds, isError: isError, isComplaint: isComplaint,
            hops: hops, span: span, correction: correction)
        let (span, services) = (span, stages.services)
        let slice = collector.shares.slice(of: FlowRow.self)
        let history = Mutex(BlastHistory(faults: periods.faults.count, kinds: kinds.services.count))
        try parallel(
            chains.partitionCount,
            make: {
                BlastWorker(
                    fold: BlastFold(periods, frame, span: span, slice: slice),
                    part: BlastHistory(faults: periods.faults.count, kinds: kinds.services.count))
            },
            body: { (worker: inout BlastWorker<BlastHistory>, partition: Int) throws(SpillError) in
                try worker.fold.learn(partition, of: chains, &worker.part)
            },
            merge: { worker in history.withLock { $0.merge(worker.part) } })
        let usual = BlastUsual(history.withLock { $0 }, frame)
        let merged = Mutex(BlastCounts(periods, usual: usual, kinds: kinds, services: services))
        try parallel(
            chains.partitionCount,
            make: {
                BlastWorker(
                    fold: BlastFold(periods, frame, span: span, slice: slice),
                    part: BlastCounts(periods, usual: usual, kinds: kinds, services: services))
            },
            body: { (worker: inout BlastWorker<BlastCounts>, partition: Int) throws(SpillError) in
                try worker.fold.count(partition, of: chains, &worker.part)
            },
            merge: { worker in merged.withLock { $0.merge(worker.part) } })
        return merged.withLock { $0 }
    }

    private struct BlastWorker<Part: Sendable>: @unchecked Sendable {
        // Made and used by one worker.
        var fold: BlastFold
        var part: Part
    }

    /// Chains of stages, for services that name no events.
    private func flows(
        _ chains: PartitionedRows<FlowRow>, _ counts: [Int], correction: HopLatencies.Correction, covered: Set<Int>,
        told: Set<Int>, _ correlation: inout Correlation
    ) throws(SpillError) {
        // The stages that are mentioned most, in their order.
        let steps = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }
            .prefix(FlowFold.stageLimit).sorted()
        var bits = Array(repeating: Int8(-1), count: stages.list.count)
        for (bit, stage) in steps.enumerated() { bits[stage] = Int8(bit) }
        let bitOf = bits
        let (stages, span, slice) = (stages, span, collector.shares.slice(of: FlowRow.self))
        let stretches = correlation.mishaps?.moments.times.ranges ?? []
        let merged = Mutex(FlowFold.Result())
        try parallel(
            chains.partitionCount,
            make: {
                FlowWorker(
                    fold: FlowFold(
                        bits: bitOf, stages: stages, span: span, correction: correction, stretches: stretches))
            },
            body: { (worker: inout FlowWorker, partition: Int) throws(SpillError) in
                try worker.fold.fold(partition, of: chains, slice: slice)
            },
            merge: { worker in merged.withLock { $0.merge(worker.fold.result) } })
        let result = merged.withLock { $0 }
        let loss = FlowLoss(result, stageOfBit: steps, stages: stages, span: span, correction: correction, damaged: damaged)
        loss.fill(&correlation, covered: covered)
        correlation.forerunners = loss.forerunners(covered: covered)
        FlowStuck(result, stageOfBit: steps, stages: stages, span: span, correction: correction, damaged: damaged)
            .fill(&correlation, told: told)
    }

    private struct FlowWorker: @unchecked Sendable {
        // Made and used by one worker.
        var fold: FlowFold
    }

    private struct FlowRouter: @unchecked Sendable {
        // Made and used by one worker.
        let writer: PartitionedRows<FlowRow>.Writer
        var counts: [Int]

        init(_ chains: PartitionedRows<FlowRow>, stages: Int) {
            writer = PartitionedRows.Writer(chains, chunkBytes: 16 << 10)
            counts = Array(repeating: 0, count: stages)
        }
    }

    private func contract(_ edges: PartitionedRows<LabelEdge>) throws(SpillError) -> (joints: [LabelEdge], counted: Int) {
        let merged = Mutex<(joints: [LabelEdge], counted: Int)>(([], 0))
        let slice = collector.shares.slice(of: LabelEdge.self)
        try parallel(
            edges.partitionCount, make: { ([LabelEdge](), 0) },
            body: { (part: inout ([LabelEdge], Int), partition: Int) throws(SpillError) in
                var buffer = RowBuffer<LabelEdge>()
                // The partition stands in the highest bits of `a`, those behind tell its edges apart.
                try edges.eachSlice(
                    partition, of: slice, into: &buffer, keeps: false, by: { $0.a &<< 8 },
                    { edges in
                        let (joints, counted) = ChainCount.contract(edges)
                        part.0 += joints
                        part.1 += counted
                    })
            },
            merge: { part in
                merged.withLock { sum in
                    sum.joints += part.0
                    sum.counted += part.1
                }
            })
        return merged.withLock { $0 }
    }

    /// How many different labels there are.
    private func distinct(_ nodes: PartitionedRows<UInt64>, also edges: [LabelEdge]) throws(SpillError) -> Int {
        // Pairs of flows of one record are labels of that record, which causation or its own event brings in; their other
        // halves are brought in here.
        let mask = nodes.partitionCount - 1
        let writer = PartitionedRows.Writer(nodes, chunkBytes: 1024)
        for edge in edges {
            writer.append(edge.a, to: Int(truncatingIfNeeded: edge.a >> 56) & mask)
            writer.append(edge.b, to: Int(truncatingIfNeeded: edge.b >> 56) & mask)
        }
        writer.finish()
        try nodes.check()
        let slice = collector.shares.slice(of: UInt64.self)
        let total = Atomic<Int>(0)
        try parallel(
            nodes.partitionCount, make: { 0 },
            body: { (sum: inout Int, partition: Int) throws(SpillError) in
                var buffer = RowBuffer<UInt64>()
                try nodes.eachSlice(
                    partition, of: slice, into: &buffer, keeps: false, by: { $0 &<< 8 | $0 &>> 56 },
                    // All of one label.
                    crowd: { _, _, isFirst in sum += isFirst ? 1 : 0 },
                    { labels in
                        var labels = labels
                        labels.sort()
                        var last: UInt64?
                        for label in labels where label != last {
                            sum += 1
                            last = label
                        }
                    })
            },
            merge: { _ = total.wrappingAdd($0, ordering: .relaxed) })
        return total.load(ordering: .relaxed)
    }

    private func statistics(of hops: PartitionedRows<HopRow>) throws(SpillError) -> [HopStatistics] {
        let merged = Mutex<[UInt64: HopStatistics]>([:])
        let span = span
        try parallel(
            hops.partitionCount, make: { HopTally(span) },
            body: { (tally: inout HopTally, partition: Int) throws(SpillError) in
                try hops.eachPiece(partition, keeps: true) { hops in for hop in hops { tally.add(hop) } }
            },
            merge: { tally in
                merged.withLock { all in
                    for (key, place) in tally.places {
                        if all[key] == nil { all[key] = tally.list[place] } else { all[key]?.merge(tally.list[place]) }
                    }
                }
            })
        return merged.withLock { Array($0.values) }.sorted {
            ($0.pair, $0.kind) < ($1.pair, $1.kind)
        }
    }

    /// The hops that one worker has seen, by pair of services.
    private struct HopTally: Sendable {
        let span: RunSpan
        var list: [HopStatistics] = []
        var places: [UInt64: Int] = [:]
        private var last: (key: UInt64, place: Int) = (.max, 0)

        init(_ span: RunSpan) { self.span = span }

        mutating func add(_ hop: HopRow) {
            let key = UInt64(hop.from) << 32 | UInt64(hop.to) << 2 | UInt64(hop.line >> 30)
            if key != last.key {
                let place = places[key] ?? list.count
                if place == list.count {
                    list.append(
                        HopStatistics(
                            pair: .init(from: Int(hop.from), to: Int(hop.to)), sharesEvent: hop.sharesEvent,
                            isUndirected: hop.isUndirected, bins: span.binCount))
                    places[key] = place
                }
                last = (key, place)
            }
            list[last.place].add(hop, bin: span.bin(hop.time), arrival: span.bin(hop.time &+ hop.delay))
        }
    }

    private func latencies(of hops: PartitionedRows<HopRow>, clocks: ClockReport) throws(SpillError) -> HopLatencies {
        let merged = Mutex(HopLatencies())
        var known = clocks.corrections(stages.services)
        known.resolutions = stages.services.map { span.resolutions[$0] ?? 0 }
        let correction = known
        try parallel(
            hops.partitionCount, make: { HopLatencies() },
            body: { (part: inout HopLatencies, partition: Int) throws(SpillError) in
                try hops.eachPiece(partition, keeps: false) { hops in for hop in hops { part.add(hop, correction) } }
            },
            merge: { part in merged.withLock { $0.merge(part) } })
        return merged.withLock { $0 }
    }
}
