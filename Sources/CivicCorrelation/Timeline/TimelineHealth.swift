import CivicModel

extension HealthHistory {
    /// The changes of state as entries of a timeline: not every answer, and of the first state of an endpoint only one that
    /// is not in order.
    public func timelineEntries() -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        for series in series {
            for (index, state) in series.states.enumerated() {
                guard index > 0 || state.status != .pass else { continue }
                guard let place = series.observations[safe: state.observations.lowerBound] else { continue }
                let observation = log.observations[place]
                var words = index > 0 ? "\(Self.word(series.states[index - 1])) to " : "first seen "
                words += Self.word(state)
                let address = series.identity.url.isEmpty ? series.kind.rawValue : series.identity.url
                var entry = TimelineEntry(
                    kind: .health, time: state.first, service: series.service, message: "\(words) (\(address.prefix(200)))",
                    path: "")
                entry.source = observation.source
                (entry.line, entry.byte) = (observation.line, observation.byte)
                entries.append(entry)
            }
        }
        return entries
    }

    private static func word(_ state: HealthSeries.State) -> String { String(state.word.prefix(60)) }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
