import CivicCorrelation
import CivicModel

/// Whether an endpoint was watched without gaps. This is about the recording and not about the service.
struct ObservationGaps: HealthMeasure {
    static let id = "observation-gaps"

    private let intervals: Int64
    private let fewest: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["intervals", "answers"])
        intervals = Int64(max(1, try parameters.whole("intervals", default: 5)))
        fewest = max(1, try parameters.whole("answers", default: 10))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints where endpoint.answers.count >= 2 && endpoint.interval > 0 {
            let gaps = HealthTimeline.gaps(endpoint.answers, interval: endpoint.interval, factor: intervals)
            let back = backwards(endpoint)
            let isBroken = !gaps.isEmpty || back != nil || endpoint.answers.count < fewest
            let note: MeasureCount.Note
            if let gap = gaps.first {
                let length = endpoint.answers[gap].time.since(endpoint.answers[gap - 1].time)
                note = endpoint.answers[gap].note(
                    "\(endpoint.name) was not asked for \(HealthText.duration(length)), \(gaps.count) such gaps in all")
            } else if let back {
                note = back.note("\(endpoint.name): the observer's clock goes back here")
            } else {
                note = endpoint.answers[0].note("\(endpoint.name) was asked \(endpoint.answers.count) times only")
            }
            count.add(violated: isBroken, note)
            if isBroken { broken.append(endpoint) }
        }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }

    /// The first answer that is clearly earlier than the one before it in the same file.
    private func backwards(_ endpoint: HealthSubject.Endpoint) -> SeriesAnswer? {
        let asWritten = endpoint.answers.sorted {
            ($0.observation.source, $0.observation.byte) < ($1.observation.source, $1.observation.byte)
        }
        for (before, after) in zip(asWritten, asWritten.dropFirst())
        where before.observation.source == after.observation.source {
            if before.time.since(after.time) > endpoint.tolerance { return after }
        }
        return nil
    }
}
