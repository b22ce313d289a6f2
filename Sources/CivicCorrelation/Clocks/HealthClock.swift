import CivicModel

/// What answers of health endpoints say of clocks: an answer that carries the time at which it was made was made between the
/// observer's question and the end of the answer. That bounds the offset from both sides, with nothing assumed.
enum HealthClock {
    /// Offsets beyond this come from cached results and other reports of the past, nanoseconds.
    private static let oldest: Int64 = 30_000_000_000

    struct Sample {
        var service: String
        var time: Int64
        /// Interval of the offset of the service against the observer, nanoseconds; nil: not known from above.
        var low: Int64
        var high: Int64?
    }

    static func samples(_ log: HealthLog) -> [Sample] {
        log.observations.compactMap { observation in
            guard let time = observation.time, observation.timeSource == .envelope, observation.statusCode != nil else {
                return nil
            }
            let start = time.nanoseconds
            let end = start &+ max(0, observation.duration ?? 0)
            // Without a duration the answer may have taken as long as the observer waits.
            guard observation.duration != nil || observation.timeout != nil else { return nil }
            let latest = observation.duration == nil ? start &+ (observation.timeout ?? 0) : end
            // An envelope in milliseconds cuts off what is below.
            let slack: Int64 = 1_000_000
            var (low, high): (Int64?, Int64?) = (nil, nil)
            if let header = observation.headers.first(where: { $0.name == "date" }),
                let seconds = HTTPDate.seconds(header.value)
            {
                let made = seconds &* 1_000_000_000
                (low, high) = (made &- latest &- slack, made &+ 1_000_000_000 &- start &+ slack)
            }
            // What a body tells of may be old, and cannot be later than the answer.
            if let newest = log.report(of: observation).flatMap(newestTime), abs(newest &- start) < oldest {
                let own = newest &- latest &- 5 * slack
                // A body from after its own answer: whoever stamped the header, a proxy or a library, has another clock.
                if let above = high, own > above { (low, high) = (own, nil) } else { low = max(low ?? .min, own) }
            }
            guard let low, high != nil || low > 0 else { return nil }
            return Sample(service: observation.service, time: start, low: low, high: high)
        }
    }

    private static func newestTime(_ report: HealthReport) -> Int64? {
        ([report.reportTime] + report.components.map(\.time)).compactMap { $0?.nanoseconds }.max()
    }
}
