import CivicModel

/// Events that a service took and of which nothing came: it began, and neither its last word about the event nor an event that it
/// caused is there. What the service never took at all is lost, and is told by `LossReport` and `FlowLoss`.
struct CompletionReport {
    /// Share of the events of a kind that must come to an end before the others count as open.
    static let reach = 0.95

    private let folded: PartitionFold.Result
    private let stages: Stages
    private let span: RunSpan
    private let clocks: ClockReport
    private let damaged: Set<String>

    /// - Parameter damaged: services whose files are not whole: what is missing there is missing from the files.
    init(_ folded: PartitionFold.Result, stages: Stages, span: RunSpan, clocks: ClockReport, damaged: Set<String>) {
        (self.folded, self.stages, self.span, self.clocks, self.damaged) = (folded, stages, span, clocks, damaged)
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
        var bins = [Int](repeating: 0, count: Signature.binCount)
        var endedBins = [Int](repeating: 0, count: Signature.binCount)
        var open: [Signature] = []
    }

    func fill(_ correlation: inout Correlation) {
        let correction = clocks.corrections(stages.services)
        for (key, kind) in kinds().sorted(by: { $0.key < $1.key }) where kind.total >= LossReport.minimum {
            let name = stages.services[key.service]
            guard !damaged.contains(name),
                LossReport.isExpected(kind.ended, of: kind.total, bins: kind.endedBins, of: kind.bins, reach: Self.reach)
            else { continue }
            let slowest = folded.lastWords.slowest(of: key.service)
            let deadline = max(LossReport.leastDeadline, slowest > .max / 8 ? .max / 4 : slowest * 3)
            let end = (span.lastTimes[name] ?? span.end) &- correction.offset(key.service, at: span.end)
            var counter = PartitionFold.Counter(population: kind.total)
            for signature in kind.open {
                let publisher = stages.list[Int(key.publisher)].service
                let undecided = signature.latest.count { time in
                    time &- correction.offset(publisher, at: time) &+ deadline > end
                }
                counter.population -= undecided
                guard signature.count > undecided else { continue }
                counter.violations += signature.count - undecided
                counter.marks.merge(signature.marks)
            }
            correlation.add(.completion, of: name, counter) { "\(name) took \($0), and nothing tells what came of it" }
        }
    }

    private func kinds() -> [Key: Kind] {
        var kinds: [Key: Kind] = [:]
        for signature in folded.signatures.values {
            let publisher = signature.publisher ?? signature.stages[0]
            let own = stages.list[Int(publisher)].service
            var at = 0
            while at < signature.stages.count {
                // Stages of one service stand together.
                let service = stages.list[Int(signature.stages[at])].service
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
                for i in kind.bins.indices { kind.bins[i] += Int(signature.bins[i]) }
                if hasEnd || acts {
                    kind.ended += signature.count
                    for i in kind.bins.indices { kind.endedBins[i] += Int(signature.bins[i]) }
                } else {
                    kind.open.append(signature)
                }
                kinds[Key(publisher: publisher, service: service)] = kind
            }
        }
        return kinds
    }
}
