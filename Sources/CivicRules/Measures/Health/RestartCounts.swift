import CivicCorrelation
import CivicModel

/// Restarts that a platform counts and shows beside the state: `restartCount` of a pod's containers and of docker, `NRestarts` of
/// systemd.
enum RestartCounts {
    enum Finding {
        /// No count from before and after.
        case unknown
        case steady
        /// The first answer that shows more than the one before it.
        case risen(SeriesAnswer)
    }

    private static let keys: Set<String> = ["restartcount", "nrestarts"]

    /// Whether a count rises between two times.
    static func finding(in subject: HealthSubject, from: Instant, to: Instant) -> Finding {
        var isKnown = false
        var risen: SeriesAnswer?
        for endpoint in subject.endpoints {
            // What happened is shown by the next answer.
            let end = to.adding(max(0, endpoint.interval))
            var last: [String: Int] = [:]
            for answer in endpoint.answers where answer.time <= end {
                for (path, count) in counts(answer) {
                    defer { last[path] = count }
                    guard let before = last[path], answer.time >= from else { continue }
                    isKnown = true
                    guard count > before, risen.map({ answer.time < $0.time }) ?? true else { continue }
                    risen = answer
                }
            }
        }
        if let risen { return .risen(risen) }
        return isKnown ? .steady : .unknown
    }

    private static func counts(_ answer: SeriesAnswer) -> [(path: String, count: Int)] {
        answer.components.flatMap { path, component in
            component.details.compactMap { detail in
                let key = detail.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
                guard keys.contains(key), let count = Int(detail.value) else { return nil }
                return (path, count)
            }
        }
    }
}
