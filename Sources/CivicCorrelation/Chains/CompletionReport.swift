import CivicModel

/// Events that a service took and of which nothing came: it began, and neither its last word about the event nor an event that it
/// caused is there. They are stuck at the stage that is the last it said of them.
///
/// What the service never took at all is lost, and is told by `LossReport` and `FlowLoss`: a lost event has no record of the service
/// that should have taken it, a stuck one has.
struct CompletionReport {
    /// Share of the events of a kind that must come to an end before the others count as open.
    static let reach = 0.95

    private let folded: PartitionFold.Result
    private let stages: Stages
    private let span: RunSpan
    private let clocks: ClockReport
    private let latencies: HopLatencies
    private let damaged: Set<String>

    /// - Parameter damaged: services whose files are not whole: what is missing there is missing from the files.
    init(
        _ folded: PartitionFold.Result, stages: Stages, span: RunSpan, clocks: ClockReport, latencies: HopLatencies,
        damaged: Set<String>
    ) {
        (self.folded, self.stages, self.span, self.clocks, self.damaged) = (folded, stages, span, clocks, damaged)
        self.latencies = latencies
    }

    /// Events that one stage published and one service took.
    private struct Key: Hashable, Comparable {
        var publisher: UInt32
        var service: Int
        static func < (a: Key, b: Key) -> Bool { (a.publisher, a.service) < (b.publisher, b.service) }
    }

    private struct Kind {
        var total = 0
        var ended = 0
        /// Those that ended with an event which they caused.
        var acted = 0
        /// Those of which the service says one thing that nothing ever follows, such as a refusal: it is an outcome, though it says
        /// nothing of how the others should end.
        var refused = 0
        var bins = [Int](repeating: 0, count: Signature.binCount)
        var endedBins = [Int](repeating: 0, count: Signature.binCount)
        /// By last stage.
        var open: [UInt32: StageEnd] = [:]
    }

    func fill(_ correlation: inout Correlation) {
        let correction = clocks.corrections(stages.services)
        var stuck = StuckStages(stages, span: span)
        for (key, kind) in kinds().sorted(by: { $0.key < $1.key }) where kind.total >= LossReport.minimum {
            let name = stages.services[key.service]
            guard !damaged.contains(name),
                LossReport.isExpected(
                    kind.ended, of: kind.total - kind.refused, bins: kind.endedBins, of: kind.bins, reach: Self.reach)
            else { continue }
            var deadline = LossReport.deadline(slowest: folded.lastWords.slowest(of: key.service))
            if kind.acted > 0 {
                let publisher = stages.list[Int(key.publisher)].service
                deadline = max(deadline, LossReport.deadline(from: publisher, to: key.service, latencies))
            }
            let end = span.end &+ correction.offset(key.service, at: span.end)
            stuck.add(
                kind.open.values.sorted { $0.stage < $1.stage }, of: key.service, among: kind.total, deadline: deadline,
                last: min(span.lastTimes[name] ?? end, max(end, span.end)), end: end)
        }
        stuck.fill(&correlation)
    }

    private func kinds() -> [Key: Kind] {
        var kinds: [Key: Kind] = [:]
        let outcomes = lone()
        for signature in folded.signatures.values {
            let publisher = signature.publisher ?? signature.stages[0]
            let own = stages.list[Int(publisher)].service
            var at = 0
            while at < signature.stages.count {
                // Stages of one service stand together.
                let service = stages.list[Int(signature.stages[at])].service
                let start = at
                var hasEnd = false
                var isLogged = false
                while at < signature.stages.count, stages.list[Int(signature.stages[at])].service == service {
                    let stage = signature.stages[at]
                    if !stages.list[Int(stage)].isStored { isLogged = true }
                    if folded.lastWords.isTerminal(stage) { hasEnd = true }
                    at += 1
                }
                guard isLogged else { continue }
                // What the publisher's own event moves it to do is the next step, and none of publishing.
                let acts = service != own && signature.children.contains(UInt32(service))
                var kind = kinds[Key(publisher: publisher, service: service)] ?? Kind()
                kind.total += signature.count
                if !acts, at - start == 1, outcomes.contains(signature.stages[start]) {
                    kind.refused += signature.count
                    kinds[Key(publisher: publisher, service: service)] = kind
                    continue
                }
                for i in kind.bins.indices { kind.bins[i] += Int(signature.bins[i]) }
                if acts { kind.acted += signature.count }
                if hasEnd || acts {
                    kind.ended += signature.count
                    for i in kind.bins.indices { kind.endedBins[i] += Int(signature.bins[i]) }
                } else {
                    for end in ends(of: service, in: signature) {
                        kind.open[end.stage, default: StageEnd(stage: end.stage)].merge(end)
                    }
                }
                kinds[Key(publisher: publisher, service: service)] = kind
            }
        }
        return kinds
    }

    /// Stages that are all that their services say and do because of the events that they are about, whatever the event.
    private func lone() -> Set<UInt32> {
        var alone: [UInt32: Int] = [:]
        var followed: Set<UInt32> = []
        for signature in folded.signatures.values {
            var at = 0
            while at < signature.stages.count {
                let (stage, service) = (signature.stages[at], stages.list[Int(signature.stages[at])].service)
                var end = at + 1
                while end < signature.stages.count, stages.list[Int(signature.stages[end])].service == service { end += 1 }
                if end - at > 1 || signature.children.contains(UInt32(service)) {
                    followed.formUnion(signature.stages[at..<end])
                } else {
                    alone[stage, default: 0] += signature.count
                }
                at = end
            }
        }
        return Set(alone.filter { $0.value >= LastWords.enough && !followed.contains($0.key) }.keys)
    }

    /// The last records of a service about the events of a signature.
    private func ends(of service: Int, in signature: Signature) -> [StageEnd] {
        if signature.stages.count > 1 {
            return signature.ends.filter { stages.list[Int($0.stage)].service == service }
        }
        var end = StageEnd(stage: signature.stages[0])
        (end.count, end.earliest, end.latest) = (signature.count, signature.earliest, signature.latest)
        end.marks = signature.marks
        return [end]
    }
}
