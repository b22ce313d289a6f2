import CivicFormats
import CivicModel

/// Holds one experiment against what was observed.
struct ExperimentReviewer {
    private let system: ObservedSystem
    private let pins: [String: String]

    init(_ system: ObservedSystem, pins: [String: String]) { (self.system, self.pins) = (system, pins) }

    func review(_ experiment: Experiment) -> ExperimentReview {
        var review = ExperimentReview(experiment: experiment)
        guard !experiment.faults.isEmpty else { return review }
        let all = system.experiments.flatMap(\.faults)
        var windows = experiment.faults.map { FaultWindow($0, of: experiment, among: all) }
        guard let span = system.span else {
            review.isElsewhere = true
            review.remarks.append("no record and no health answer has a time that could be held against the experiment")
            return review
        }
        let slack: Int64 = 60_000_000_000
        let first = windows.map(\.start).min() ?? 0
        let last = windows.map(\.until).max() ?? 0
        if last < span.lowerBound &- slack || first > FaultWindow.later(span.upperBound, slack) {
            review.isElsewhere = true
            review.remarks.append(
                "the experiment is of \(Self.text(first)) to \(Self.text(last)), what was read of \(Self.text(span.lowerBound)) to \(Self.text(span.upperBound)): nothing can be said about it"
            )
            return review
        }
        for (fault, at) in zip(experiment.faults, windows.indices) {
            review.faults.append(self.review(fault, window: &windows[at]))
        }
        for service in system.services
        where service.zoneShift != 0 && service.clock.map({ $0.correction(at: Instant(nanoseconds: first)) == 0 }) ?? true {
            let minutes = abs(service.zoneShift) / 60_000_000_000
            review.remarks.append(
                "the times of \(service.name) name no zone and were taken to run \(minutes) min \(service.zoneShift > 0 ? "ahead of" : "behind") UTC, which is where the others are"
            )
        }
        return review
    }

    private static func text(_ nanoseconds: Int64) -> String { Instant(nanoseconds: nanoseconds).formatted(digits: 0) }

    private func review(_ fault: Fault, window: inout FaultWindow) -> FaultReview {
        let (start, end) = (window.start, window.end)
        let names = Set(system.services.map(\.name)).union(system.health?.series.map(\.service) ?? []).filter { !$0.isEmpty }
        let endpoints = (system.health?.series ?? []).map { (url: $0.identity.url, service: $0.service) }
        let (targets, origin) = TargetMatch(services: names.sorted(), pins: pins, endpoints: endpoints).services(of: fault)

        // An open-ended fault lasts at least until its target's endpoint is itself again.
        if window.isOpen, let health = system.health {
            let probe = HealthWitness(history: health, window: window, excluded: [])
            for endpoint in probe.endpoints() where targets.contains(endpoint.series.service) && endpoint.flip != nil {
                if let back = endpoint.back { window.extend(to: back.decided.nanoseconds) }
            }
        }
        var review = FaultReview(fault: fault, until: Instant(nanoseconds: window.until))
        review.services = targets
        review.targetOrigin = origin == "none" ? fault.targetOrigin : origin
        let dependants = Dependants(of: review.targets, in: system)
        (review.dependants, review.bystanders) = (dependants.names, dependants.bystanders)
        if window.isOpen {
            review.remarks.append(
                "\(fault.endOrigin): looked at until \(Instant(nanoseconds: window.until).formatted(digits: 3))")
        }
        let excluded = LogWitness.union(
            FaultWindow.all(of: system.experiments).map { $0.start..<max($0.start, $0.until) } + [
                window.start..<max(window.start, window.until)
            ])

        let keywords = Set(
            (fault.keywords + targets.flatMap { NameWords.of($0) }).filter { $0.count >= 3 && $0.contains(where: \.isLetter) })
        let log = LogWitness(system: system, window: window, excluded: excluded, keywords: keywords.sorted())
        // Services whose word is their own trouble, not an answer that somebody else's made them give.
        var troubled: Set<String> = []
        var faint: Set<String> = []
        for (index, candidates) in log.accepted() {
            let service = system.services[index]
            if log.isFaint(candidates) { faint.insert(service.name) }
            if let witness = log.witness(service, candidates) { review.witnesses.append(witness) }
            if candidates.contains(where: { $0.kind.level >= .error }), !candidates.contains(where: { $0.kind.isServerError }) {
                troubled.insert(service.name)
            }
        }
        addHealth(to: &review, window, excluded)
        addGaps(to: &review, window, excluded)
        addClockJumps(to: &review, window, targets)
        if let counts = system.correlation?.blast {
            review.blast = BlastReport(counts).blast(start: start, end: end, targets: targets)
        }
        review.mishaps = system.correlation?.mishaps?.found(start: start, end: end) ?? []
        // A lone warning counts where the service shows in another way that it is concerned.
        let concerned = Set(targets + review.gaps.map(\.service) + review.witnesses.filter { $0.by == .health }.map(\.service))
        review.witnesses.removeAll { $0.by == .log && faint.contains($0.service) && !concerned.contains($0.service) }
        review.witnesses.sort { ($0.after, $0.service, $0.by.rawValue) < ($1.after, $1.service, $1.by.rawValue) }
        sortOut(&review, names.sorted(), troubled: troubled)
        return review
    }

    // MARK: - Parts

    private func addHealth(to review: inout FaultReview, _ window: FaultWindow, _ excluded: [Range<Int64>]) {
        guard let health = system.health else { return }
        let judge = HealthWitness(history: health, window: window, excluded: excluded)
        // Of several endpoints of a service, the one that saw it first speaks.
        var first: [String: FaultReview.Witness] = [:]
        var back: [String: FaultReview.Recovery] = [:]
        var asked: Set<String> = []
        for endpoint in judge.endpoints() {
            let service = endpoint.series.service
            if endpoint.wasAsked { asked.insert(service) }
            guard let witness = judge.witness(endpoint) else { continue }
            if first[service].map({ witness.after < $0.after }) ?? true { first[service] = witness }
            if let recovery = judge.recovery(endpoint), back[service].map({ recovery.after > $0.after }) ?? true {
                back[service] = recovery
            }
        }
        review.witnesses += first.values
        review.recovery += back.values
        review.asked = asked.sorted()
    }

    private func addGaps(to review: inout FaultReview, _ window: FaultWindow, _ excluded: [Range<Int64>]) {
        let judge = WorkGaps(window: window, excluded: excluded)
        for service in system.services where !service.name.isEmpty {
            switch judge.finding(of: service) {
            case .steady: break
            case .unjudged: review.unjudged.append(service.name)
            case .gap(let length, let next, let time):
                review.gaps.append(FaultReview.Gap(service: service.name, nanoseconds: length))
                guard let next, time &- window.end < FaultWindow.recovery else { continue }
                review.recovery.append(
                    FaultReview.Recovery(
                        service: service.name, by: .log, first: Instant(nanoseconds: time),
                        after: Self.after(time, window.end, service),
                        message: "handles again",
                        place: FaultReview.Place(source: Int(next.source), line: next.line, byte: next.byte)))
            }
        }
        for service in system.services {
            guard !review.recovery.contains(where: { $0.service == service.name && $0.by == .log }),
                let recovery = saidRecovery(service, window)
            else { continue }
            review.recovery.append(recovery)
        }
        review.recovery.sort { ($0.service, $0.by.rawValue, $0.after) < ($1.service, $1.by.rawValue, $1.after) }
    }

    /// The first jump of each clock that may have been in the time of the fault. Of two that may have jumped it is the one that was hit.
    private func addClockJumps(to review: inout FaultReview, _ window: FaultWindow, _ targets: [String]) {
        for clock in (system.correlation?.clocks ?? []).sorted(by: { $0.service < $1.service }) {
            let step = clock.steps.first {
                $0.before.nanoseconds >= window.start && $0.after.nanoseconds < window.end
            }
            guard var step else { continue }
            var service = clock.service
            if !targets.contains(service), let hit = step.rivals.first(where: targets.contains) {
                step.rivals = [service]
                service = hit
                (step.change, step.low, step.high) = (0 &- step.change, 0 &- step.high, 0 &- step.low)
            }
            review.clockJumps.append((service, step))
        }
    }

    /// The first record in which a service that is about the fault says that something works again.
    private func saidRecovery(_ service: ObservedSystem.Service, _ window: FaultWindow) -> FaultReview.Recovery? {
        var best: FaultReview.Recovery?
        for kind in service.kinds where kind.level <= .info && !kind.isServerError && FailureWords.tellRecovery(kind.text) {
            let offset = service.offset(kind, at: window.end)
            let from = FaultWindow.later(window.end, offset) &- 1_000_000_000
            let to = FaultWindow.later(min(window.next, FaultWindow.later(window.until, FaultZones.margin)), offset)
            guard from < to, let mark = kind.times(at: offset).bins(in: from..<to).first?.first else { continue }
            // Said all day, it says nothing now.
            guard kind.history.far.bins.count <= 20 else { continue }
            let time = mark.nanoseconds &- offset
            if let best, best.first.nanoseconds <= time { continue }
            best = FaultReview.Recovery(
                service: service.name, by: .log, first: Instant(nanoseconds: time),
                after: Self.after(time, window.end, service),
                message: kind.text, place: FaultReview.Place(source: Int(mark.source), line: mark.line, byte: mark.byte))
        }
        return best
    }

    /// Time from `end`; 0 where a record only seems to be earlier because times are not that well known.
    private static func after(_ time: Int64, _ end: Int64, _ service: ObservedSystem.Service) -> Int64 {
        let after = time &- end
        return after < 0 && after > -max(service.resolution, 1_000_000_000) ? 0 : after
    }

    /// Who was hit and said nothing, who was not hit, whose endpoint is blind.
    private func sortOut(_ review: inout FaultReview, _ names: [String], troubled: Set<String>) {
        let spoke = Set(review.witnesses.map(\.service))
        let paused = Dictionary(review.gaps.map { ($0.service, $0.nanoseconds) }) { a, _ in a }
        let targets = Set(review.services)
        review.silent = review.gaps.filter { !spoke.contains($0.service) }.map { gap in
            FaultReview.Silent(
                service: gap.service, gap: gap.nanoseconds,
                supply: targets.contains(gap.service)
                    ? .unknown : supply(of: gap.service, paused: Set(paused.keys), targets: targets))
        }
        let hit = spoke.union(paused.keys).union(targets)
        // Blind is an endpoint whose service handled nothing, be it broken or in trouble by its own word.
        let blind = targets.union(troubled).filter { paused[$0] != nil }
        review.steady = review.asked.filter { service in
            blind.contains(service) && !review.witnesses.contains { $0.service == service && $0.by == .health }
        }
        let unjudged = Set(review.unjudged)
        review.unaffected = names.filter { !hit.contains($0) && !unjudged.contains($0) }
        review.unjudged = review.unjudged.filter { !hit.contains($0) }
    }

    /// Fewer hops into a service say nothing of what feeds it.
    private static let enoughHops = 20

    /// Whether what a service takes its work from had stopped as well.
    private func supply(of service: String, paused: Set<String>, targets: Set<String>) -> FaultReview.Supply {
        let hops = (system.correlation?.hops ?? []).filter { $0.to == service && $0.from != service }
        let most = hops.map(\.count).max() ?? 0
        guard most >= Self.enoughHops else {
            // Of chains that are known by their flows alone, one link that stood still is enough: they get here through all of them.
            let before = system.correlation?.forerunners[service] ?? []
            if before.isEmpty { return .unknown }
            return before.contains { paused.contains($0) || targets.contains($0) } ? .stopped : .flowing
        }
        // Where hardly anything comes from does not feed it.
        let sources = hops.filter { $0.count * 10 >= most }.map(\.from)
        return sources.allSatisfy { paused.contains($0) || targets.contains($0) } ? .stopped : .flowing
    }
}
