import CivicModel

/// Causes that no record is about. A stage whose causes are nearly all unknown names events of somebody whose logs are not
/// there, or who logs no ids: that is not the fault of the one who names them.
struct OrphanReport {
    /// Share of unknown causes from which the one who should have logged them is taken to be missing.
    static let missing = 0.9

    private let folded: PartitionFold.Result
    private let stages: Stages

    init(_ folded: PartitionFold.Result, stages: Stages) { (self.folded, self.stages) = (folded, stages) }

    func fill(_ correlation: inout Correlation) {
        for (place, counter) in folded.causes.enumerated() where counter.violations > 0 {
            correlation.orphansNamed[stages.services[stages.list[place].service], default: 0] += counter.violations
        }
        for (place, counter) in folded.causes.enumerated() {
            let population = counter.population - folded.earlyOrphans[place]
            guard population > 0, Double(counter.violations) < Self.missing * Double(population) else { continue }
            var known = counter
            known.population = population
            correlation.add(.orphan, of: stages.services[stages.list[place].service], known) {
                "caused by \($0), which no record is about"
            }
        }
    }
}
