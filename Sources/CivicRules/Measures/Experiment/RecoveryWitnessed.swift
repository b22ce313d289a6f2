import CivicCorrelation
import CivicModel

/// Whether a service that a fault took out says, by its log or its health, that it works again.
struct RecoveryWitnessed: ServiceMeasure {
    static let id = "recovery-witnessed"
    private let within: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["within-seconds"])
        within = Int64(try parameters.number("within-seconds", default: 300) * 1e9)
    }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in FaultScope(service, of: system).entries where entry.gap != nil || entry.healthWitness != nil {
            let violated = !entry.recovery.contains { $0.after <= within }
            count.add(entry, violated: violated)
            if violated, let witness = entry.witnesses.first {
                count.note(witness, "said of \(entry.name), and nothing after it: \(witness.message)")
            }
        }
        return count
    }
}
