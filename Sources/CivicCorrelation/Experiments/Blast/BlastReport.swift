import CivicModel

/// Which services a fault reached, by the chains that passed what was hit, and where things went wrong that no chain from the
/// fault leads to.
struct BlastReport {
    private let counts: BlastCounts

    init(_ counts: BlastCounts) { self.counts = counts }

    /// Fewer quiet chains of a kind do not tell what is usual.
    private static let enoughQuiet = 20
    /// At least so many more went wrong than would have anyway, and one in a hundred more.
    private static let enoughExtra = 5.0
    /// A kind that reaches a service less often need not reach it.
    private static let usually = 0.5

    /// By name of service.
    /// - Parameter targets: services that were hit; none of them in the chains: nothing tells which chains passed what was hit,
    ///   and all that began meanwhile count as exposed.
    func blast(start: Int64, end: Int64, targets: [String]) -> [FaultReview.Blast] {
        guard let number = counts.periods.number(start: start, end: end) else { return [] }
        let quiet = counts.kinds(.quiet, of: number)
        let during = adopted(counts.kinds(.during, of: number), quiet)
        let latest = adopted(counts.kinds(.latest, of: number), quiet)
        let hit = Set(targets.compactMap { counts.services.firstIndex(of: $0) })
        func share(_ kind: Int, _ service: Int) -> Double {
            guard quiet[kind].chains > 0 else { return 0 }
            return Double(quiet[kind].arrivals[service]?.count ?? 0) / Double(quiet[kind].chains)
        }
        let known = quiet.indices.filter { quiet[$0].chains >= Self.enoughQuiet }
        func passes(_ kind: Int) -> Double { hit.isEmpty ? 1 : hit.map { share(kind, $0) }.max() ?? 0 }
        let exposed = known.filter { passes($0) >= Self.usually }
        let others = known.filter { passes($0) < 0.05 }

        var found: [(blast: FaultReview.Blast, chance: Double)] = []
        for service in counts.services.indices where !counts.services[service].isEmpty {
            let through = Comparison(service, exposed.filter { share($0, service) >= Self.usually }, quiet, during, latest)
            let beside = Comparison(service, others.filter { share($0, service) >= Self.usually }, quiet, during, latest)
            if through.isWorse(by: Self.enoughExtra) {
                var blast = through.blast(counts.services[service], isCollateral: false)
                (blast.beside, blast.besideBad) = (beside.test.exposed, beside.test.exposedBad)
                found.append((blast, through.test.chance))
            } else if beside.isWorse(by: Self.enoughExtra) {
                found.append((beside.blast(counts.services[service], isCollateral: true), beside.test.chance))
            } else {
                // What was looked at and found well counts among the hypotheses.
                found.append((through.blast(counts.services[service], isCollateral: false), 1))
            }
        }
        let stands = SmallCounts.discoveries(found.map(\.chance), rate: 0.05)
        return zip(found, stands).filter { $1 && $0.chance < 1 }.map(\.0.blast)
    }

    /// A service whose own step failed says other things than it says in quiet time, and its chains begin with those. Where nearly all
    /// that it begins in quiet time is of one kind, they would have been of that kind.
    private func adopted(_ during: [BlastCounts.Kind], _ quiet: [BlastCounts.Kind]) -> [BlastCounts.Kind] {
        var during = during
        for kind in during.indices
        where during[kind].chains > 0 && quiet[kind].chains < Self.enoughQuiet && counts.beginnings[kind] >= 0 {
            let own = quiet.indices.filter { counts.beginnings[$0] == counts.beginnings[kind] }
            guard let foremost = own.max(by: { (quiet[$0].chains, $1) < (quiet[$1].chains, $0) }),
                quiet[foremost].chains >= Self.enoughQuiet,
                quiet[foremost].chains * 10 >= own.reduce(0, { $0 + quiet[$1].chains }) * 9
            else { continue }
            during[foremost].merge(during[kind])
            during[kind] = BlastCounts.Kind()
        }
        return during
    }

    /// Chains of some kinds at one service, in the time of the fault and in quiet time.
    private struct Comparison {
        var test: StratifiedTest
        var missing = 0
        var late = 0
        var failed = 0
        private var latestChains = 0
        private var latestBad = 0

        init(
            _ service: Int, _ kinds: [Int], _ quiet: [BlastCounts.Kind], _ during: [BlastCounts.Kind],
            _ latest: [BlastCounts.Kind]
        ) {
            var strata: [StratifiedTest.Stratum] = []
            for kind in kinds where during[kind].chains > 0 {
                let usual = quiet[kind].arrivals[service]?.usual ?? 0
                func wrong(_ kind: BlastCounts.Kind) -> (missing: Int, late: Int, failed: Int) {
                    let arrivals = kind.arrivals[service] ?? .init()
                    return (kind.chains - arrivals.count, arrivals.late(beyond: usual), arrivals.failed)
                }
                let (now, before, justBefore) = (wrong(during[kind]), wrong(quiet[kind]), wrong(latest[kind]))
                latestChains += latest[kind].chains
                latestBad += justBefore.missing + justBefore.late + justBefore.failed
                missing += now.missing
                late += now.late
                failed += now.failed
                strata.append(
                    .init(
                        exposed: during[kind].chains, exposedBad: now.missing + now.late + now.failed,
                        control: quiet[kind].chains, controlBad: before.missing + before.late + before.failed))
            }
            test = StratifiedTest(strata)
        }

        func isWorse(by extra: Double) -> Bool {
            // Half as bad just before the fault: it began earlier.
            if latestChains >= 5, latestBad * test.exposed * 2 >= test.exposedBad * latestChains { return false }
            return Double(test.exposedBad) - test.expectedBad >= extra && test.riskDifference.low > 0.01
        }

        func blast(_ service: String, isCollateral: Bool) -> FaultReview.Blast {
            let difference = test.riskDifference
            return FaultReview.Blast(
                service: service, exposed: test.exposed, exposedBad: test.exposedBad, control: test.control,
                controlBad: test.controlBad, isCollateral: isCollateral, missing: missing, late: late, failed: failed,
                low: difference.low, high: difference.high)
        }
    }
}
