import CivicCorrelation
import CivicModel

extension JSONWriter {
    /// The `correlation` object of an audit: what the ids of all records say together. Hops, clocks and roles are sorted by name.
    ///
    /// - Parameter paths: of the sources, by index.
    mutating func correlation(_ correlation: Correlation, paths: [String]) {
        object { json in
            json.member("events", correlation.events)
            json.member("chains", correlation.chains)
            json.member("lost", correlation.lost)
            json.member("censored", correlation.censored)
            json.member("duplicated", correlation.duplicated)
            json.member("retried", correlation.retried)
            json.member("outOfOrder", correlation.outOfOrder)
            json.member("orphans", correlation.orphans)
            json.array("stuck") { json in
                for stuck in correlation.stuck { json.stuck(stuck, paths: paths) }
            }
            json.array("hops") { json in
                for hop in correlation.hops {
                    json.object { json in
                        json.member("from", hop.from)
                        json.member("to", hop.to)
                        json.member("count", hop.count)
                        json.member("p50Seconds", hop.p50, decimals: 6)
                        json.member("p90Seconds", hop.p90, decimals: 6)
                        json.member("p99Seconds", hop.p99, decimals: 6)
                        json.member("p50LowSeconds", hop.p50Low, decimals: 6)
                        json.member("p50HighSeconds", hop.p50High, decimals: 6)
                        json.member("p90LowSeconds", hop.p90Low, decimals: 6)
                        json.member("p90HighSeconds", hop.p90High, decimals: 6)
                        json.member("p99LowSeconds", hop.p99Low, decimals: 6)
                        json.member("p99HighSeconds", hop.p99High, decimals: 6)
                        json.member("lost", hop.lost)
                    }
                }
            }
            json.array("clocks") { json in
                for clock in correlation.clocks { json.clock(clock) }
            }
            json.array("roles") { json in
                for role in correlation.roles {
                    json.object { json in
                        json.member("service", role.service)
                        json.member("field", role.field)
                        json.member("role", role.role.rawValue)
                    }
                }
            }
            json.array("checks") { json in
                for (key, count) in correlation.sortedChecks {
                    json.object { json in
                        json.member("service", key.service)
                        json.member("check", key.check.rawValue)
                        json.member("population", count.population)
                        json.member("violations", count.violations)
                        json.incidents("incidents", count.incidents, paths: paths)
                    }
                }
            }
            json.array("hubs") { json in
                for hub in correlation.hubs {
                    json.object { json in
                        json.member("id", hub.id)
                        json.member("records", hub.records)
                    }
                }
            }
            if let record = correlation.record {
                json.key("record")
                json.systemOfRecord(record, lost: correlation.lost)
            }
        }
    }

    private mutating func stuck(_ stuck: Correlation.Stuck, paths: [String]) {
        object { json in
            json.member("service", stuck.service)
            json.member("stage", stuck.stage)
            json.member("type", stuck.type)
            json.member("count", stuck.count)
            json.member("youngestSeconds", stuck.youngest.map { Double($0) / 1e9 }, decimals: 3)
            json.member("oldestSeconds", stuck.oldest.map { Double($0) / 1e9 }, decimals: 3)
            json.member("deadlineSeconds", Double(stuck.deadline) / 1e9, decimals: 3)
            json.incidents("examples", stuck.incidents, paths: paths)
        }
    }

    private mutating func incidents(_ key: String, _ incidents: [Correlation.Incident], paths: [String]) {
        array(key) { json in
            for incident in incidents {
                json.object { json in
                    json.member("id", incident.id)
                    json.member("what", incident.what)
                    json.member("path", paths.indices.contains(incident.source) ? paths[incident.source] : "")
                    json.member("line", incident.line)
                }
            }
        }
    }

    private mutating func clock(_ clock: ServiceClock) {
        func seconds(_ nanoseconds: Int64?) -> Double? { nanoseconds.map { Double($0) / 1e9 } }
        object { json in
            json.member("service", clock.service)
            json.member("class", clock.quality.rawValue)
            json.member("offsetSeconds", seconds(clock.offset), decimals: 6)
            json.member("low", seconds(clock.low), decimals: 6)
            json.member("high", seconds(clock.high), decimals: 6)
            json.member("provenLow", seconds(clock.provenLow), decimals: 6)
            json.member("provenHigh", seconds(clock.provenHigh), decimals: 6)
            json.member("driftPpm", clock.drift, decimals: 2)
            if let reference = clock.reference { json.member("offsetAt", reference.formatted(digits: 3)) }
            if !clock.rivals.isEmpty { json.member("rivals", strings: clock.rivals) }
            json.member("pairs", clock.pairs)
            json.member("component", clock.component)
            json.array("steps") { json in
                for step in clock.steps {
                    json.object { json in
                        json.member("after", step.after.formatted(digits: 3))
                        json.member("before", step.before.formatted(digits: 3))
                        json.member("changeSeconds", seconds(step.change), decimals: 6)
                        json.member("low", seconds(step.low), decimals: 6)
                        json.member("high", seconds(step.high), decimals: 6)
                        if !step.rivals.isEmpty { json.member("rivals", strings: step.rivals) }
                    }
                }
            }
            json.array("contradictions") { json in for text in clock.contradictions { json.string(text) } }
        }
    }
}
