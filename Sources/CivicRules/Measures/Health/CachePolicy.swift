import CivicCorrelation
import CivicModel

/// Whether an endpoint says how long its answer may be kept; silence lets every cache decide for itself.
struct CachePolicy: HealthMeasure {
    static let id = "cache-policy"

    private let fewest: Int
    private let longest: Int64

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["answers", "longest"])
        fewest = max(1, try parameters.whole("answers", default: 5))
        longest = try parameters.nanoseconds("longest", default: 60)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints {
            let recorded = endpoint.all.filter {
                $0.isHTTP && $0.isAnswered && !$0.isElsewhere && !$0.observation.headers.isEmpty
            }
            guard recorded.count >= fewest, let first = recorded.first else { continue }
            let isSilent = !recorded.contains { answer in
                ["cache-control", "expires", "pragma", "etag"].contains { answer.header($0) != nil }
            }
            let old = recorded.first { answer in
                guard let age = Self.maximumAge(of: answer) else { return false }
                if let text = answer.header("age"), let seconds = Int64(text), seconds < 1 << 31, seconds * 1_000_000_000 > age
                {
                    return true
                }
                return (endpoint.kind == .live || endpoint.kind == .ready) && age > longest
            }
            count.add(
                violated: isSilent || old != nil,
                (old ?? first).note(
                    old == nil
                        ? "\(endpoint.name) says nothing of caching in \(recorded.count) answers"
                        : "\(endpoint.name) may be served from a cache: \(old?.header("cache-control") ?? "")"))
            if isSilent || old != nil { broken.append(endpoint) }
            if old != nil { count.grade(.normal) }
        }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }

    /// Nanoseconds of `max-age`, where the answer has one.
    static func maximumAge(of answer: SeriesAnswer) -> Int64? {
        guard let policy = answer.header("cache-control")?.lowercased(), let at = policy.firstRange(of: "max-age=") else {
            return nil
        }
        let digits = policy[at.upperBound...].prefix { $0.isASCII && $0.isNumber }.prefix(9)
        return Int64(digits).map { $0 * 1_000_000_000 }
    }
}
