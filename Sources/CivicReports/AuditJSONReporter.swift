public import CivicCorrelation
import CivicModel
public import CivicScore

/// The report of `civic audit --format json`. Services are sorted by name, rules by id, problems by path, line and byte,
/// findings dearest first, evidence by path and byte.
public struct AuditJSONReporter: Sendable {
    /// Grows when a reader of the version before would be wrong about the report.
    public static let version = 1

    public init() {}

    /// - Parameters:
    ///   - correlation: nil when no record carried an id, or nobody asked.
    ///   - health: nil when no answer of a health endpoint was in the input.
    ///   - check: what the gate made of it; nil: nobody asked.
    public func report(
        _ report: AuditReport, correlation: Correlation? = nil, health: HealthHistory? = nil, check: CheckReport? = nil
    ) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("reportVersion", Self.version)
            json.object("tool") { json in
                json.member("name", "civic")
                json.member("version", report.toolVersion)
                json.member("rules", report.rulesDigest)
            }
            json.member("standard", report.standard)
            json.ledger(report.ledger)
            json.key("system")
            if let system = report.card.system {
                json.object { json in
                    json.member("score", Grade.printed(system.score), decimals: 1)
                    json.member("grade", system.grade)
                }
            } else {
                json.null()
            }
            json.array("services") { json in
                for service in report.card.services.sorted(by: { $0.name < $1.name }) { self.service(service, to: &json) }
            }
            json.array("findings") { json in
                for finding in report.card.findings { self.finding(finding, to: &json) }
            }
            if let check { json.gate(check) }
            if let correlation {
                json.key("correlation")
                json.correlation(correlation, paths: report.sources.map(\.path))
            }
            json.array("health") { json in
                for health in report.health.sorted(by: { $0.service < $1.service }) {
                    json.object { json in
                        json.member("service", health.service)
                        json.statuses(health.statuses)
                    }
                }
            }
            if let health { json.healthSeries(health, services: Set(report.health.map(\.service))) }
        }
        return json.text
    }

    private func service(_ card: ServiceCard, to json: inout JSONWriter) {
        // A service of which nothing was assessed has no number, which is not the same as zero.
        func score(_ x: Double) -> Double? { card.isScored ? Grade.printed(x) : nil }
        json.object { json in
            json.member("name", card.name)
            json.member("records", card.records)
            json.member("score", score(card.score), decimals: 1)
            json.member("low", score(card.low), decimals: 1)
            json.member("high", score(card.high), decimals: 1)
            json.member("grade", card.grade)
            json.member("certainty", card.certainty.rawValue)
            json.member("uncapped", score(card.uncapped), decimals: 1)
            json.member("unsuppressed", score(card.unsuppressed), decimals: 1)
            json.array("caps") { json in
                for cap in card.caps {
                    json.object { json in
                        json.member("rule", cap.rule)
                        json.member("at", cap.at, decimals: 1)
                        json.member("violations", cap.violations)
                    }
                }
            }
            json.array("dimensions") { json in
                for dimension in card.dimensions {
                    json.object { json in
                        json.member("id", dimension.dimension.rawValue)
                        json.member("score", dimension.assessed ? dimension.score : nil, decimals: 1)
                        json.member("assessed", dimension.assessed)
                    }
                }
            }
            json.array("rules") { json in
                for rule in card.rules {
                    json.object { json in
                        json.member("id", rule.outcome.rule.id)
                        json.member("verdict", rule.verdict.rawValue)
                        json.member("population", rule.outcome.population)
                        json.member("violations", rule.outcome.violations)
                        json.member("suppressed", rule.outcome.suppressed)
                        json.member("ratio", rule.ratio, decimals: 6)
                        json.member("low", rule.ratioLow, decimals: 6)
                        json.member("high", rule.ratioHigh, decimals: 6)
                        json.member("credit", rule.credit, decimals: 4)
                        json.member("pointsLost", rule.pointsLost, decimals: 2)
                    }
                }
            }
        }
    }

    private func finding(_ finding: Finding, to json: inout JSONWriter) {
        let outcome = finding.score.outcome
        json.object { json in
            json.member("rule", outcome.rule.id)
            json.member("name", outcome.rule.name)
            json.member("service", finding.service)
            json.member("severity", outcome.rule.severity.rawValue)
            json.member("verdict", finding.score.verdict.rawValue)
            json.member("message", finding.message)
            json.member("fix", outcome.rule.fix)
            json.member("population", outcome.population)
            json.member("violations", outcome.violations)
            json.member("pointsLost", finding.score.pointsLost, decimals: 2)
            json.member("gain", finding.score.gain, decimals: 2)
            json.member("fingerprint", finding.fingerprint)
            json.array("evidence") { json in
                for evidence in outcome.evidence.sorted() {
                    json.object { $0.address(evidence) }
                }
            }
        }
    }
}
