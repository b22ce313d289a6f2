import CivicModel

/// Which services a fault reached, by the chains that passed what was hit, and where things went wrong that no chain from the
/// fault leads to.
struct BlastReport {
    private let counts: BlastCounts

    init(_ counts: BlastCounts) { self.counts = counts }

    /// At least so many more went wrong than would have anyway, and one in a hundred more.
    private static let enoughExtra = 5.0
    /// By name of service.
    /// - Parameter targets: services that were hit; none of them in the chains: nothing tells which chains passed what was hit,
    ///   and all that began meanwhile count as exposed.
    func blast(start: Int64, end: Int64, targets: [String]) -> [FaultReview.Blast] {
        guard let number = counts.periods.number(start: start, end: end) else { return [] }
        let quiet = counts.kinds(.quiet, of: number)
        let (during, latest) = (counts.kinds(.during, of: number), counts.kinds(.latest, of: number))
        let hit = Set(targets.compactMap { counts.services.firstIndex(of: $0) })
        func share(_ kind: Int, _ service: Int) -> Double { counts.usual.share(kind, service, fault: number) }
        let known = quiet.indices.filter { counts.usual.chains($0, fault: number) >= BlastUsual.enough }
        func passes(_ kind: Int) -> Double { hit.isEmpty ? 1 : hit.map { share(kind, $0) }.max() ?? 0 }
        let exposed = known.filter { passes($0) >= BlastUsual.usually }
        let others = known.filter { passes($0) < 0.05 }

        var found: [(blast: FaultReview.Blast, chance: Double)] = []
        for service in counts.services.indices where !counts.services[service].isEmpty {
            let through = Comparison(
                service, exposed.filter { share($0, service) >= BlastUsual.usually }, quiet, during, latest)
            let beside = Comparison(service, others.filter { share($0, service) >= BlastUsual.usually }, quiet, during, latest)
            if through.isWorse(by: Self.enoughExtra) {
                var blast = through.blast(counts.services[service], isCollateral: false)
                (blast.beside, blast.besideBad) = (beside.test.exposed, beside.test.exposedBad)
                found.append((blast, through.chance))
            } else if beside.isWorse(by: Self.enoughExtra) {
                found.append((beside.blast(counts.services[service], isCollateral: true), beside.chance))
            } else {
                // What was looked at and found well counts among the hypotheses.
                found.append((through.blast(counts.services[service], isCollateral: false), 1))
            }
        }
        let stands = SmallCounts.discoveries(found.map(\.chance), rate: 0.05)
        return zip(found, stands).filter { $1 && $0.chance < 1 }.map(\.0.blast)
    }

    /// Chains of some kinds at one service, in the time of the fault and in quiet time.
    private struct Comparison {
        let test: StratifiedTest
        /// The same by seconds: whatever strikes many chains in one moment, such as a pause of the machine, is one thing that happened.
        private let seconds: StratifiedTest
        private var now = BlastCounts.Tally()
        private var latestChains = 0
        private var latestBad = 0

        init(
            _ service: Int, _ kinds: [Int], _ quiet: [BlastCounts.Kind], _ during: [BlastCounts.Kind],
            _ latest: [BlastCounts.Kind]
        ) {
            var strata: [StratifiedTest.Stratum] = []
            var (exposed, control) = (Seconds(), Seconds())
            for kind in kinds where during[kind].chains > 0 {
                func tally(_ kind: BlastCounts.Kind) -> BlastCounts.Tally { kind.services[service] ?? .init() }
                latestChains += latest[kind].chains
                latestBad += tally(latest[kind]).wrong
                now.merge(tally(during[kind]))
                exposed.add(during[kind], tally(during[kind]))
                control.add(quiet[kind], tally(quiet[kind]))
                strata.append(
                    .init(
                        exposed: during[kind].chains, exposedBad: tally(during[kind]).wrong,
                        control: quiet[kind].chains, controlBad: tally(quiet[kind]).wrong))
            }
            test = StratifiedTest(strata)
            let usual = (test.controlBad, test.control)
            seconds = StratifiedTest([
                .init(
                    exposed: exposed.chains.count, exposedBad: exposed.worse(than: usual), control: control.chains.count,
                    controlBad: control.worse(than: usual))
            ])
        }

        /// Chance of as much without the fault, by chains and by seconds.
        var chance: Double { max(test.chance, seconds.chance) }

        func isWorse(by extra: Double) -> Bool {
            // Half as bad just before the fault: it began earlier.
            if latestChains >= 5, latestBad * test.exposed * 2 >= test.exposedBad * latestChains { return false }
            return Double(test.exposedBad) - test.expectedBad >= extra && test.riskDifference.low > 0.01
        }

        func blast(_ service: String, isCollateral: Bool) -> FaultReview.Blast {
            let difference = test.riskDifference
            var blast = FaultReview.Blast(
                service: service, exposed: test.exposed, exposedBad: test.exposedBad, control: test.control,
                controlBad: test.controlBad, isCollateral: isCollateral, missing: now[.missing], late: now[.late],
                failed: now[.failed], low: difference.low, high: difference.high)
            (blast.stuck, blast.repeated) = (now[.stuck], now[.repeated])
            return blast
        }
    }

    /// Chains by the second in which they began.
    private struct Seconds {
        var chains: [Int64: Int] = [:]
        private var bad: [Int64: Int] = [:]

        mutating func add(_ kind: BlastCounts.Kind, _ tally: BlastCounts.Tally) {
            chains.merge(kind.seconds, uniquingKeysWith: +)
            bad.merge(tally.bad, uniquingKeysWith: +)
        }

        /// Seconds in which a larger share went wrong than usual.
        func worse(than usual: (bad: Int, all: Int)) -> Int {
            bad.count { second, count in count * usual.all > usual.bad * (chains[second] ?? 0) }
        }
    }
}
