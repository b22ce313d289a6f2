import CivicCorrelation
import CivicModel
import CivicProfile

/// Whether a fault that hit the service was noticed: by itself, or, where it is what was broken, by others, but not by who is known
/// to have nothing to do with it. What was killed cannot speak; what went on running and handled nothing can.
struct FaultWitnessed: ServiceMeasure {
    static let id = "fault-witnessed"
    private let within: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["within-seconds"])
        within = Int64(try parameters.number("within-seconds", default: 60) * 1e9)
    }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        var count = MeasureCount()
        for entry in FaultScope(service, of: system).entries {
            let review = entry.review
            let end = review.fault.end ?? review.until
            let latest = end.nanoseconds &+ within
            let timely = review.witnesses.filter { $0.first.nanoseconds <= latest }
            let saw = entry.witnesses.contains { $0.first.nanoseconds <= latest }
            // For what was broken, others may speak. Who handled nothing without being broken must say
            // so; but where nobody knows whether anything was sent to it, and others did see the fault, it is not blamed.
            if saw {
                count.add(entry, violated: false)
            } else if entry.isTarget {
                let isSeen = timely.contains { $0.namesFault || !review.bystanders.contains($0.service) }
                count.add(entry, violated: !isSeen)
            } else if entry.gap != nil, timely.isEmpty || entry.wasFed {
                count.add(entry, violated: true)
            }
        }
        return count
    }
}
