import CivicModel

/// Chains that stop before a service that names no events, or whose events nobody names: what is known of them is that
/// chains which pass one stage nearly always reach the service.
struct FlowLoss {
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
        self.damaged = damaged
        (self.result, self.stageOfBit, self.stages, self.span, self.correction) = (result, stageOfBit, stages, span, correction)
    }

    private struct Reach {
        var total = 0
        var reached = 0
        var bins = [Int](repeating: 0, count: Signature.binCount)
        var reachedBins = [Int](repeating: 0, count: Signature.binCount)
    }

    /// Most stages that are asked in turn what should have followed them.
    private static let predictorLimit = 4

    /// - Parameter covered: services whose losses are known event by event.
    func fill(_ correlation: inout Correlation, covered: Set<Int>) {
        let kinds = result.kinds.sorted { $0.key < $1.key }
        for service in 0..<stages.services.count where !covered.contains(service) {
            let own = mask(of: service)
            guard own != 0, let main = mainBit(own, kinds) else { continue }
            let candidates = stageOfBit.indices.filter {
                own & 1 << UInt64($0) == 0 && stages.list[stageOfBit[$0]].service != service
            }
            // Those that come before, the surest first; then those that may, once it is known that something does.
            let certain = candidates.filter { result.usuallyPrecedes($0, main) }
            guard !certain.isEmpty else { continue }
            let possible = candidates.filter { !certain.contains($0) && !result.usuallyPrecedes(main, $0) }
            // Chains that the best stage says nothing of are left to the next best.
            var rest = kinds
            for _ in 0..<Self.predictorLimit {
                guard let best = predictor(of: own, amongst: certain + possible, rest) else { break }
                count(service, own: own, main: main, predictor: best, rest, &correlation)
                rest.removeAll { $0.key & 1 << UInt64(best) != 0 }
            }
        }
    }

    /// Services without which a chain does not get to a service: nearly all chains that did passed them before. By name.
    /// - Parameter covered: services of which it is known event by event where their work comes from.
    func forerunners(covered: Set<Int>) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for service in 0..<stages.services.count where !covered.contains(service) {
            let own = mask(of: service)
            guard own != 0, let main = mainBit(own, Array(result.kinds)) else { continue }
            let chains = result.kinds.filter { $0.key & own != 0 }
            let total = chains.reduce(0) { $0 + $1.value.count }
            guard total >= LossReport.minimum else { continue }
            let before = stageOfBit.indices.filter { bit in
                guard stages.list[stageOfBit[bit]].service != service, result.usuallyPrecedes(bit, main) else { return false }
                let passed = chains.reduce(0) { $1.key & 1 << UInt64(bit) != 0 ? $0 + $1.value.count : $0 }
                return passed * 100 >= total * 99
            }
            let names = Set(before.map { stages.services[stages.list[stageOfBit[$0]].service] }).sorted()
            if !names.isEmpty { found[stages.services[service]] = names }
        }
        return found
    }

    /// The stage that the service follows most surely.
    private func predictor(of own: UInt64, amongst bits: [Int], _ kinds: [(key: UInt64, value: FlowFold.Kind)]) -> Int? {
        var best: (bit: Int, reach: Reach)?
        for bit in bits {
            let reach = self.reach(of: own, from: bit, kinds)
            guard isExpected(reach) else { continue }
            if best.map({ reach.reached * $0.reach.total > $0.reach.reached * reach.total }) ?? true { best = (bit, reach) }
        }
        return best?.bit
    }

    private func mask(of service: Int) -> UInt64 {
        stageOfBit.enumerated().reduce(0) {
            $1.element >= 0 && stages.list[$1.element].service == service ? $0 | 1 << UInt64($1.offset) : $0
        }
    }

    /// Stages that come after a service's main one, of services that do not act before it: those that do may have more to say
    /// later, which proves nothing.
    private func later(than main: Int, own: UInt64, _ kinds: [(key: UInt64, value: FlowFold.Kind)]) -> UInt64 {
        var mask: UInt64 = 0
        for service in Set(stageOfBit.map { stages.list[$0].service }) {
            let theirs = self.mask(of: service)
            guard theirs != own, let first = mainBit(theirs, kinds), !result.usuallyPrecedes(first, main) else { continue }
            for bit in stageOfBit.indices where theirs & 1 << UInt64(bit) != 0 && result.usuallyPrecedes(main, bit) {
                mask |= 1 << UInt64(bit)
            }
        }
        return mask
    }

    /// The stage of a service that most chains pass.
    private func mainBit(_ own: UInt64, _ kinds: [(key: UInt64, value: FlowFold.Kind)]) -> Int? {
        stageOfBit.indices.filter { own & 1 << UInt64($0) != 0 }.map { bit in
            (bit: bit, count: kinds.reduce(0) { $1.key & 1 << UInt64(bit) != 0 ? $0 + $1.value.count : $0 })
        }.max { ($0.count, $1.bit) < ($1.count, $0.bit) }?.bit
    }

    private func reach(of own: UInt64, from bit: Int, _ kinds: [(key: UInt64, value: FlowFold.Kind)]) -> Reach {
        var reach = Reach()
        for (mask, kind) in kinds where mask & 1 << UInt64(bit) != 0 {
            let isReached = mask & own != 0
            reach.total += kind.count
            if isReached { reach.reached += kind.count }
            for i in reach.bins.indices {
                reach.bins[i] += Int(kind.bins[i])
                if isReached { reach.reachedBins[i] += Int(kind.bins[i]) }
            }
        }
        return reach
    }

    private func isExpected(_ reach: Reach) -> Bool {
        reach.total >= LossReport.minimum
            && LossReport.isExpected(reach.reached, of: reach.total, bins: reach.reachedBins, of: reach.bins)
    }

    private func count(
        _ service: Int, own: UInt64, main: Int, predictor: Int, _ kinds: [(key: UInt64, value: FlowFold.Kind)],
        _ correlation: inout Correlation
    ) {
        let name = stages.services[service]
        let from = stages.services[stages.list[stageOfBit[predictor]].service]
        let slowest = result.slowest(from: predictor, to: main)
        let deadline = max(LossReport.leastDeadline, slowest > .max / 8 ? .max / 4 : slowest * 3)
        let end = (span.lastTimes[name] ?? span.end) &- correction.offset(service, at: span.end)
        let later = self.later(than: main, own: own, kinds)
        let passed = kinds.filter { $0.key & 1 << UInt64(predictor) != 0 }
        correlation.expectations.append(
            Expectation(
                from: from, to: name, total: passed.reduce(0) { $0 + $1.value.count },
                reached: passed.reduce(0) { $1.key & own != 0 ? $0 + $1.value.count : $0 },
                stages: [stages.key(of: stageOfBit[predictor])],
                later: Set(stageOfBit.indices.filter { later & 1 << UInt64($0) != 0 }.map { stages.key(of: stageOfBit[$0]) }),
                isOfChains: true, end: end, deadline: deadline, isDamaged: damaged.contains(name)))
        for (mask, kind) in kinds where mask & 1 << UInt64(predictor) != 0 {
            let delivery = Correlation.CheckKey(service: name, check: .delivery)
            let gap = Correlation.CheckKey(service: name, check: .loggingGap)
            correlation.checks[gap, default: .init()].population += kind.count
            guard mask & own == 0 else {
                correlation.checks[delivery, default: .init()].population += kind.count
                continue
            }
            let undecided = kind.latest.count { $0 &+ deadline > end }
            let decided = damaged.contains(name) ? 0 : kind.count - undecided
            correlation.censored += kind.count - decided
            if damaged.contains(name) { correlation.openByDamage[name, default: 0] += kind.count - undecided }
            if mask & later != 0 {
                // What comes after the service is there: it was passed, and said nothing.
                note(&correlation, gap, decided, kind, "\(name) passed this chain on and says nothing of it")
                continue
            }
            correlation.lost += decided
            correlation.checks[delivery, default: .init()].population += decided
            if decided > 0 { correlation.mishaps?.add(kind, at: name, after: end &- deadline) }
            note(&correlation, delivery, decided, kind, "the chain ends here, after \(from): \(name) never took it")
        }
    }

    private func note(
        _ correlation: inout Correlation, _ key: Correlation.CheckKey, _ count: Int, _ kind: FlowFold.Kind, _ what: String
    ) {
        guard count > 0 else { return }
        correlation.checks[key, default: .init()].violations += count
        for mark in kind.marks.marks where correlation.checks[key, default: .init()].incidents.count < 3 {
            correlation.checks[key, default: .init()].incidents.append(
                .init(
                    check: key.check, service: key.service, id: "", time: Instant(nanoseconds: mark.time), what: what,
                    mark: mark))
        }
    }
}
