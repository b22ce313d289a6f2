import CivicCorrelation
import CivicModel

/// What is known of the health endpoints of one service, prepared once for all measures.
struct HealthSubject {
    struct Endpoint {
        var series: HealthSeries
        /// All answers, also those without a time (whose `time` means nothing).
        var all: [SeriesAnswer]
        /// Those with a time, by time.
        var answers: [SeriesAnswer]
        var spells: [HealthSpell]
        /// Nanoseconds between two answers; 0 when unknown.
        var interval: Int64
        /// `ready /health/ready`.
        var name: String

        var kind: HealthKind { series.identity.kind }
        /// It says whether the service can do its work: the contrary of liveness and startup.
        var saysReadiness: Bool { kind == .ready || kind == .health || kind == .deep }
        var isHTTP: Bool { all.contains { $0.isHTTP } }
        /// Times stand on nothing better than when a file was written.
        var hasWeakTimes: Bool { all.contains { $0.observation.timeSource == .modification } }

        /// Answers that lie in the range.
        func answers(in range: ClosedRange<Instant>) -> ArraySlice<SeriesAnswer> {
            let low = answers.firstIndex { $0.time >= range.lowerBound } ?? answers.endIndex
            let high = answers.lastIndex { $0.time <= range.upperBound }.map { $0 + 1 } ?? answers.startIndex
            return low < high ? answers[low..<high] : []
        }

        /// Nanoseconds that times of logs and answers may differ by without contradiction.
        var tolerance: Int64 { max(2_000_000_000, interval) }
    }

    var service: String
    /// By kind, address and instance.
    var endpoints: [Endpoint]
    /// On the observer's clock. Nil: the service has no logs.
    var log: ServiceHealthLog?
    /// Nanoseconds that the service's times were moved by, where that is more than two seconds.
    var shift: Int64 = 0
    /// The service was seen to need others.
    var hasDependencies = false
    /// Faults that were injected while the endpoints were watched.
    var faults: [Fault] = []
    var templates: [UInt64: String]

    /// More skew than this is taken out before logs and answers are held against each other.
    private static let skewLimit: Int64 = 2_000_000_000

    /// By service; only services with at least one answer.
    static func all(_ evidence: SystemEvidence, templates: [UInt64: String]) -> [String: HealthSubject] {
        guard let history = evidence.health else { return [:] }
        var subjects: [String: HealthSubject] = [:]
        for series in history.series {
            subjects[series.service, default: HealthSubject(service: series.service, endpoints: [], templates: templates)]
                .endpoints.append(Endpoint(series, history))
        }
        for name in subjects.keys { subjects[name]?.hold(against: evidence, history) }
        return subjects
    }

    private mutating func hold(against evidence: SystemEvidence, _ history: HealthHistory) {
        faults = evidence.experiments.flatMap(\.experiment.faults)
        hasDependencies =
            (evidence.correlation?.hops.contains { $0.from == service || $0.to == service } ?? false)
            || (history.logs.services[service]?.dependencies ?? 0) > 0
            || endpoints.contains { endpoint in
                endpoint.all.contains { $0.components.contains { DependencyNames.isDependency($0.component, of: service) } }
            }
        guard let raw = history.logs.services[service] else { return }
        let clock = evidence.correlation?.clocks.first { $0.service == service }
        if let clock, clock.segments.contains(where: \.isOff) {
            log = raw.corrected { clock.correction(at: $0) }
            shift = clock.offset ?? 0
            return
        }
        let skews = endpoints.compactMap { HeaderSkew.skew(of: $0.answers) }.sorted()
        let skew = skews.isEmpty ? 0 : skews[skews.count / 2]
        if skew.magnitude > Self.skewLimit.magnitude {
            shift = skew
            log = raw.corrected { _ in skew }
        } else {
            log = raw
        }
    }

    /// Whether the log tells of the time around `range`: it begins before, ends behind and has records near by.
    func isLogged(_ range: ClosedRange<Instant>) -> Bool {
        guard let log, let first = log.first, let last = log.last else { return false }
        let near: Int64 = 300_000_000_000
        let wide =
            Instant(
                nanoseconds: range.lowerBound.nanoseconds &- near)...Instant(
                nanoseconds: max(range.lowerBound.nanoseconds, range.upperBound.nanoseconds &+ near))
        return first <= range.upperBound && last >= range.lowerBound && log.records(in: wide) > 0
    }

    /// Text of a message's template, for a note.
    func text(_ mark: LogMark) -> String { templates[mark.template] ?? "" }
}

extension HealthSubject.Endpoint {
    init(_ series: HealthSeries, _ history: HealthHistory) {
        self.series = series
        all = history.answers(of: series)
        // The same array where nothing is left out, rather than a copy of it.
        answers = all.allSatisfy { $0.observation.time != nil } ? all : all.filter { $0.observation.time != nil }
        spells = HealthTimeline.spells(answers)
        interval = series.interval > 0 ? series.interval : all.compactMap(\.observation.interval).first ?? 0
        let instance = series.identity.instance.map { " of \($0)" } ?? ""
        let path = HealthAddress.path(series.identity.url)
        name = series.identity.kind.rawValue + (path.isEmpty ? "" : " " + path) + instance
    }
}
