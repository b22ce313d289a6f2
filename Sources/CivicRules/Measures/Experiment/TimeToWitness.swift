import CivicCorrelation
import CivicModel

/// Whether the first sign of a fault that somebody noticed came soon.
struct TimeToWitness: ServiceMeasure {
    static let id = "time-to-witness"
    private let within: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["within-seconds"])
        within = Int64(try parameters.number("within-seconds", default: 30) * 1e9)
    }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in FaultScope(service, of: system).entries {
            guard let first = entry.review.witnesses.min(by: { $0.after < $1.after }) else { continue }
            // The first sign counts for what was hit, whoever gave it.
            let violated = first.after > within
            count.add(entry, violated: violated)
            if violated {
                count.note(
                    first, "\(first.service) said \(first.after / 1_000_000_000) s after \(entry.name) began: \(first.message)")
            }
        }
        return count
    }
}
