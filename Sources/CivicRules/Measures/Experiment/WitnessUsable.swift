import CivicCorrelation
import CivicModel

/// Whether what a log says of a fault leads somewhere: it names what failed, or carries an id of the work that failed.
struct WitnessUsable: ServiceMeasure {
    static let id = "witness-usable"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in FaultScope(service, of: system).entries {
            guard let witness = entry.logWitness else { continue }
            let violated = !witness.namesFault && !witness.carriesID
            count.add(entry, violated: violated)
            if violated { count.note(witness, "names neither what failed nor the work that did: \(witness.message)") }
        }
        return count
    }
}
