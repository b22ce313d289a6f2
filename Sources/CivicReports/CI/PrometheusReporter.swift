import CivicContract
import CivicModel
public import CivicScore

/// Prometheus text format for the textfile collector of node_exporter. Gauges without times of their own: a time in it makes the
/// collector skip the whole file.
public struct PrometheusReporter: Sendable {
    public init() {}

    public func report(_ report: CheckReport) -> String {
        var text = ""
        func family(_ name: String, _ help: String, _ all: [(labels: [(String, String)], value: String?)]) {
            // What is no number is no sample: an alert would compare with it and never fire.
            let samples = all.compactMap { sample in sample.value.map { (labels: sample.labels, value: $0) } }
            guard !samples.isEmpty else { return }
            text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            for sample in samples {
                let labels = sample.labels.map { "\($0.0)=\"\(Self.label($0.1))\"" }.joined(separator: ",")
                text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value)\n"
            }
        }
        let cards = report.audit.card.services.filter(\.isScored)
        if let system = report.audit.card.system {
            family("civic_system_score", "Score of the whole system, 0 to 100.", [([], Self.number(system.score))])
        }
        family(
            "civic_service_score", "Score of a service, 0 to 100.",
            cards.map { ([("service", $0.name)], Self.number($0.score)) })
        family(
            "civic_service_records", "Records that a service wrote.", cards.map { ([("service", $0.name)], String($0.records)) }
        )
        var counts: [[String]: Int] = [:]
        for issue in IssueText.listed(report) where issue.state == .open {
            counts[[issue.service, issue.id, issue.severity.rawValue], default: 0] += 1
        }
        family(
            "civic_findings", "Findings by service and rule.",
            counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
                ([("service", $0.key[0]), ("rule", $0.key[1]), ("severity", $0.key[2])], String($0.value))
            })
        if let contract = report.contract {
            family(
                "civic_contract_changes", "Changes of the log contract by verdict.",
                ContractChange.Verdict.allCases.map { verdict in
                    ([("verdict", verdict.rawValue)], String(contract.changes.count { $0.verdict == verdict }))
                })
        }
        family("civic_check_failed", "1 when the check does not pass.", [([], report.verdict == .ok ? "0" : "1")])
        return text
    }

    private static func number(_ score: Double) -> String? { NumberText.fixed(Grade.printed(score), decimals: 1) }

    private static func label(_ text: String) -> String {
        var result = ""
        for scalar in RunnerText.harmless(SafeText.name(text)).unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
