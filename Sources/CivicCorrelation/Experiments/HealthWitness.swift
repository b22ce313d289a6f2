import CivicModel

/// Decides which health endpoints saw a fault: those that leave the state they were in.
struct HealthWitness {
    /// What one endpoint did around a fault.
    struct Endpoint {
        var series: HealthSeries
        /// State before the fault.
        var baseline: HealthSeries.State
        /// The first other state, and the one in which it is the baseline again and stays so as long as the fault lasts.
        var flip: HealthSeries.State?
        var back: HealthSeries.State?
        /// It was asked during the fault.
        var wasAsked: Bool
        /// Share of the answers elsewhere that are not of the baseline's state, what the fault itself left behind apart.
        var unrest: Double
        /// How often it left the baseline elsewhere, and for how many nanoseconds it was seen in it there.
        var departures = 0
        var rest: Int64 = 0

        /// The chance that it leaves the baseline in a stretch as long, were it as restless then as elsewhere.
        func chance(in length: Int64) -> Double {
            guard departures > 0 else { return 0 }
            let length = Double(max(0, length))
            return SmallCounts.atLeastOne(of: departures, share: length / max(1, Double(rest) + length))
        }
    }

    /// An endpoint that would leave its state in as long a stretch with this chance anyway has seen nothing.
    static let restless = 0.3

    let history: HealthHistory
    let window: FaultWindow
    let excluded: [Range<Int64>]

    func endpoints() -> [Endpoint] { history.series.compactMap { endpoint($0) } }

    private func endpoint(_ series: HealthSeries) -> Endpoint? {
        let states = series.states
        let start = window.start
        // The state that was held when the fault began: the last that began before it, else nothing is known of before.
        guard let at = states.lastIndex(where: { $0.first.nanoseconds < start }) else { return nil }
        var endpoint = Endpoint(series: series, baseline: states[at], wasAsked: false, unrest: 0)
        // Not asked for a while before the fault: what it was in then says nothing of now.
        let reach = max(FaultZones.margin, 10 &* max(0, series.interval))
        if states[at].last.nanoseconds < start &- reach { return nil }
        // An endpoint that was away before the fault has no state to leave.
        let until = FaultWindow.later(window.until, min(max(0, series.interval), FaultWindow.grace))
        endpoint.wasAsked = states.contains { $0.last.nanoseconds >= start && $0.first.nanoseconds < until }
        for state in states[(at + 1)...] {
            if endpoint.flip == nil {
                guard state.first.nanoseconds < until else { break }
                if state.status != endpoint.baseline.status { endpoint.flip = state }
            } else if state.status == endpoint.baseline.status {
                if endpoint.back == nil { endpoint.back = state }
                if state.first.nanoseconds >= until { break }
            } else if state.first.nanoseconds < until {
                // It came back and left again while the fault lasted: the last time counts.
                endpoint.back = nil
            } else {
                break
            }
        }
        var (other, all) = (0, 0)
        for (index, state) in states.enumerated() {
            let began = state.first.nanoseconds
            let isElsewhere = !excluded.contains { $0.contains(began) }
            let isBaseline = state.status == endpoint.baseline.status
            // An outage that began with the fault, or in another one's time, is none that came by itself.
            if !isBaseline, !isElsewhere { continue }
            if !isBaseline, index > 0, states[index - 1].status == endpoint.baseline.status { endpoint.departures += 1 }
            for place in state.observations {
                guard let time = history.log.observations[series.observations[place]].time?.nanoseconds,
                    !excluded.contains(where: { $0.contains(time) })
                else { continue }
                all += 1
                if !isBaseline { other += 1 }
            }
        }
        endpoint.rest = Int64(all - other) &* max(0, series.interval)
        endpoint.unrest = all > 0 ? Double(other) / Double(all) : 0
        return endpoint
    }

    /// Answers of the endpoint in the window that are not of its baseline.
    func changed(_ endpoint: Endpoint) -> (changed: Int, all: Int) {
        var (changed, all) = (0, 0)
        for state in endpoint.series.states {
            for place in state.observations {
                guard let time = history.log.observations[endpoint.series.observations[place]].time?.nanoseconds,
                    time >= window.start, time < window.until
                else { continue }
                all += 1
                if state.status != endpoint.baseline.status { changed += 1 }
            }
        }
        return (changed, all)
    }

    /// The state as people read it: an answer by its word, no answer as that.
    static func word(_ state: HealthSeries.State) -> String {
        state.status == .unreachable ? "unreachable (\(state.word.replacing("_", with: " ")))" : state.word
    }

    func witness(_ endpoint: Endpoint) -> FaultReview.Witness? {
        guard let flip = endpoint.flip, let first = flip.observations.first else { return nil }
        let counts = changed(endpoint)
        let share = counts.all > 0 ? Double(counts.changed) / Double(counts.all) : 1
        // An endpoint that flaps all day has seen nothing; one that was away once, however long, does not flap.
        if endpoint.unrest > 0, share < 2 * endpoint.unrest,
            endpoint.chance(in: window.until &- window.start) > Self.restless
        {
            return nil
        }
        let observation = history.log.observations[endpoint.series.observations[first]]
        return FaultReview.Witness(
            service: endpoint.series.service, by: .health, first: flip.first, after: flip.first.nanoseconds &- window.start,
            level: nil, message: "\(Self.word(endpoint.baseline)) to \(Self.word(flip))", count: counts.changed, others: [],
            isSpecific: share >= 5 * endpoint.unrest, namesFault: false, carriesID: false,
            isUnreachable: flip.status == .unreachable,
            place: FaultReview.Place(source: observation.source, line: observation.line, byte: observation.byte),
            during: counts.changed, before: 0)
    }

    func recovery(_ endpoint: Endpoint) -> FaultReview.Recovery? {
        guard endpoint.flip != nil, let back = endpoint.back, let first = back.observations.first else { return nil }
        let observation = history.log.observations[endpoint.series.observations[first]]
        // An answer that was waited for is stamped when it was asked for: it was decided later.
        let time = back.decided
        guard time.nanoseconds < FaultWindow.later(window.end, FaultWindow.recovery) else { return nil }
        var after = back.first.nanoseconds &- window.end
        // Asked for before the end and answered behind it: the end let it through.
        if after < 0 { after = min(0, time.nanoseconds &- window.end) }
        return FaultReview.Recovery(
            service: endpoint.series.service, by: .health, first: back.first, after: after,
            message: "back to \(Self.word(back))",
            place: FaultReview.Place(source: observation.source, line: observation.line, byte: observation.byte))
    }
}
