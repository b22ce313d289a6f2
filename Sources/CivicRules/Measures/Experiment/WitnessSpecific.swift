import CivicCorrelation
import CivicModel

/// Whether what a log says of a fault is said hardly ever else.
struct WitnessSpecific: ServiceMeasure {
    static let id = "witness-specific"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in FaultScope(service, of: system).entries {
            guard let witness = entry.logWitness else { continue }
            count.add(entry, violated: !witness.isSpecific)
            if !witness.isSpecific {
                count.note(
                    witness,
                    "\(witness.during) times during \(entry.name), \(witness.before) in as long before: \(witness.message)")
            }
        }
        return count
    }
}
