public import CivicModel

/// One answer of an endpoint with all that is known of it.
public struct SeriesAnswer: Sendable {
    public var observation: HealthObservation
    public var status: HealthStatus
    public var body: HealthBody?
    /// On the observer's clock.
    public var time: Instant

    public var report: HealthReport? { body?.report }
    /// A response came, whatever it says.
    public var isAnswered: Bool { status != .unreachable }
    public var isPass: Bool { status == .pass }
    /// The endpoint says that something is wrong, or does not answer; `unknown` is neither.
    public var isTrouble: Bool { status == .warn || status == .fail || status == .unreachable }
    /// Nothing came with it, or nothing of it was recorded.
    public var isBare: Bool { body?.text.isEmpty ?? true }
    public var isHTTP: Bool {
        observation.statusCode != nil || observation.url.hasPrefix("http://") || observation.url.hasPrefix("https://")
    }
    /// What stands at the path is no health answer: a login page, nothing, something forbidden.
    public var isElsewhere: Bool {
        guard let code = observation.statusCode else { return false }
        return (300..<400).contains(code) && code != 304 || [401, 403, 404, 405, 406, 410].contains(code)
    }

    /// Value of a header; the first one of several.
    public func header(_ name: String) -> String? {
        observation.headers.first { $0.name == name }?.value
    }

    /// All components, parents before children, with their paths.
    public var components: [(path: String, component: HealthComponent)] {
        var list: [(path: String, component: HealthComponent)] = []
        func walk(_ components: [HealthComponent], _ prefix: String) {
            for component in components {
                let path = prefix.isEmpty ? component.name : prefix + "." + component.name
                list.append((path, component))
                walk(component.children, path)
            }
        }
        walk(report?.components ?? [], "")
        return list
    }
}

extension HealthHistory {
    /// All answers of a series in its order. Those without a time come first, and their `time` means nothing.
    public func answers(of series: HealthSeries) -> [SeriesAnswer] {
        series.observations.map { index in
            let observation = log.observations[index]
            return SeriesAnswer(
                observation: observation, status: log.status(of: observation),
                body: observation.body.flatMap { log.bodies[$0] }, time: observation.time ?? Instant(nanoseconds: 0))
        }
    }
}
