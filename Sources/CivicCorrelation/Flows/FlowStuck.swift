import CivicModel

/// Chains that stop inside a service which names no events: it says that it began, and neither what it usually says next nor
/// anything of a service behind it is there. What no service took up is lost, and told by `FlowLoss`.
struct FlowStuck {
    private let result: FlowFold.Result
    private let stages: Stages
    private let span: RunSpan
    private let correction: HopLatencies.Correction
    /// Place of stage by bit.
    private let stageOfBit: [Int]
    private let damaged: Set<String>

    /// - Parameter damaged: services whose files are not whole: what is missing there is missing from the files.
    init(
        _ result: FlowFold.Result, stageOfBit: [Int], stages: Stages, span: RunSpan, correction: HopLatencies.Correction,
        damaged: Set<String>
    ) {
        (self.result, self.stageOfBit, self.stages, self.span, self.correction) = (result, stageOfBit, stages, span, correction)
        self.damaged = damaged
    }

    private struct Progress {
        var total = 0
        var went = 0
        var bins = [Int](repeating: 0, count: Signature.binCount)
        var wentBins = [Int](repeating: 0, count: Signature.binCount)
    }

    /// - Parameter told: services that name events: what is open there is known event by event.
    func fill(_ correlation: inout Correlation, told: Set<Int>) {
        let kinds = result.kinds.sorted { $0.key < $1.key }
        var stuck = StuckStages(stages, span: span)
        for service in 0..<stages.services.count where !told.contains(service) && !damaged.contains(stages.services[service]) {
            let bits = stageOfBit.indices.filter { stages.list[stageOfBit[$0]].service == service }
            guard bits.count > 1 else { continue }
            // A chain counts once, at the last of its stages that something should have followed: fewest others come after it.
            let steps = bits.map { bit in (bit: bit, next: bits.filter { $0 != bit && result.usuallyPrecedes(bit, $0) }) }
                .sorted { ($0.next.count, $1.bit) < ($1.next.count, $0.bit) }
            var seen: Set<UInt64> = []
            var counted: Set<UInt64> = []
            for (bit, next) in steps {
                guard !next.isEmpty, isExpected(next, after: bit, kinds) else { continue }
                let own = next.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
                let behind = stageOfBit.indices.filter { result.usuallyPrecedes(bit, $0) }.reduce(own) { $0 | 1 << UInt64($1) }
                let slowest = next.map { result.slowest(from: bit, to: $0) }.max() ?? 0
                var end = StageEnd(stage: UInt32(stageOfBit[bit]))
                var total = 0
                for (mask, kind) in kinds where mask & 1 << UInt64(bit) != 0 {
                    if counted.insert(mask).inserted { total += kind.count }
                    guard mask & behind == 0, seen.insert(mask).inserted else { continue }
                    end.count += kind.count
                    end.earliest = min(end.earliest, kind.earliest)
                    end.latest = Signature.latest(of: end.latest, kind.latest)
                    end.marks.merge(kind.marks)
                }
                let last = span.lastTimes[stages.services[service]].map { $0 &- correction.offset(service, at: $0) } ?? span.end
                stuck.add(
                    end.count > 0 ? [end] : [], of: service, among: total, deadline: LossReport.deadline(slowest: slowest),
                    last: min(last, span.end), end: span.end)
            }
        }
        // A flow is known by a hash, which nobody would look for.
        stuck.fill(&correlation) { _ in nil }
    }

    private func isExpected(_ next: [Int], after bit: Int, _ kinds: [(key: UInt64, value: FlowFold.Kind)]) -> Bool {
        let wanted = next.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        var progress = Progress()
        for (mask, kind) in kinds where mask & 1 << UInt64(bit) != 0 {
            let goesOn = mask & wanted != 0
            progress.total += kind.count
            if goesOn { progress.went += kind.count }
            for i in progress.bins.indices {
                progress.bins[i] += Int(kind.bins[i])
                if goesOn { progress.wentBins[i] += Int(kind.bins[i]) }
            }
        }
        return progress.total >= LossReport.minimum
            && LossReport.isExpected(
                progress.went, of: progress.total, bins: progress.wentBins, of: progress.bins, reach: CompletionReport.reach)
    }
}
