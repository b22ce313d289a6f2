import CivicCorrelation
import CivicModel

/// Whether failing liveness is followed by a restart. An endpoint that refuses connections is left out: its process was gone
/// before anybody asked. A restart is told by the service's log, or by a platform that counts restarts.
struct LivenessRestarts: HealthMeasure {
    static let id = "liveness-restarts"

    private let window: Int64
    private let fewest: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["window", "fewest"])
        window = try parameters.nanoseconds("window", default: 60)
        fewest = max(1, try parameters.whole("fewest", default: 3))
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        var isCritical = false
        let others = subject.endpoints.filter(\.saysReadiness)
        for live in subject.endpoints where live.kind == .live {
            for spell in live.spells {
                let ill = live.answers[spell.answers].prefix { $0.isAnswered || $0.observation.errorType == "timeout" }
                guard ill.count >= fewest, let first = ill.first, let last = ill.last else { continue }
                let (from, to) = (first.time.adding(-live.tolerance), last.time.adding(window))
                let isLogged = subject.isLogged(first.time...last.time)
                let restart = isLogged ? restart(in: subject, from: from, to: to) : nil
                var counted: SeriesAnswer?
                switch RestartCounts.finding(in: subject, from: from, to: to) {
                case .risen(let answer): counted = answer
                case .steady: break
                case .unknown: guard isLogged else { continue }
                }
                let isDependency =
                    live.answers[spell.answers].contains { answer in
                        answer.components.contains {
                            $0.component.status == .fail && DependencyNames.isDependency($0.component, of: subject.service)
                        }
                    }
                    || others.contains { other in
                        DependencyOutage.all(of: other, service: subject.service).contains { outage in
                            outage.start <= last.time && (outage.end ?? outage.last) >= first.time
                        }
                    }
                count.add(
                    violated: restart != nil || counted != nil,
                    first.note(
                        "\(live.name) says \(first.saying) \(ill.count) times"
                            + (isDependency ? " while a dependency fails" : "") + ", and the service starts anew"))
                if let restart {
                    count.note(restart.note("restart: \(subject.text(restart))"))
                } else if let counted {
                    count.note(counted.note("the platform counts one restart more"))
                } else {
                    continue
                }
                broken.append(live)
                if isDependency { isCritical = true }
            }
        }
        if count.violations > 0, !isCritical { count.grade(.important) }
        count.conclude(broken.map(\.name), isCritical ? .high : .medium, broken)
        return count
    }

    private func restart(in subject: HealthSubject, from: Instant, to: Instant) -> LogMark? {
        subject.log?.lifecycle.first { event in
            event.kind != .stopping && event.mark.time >= from && event.mark.time <= to
        }?.mark
    }
}
