import CivicCorrelation
import CivicModel

/// Whether readiness turns between the moment when a service is told to stop and the moment when it is gone.
struct StopWithoutDrain: HealthMeasure {
    static let id = "stop-without-drain"

    private let longest: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["longest"])
        longest = try parameters.nanoseconds("longest", default: 120)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        guard let log = subject.log else { return count }
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where endpoint.kind == .ready && !endpoint.hasWeakTimes {
            var last: Instant?
            for event in log.lifecycle where event.kind == .stopping {
                // One stop says so several times.
                if let last, event.mark.time.since(last) < longest { continue }
                let from = event.mark.time.adding(endpoint.tolerance)
                let after = endpoint.answers(in: from...from.adding(longest))
                guard let gone = after.firstIndex(where: { !$0.isAnswered }) else { continue }
                last = event.mark.time
                let between = after[..<gone]
                // Seen while it stops: what is closer than the clocks are known says nothing.
                guard !between.isEmpty else { continue }
                let isGreen = between.allSatisfy(\.isPass)
                count.add(
                    violated: isGreen,
                    event.mark.note(
                        "the service stops, \(endpoint.name) says \(between.first?.saying ?? "") \(between.count) "
                            + "more times and is gone: \(subject.text(event.mark))"))
                if isGreen { broken.append(endpoint) }
            }
        }
        count.conclude(broken.map(\.name), .medium, broken)
        return count
    }
}
