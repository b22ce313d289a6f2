import CivicCorrelation
import CivicModel

extension JSONWriter {
    /// Most states of one endpoint that are written.
    private static let stateLimit = 1000

    /// The `healthSeries` array of an audit: the states of every endpoint over time, by service, kind, address and instance.
    mutating func healthSeries(_ history: HealthHistory, services: Set<String>) {
        array("healthSeries") { json in
            for series in history.series where services.contains(series.service) {
                let answers = history.answers(of: series)
                json.object { json in
                    json.member("service", series.service)
                    json.member("kind", series.kind.rawValue)
                    json.member("url", HealthAddress.shown(series.identity.url))
                    if let instance = series.identity.instance { json.member("instance", instance) }
                    json.member("answers", answers.count)
                    json.member("passing", answers.count { $0.isPass })
                    json.member("intervalSeconds", Double(series.interval) / 1e9, decimals: 3)
                    json.array("states") { json in
                        for state in series.states.prefix(Self.stateLimit) {
                            json.object { json in
                                json.member("status", state.status.rawValue)
                                json.member("word", String(state.word.prefix(80)))
                                json.member("first", state.first.formatted(digits: 3))
                                json.member("last", state.last.formatted(digits: 3))
                                json.member("decided", state.decided.formatted(digits: 3))
                                json.member("answers", state.observations.count)
                            }
                        }
                    }
                    json.member("statesOmitted", max(0, series.states.count - Self.stateLimit))
                }
            }
        }
    }
}
