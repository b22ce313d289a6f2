import CivicFormats
import CivicReports
import CivicScore

/// Reads what `gate.no_worse_than` names: a report of `civic audit --format json`.
enum EarlierAuditReader {
    static func read(_ path: String) throws(CommandFailure) -> EarlierAudit {
        func refuse(_ reason: String) -> CommandFailure {
            CommandFailure(
                status: .usage,
                message: "gate.no_worse_than: \(path) \(reason)\n  help: civic audit --format json=\(path) PATH... writes one")
        }
        guard ContractOptions.exists(path) else { throw refuse("is not there") }
        let reading = JSONDocument.read(try TextInput.read(path))
        guard reading.problem == nil, let report = reading.value, let version = report["reportVersion"]?.integer else {
            throw refuse("is no report of an audit (byte \(reading.byte + 1))")
        }
        guard version == AuditJSONReporter.version else { throw refuse("is a report of version \(version), which is unknown") }
        var services: [String: EarlierAudit.Service] = [:]
        for item in report["services"]?.elements ?? [] {
            guard let name = item["name"]?.string else { continue }
            var service = EarlierAudit.Service()
            for rule in item["rules"]?.elements ?? [] {
                guard let id = rule["id"]?.string, let credit = rule["credit"]?.double, (0...1).contains(credit),
                    let verdict = rule["verdict"]?.string, verdict != Verdict.notApplicable.rawValue
                else { continue }
                service.credits[id] = credit
            }
            for cap in item["caps"]?.elements ?? [] {
                guard let id = cap["rule"]?.string, let ceiling = cap["at"]?.double, (0...100).contains(ceiling) else {
                    continue
                }
                service.caps[id] = ceiling
            }
            services[name] = service
        }
        let failed = (report["findings"]?.elements ?? []).filter { $0["verdict"]?.string == Verdict.fail.rawValue }
        return EarlierAudit(
            path: path, rulesDigest: report["tool"]?["rules"]?.string ?? "", services: services,
            findings: Set(failed.compactMap { $0["fingerprint"]?.string }))
    }
}
