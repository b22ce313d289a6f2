import CivicCorrelation
import CivicModel

/// Whether the body and the HTTP status of an answer say the same. Load balancers look at the status alone.
struct BodyStatusConflict: HealthMeasure {
    static let id = "body-status-conflict"

    /// Formats in which also a warning has a status of 4xx or 5xx.
    private static let strict: Set<String> = [
        "govuk", "liip", "liip-monitor", "vault", "consul", "consul-checks", "consul-service",
    ]

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    /// Nil: the answer does not say both.
    static func conflicts(_ answer: SeriesAnswer) -> Bool? {
        // Without a body it is the recorder that judges.
        guard let code = answer.observation.statusCode, let body = answer.body, !body.text.isEmpty, let report = answer.report,
            report.overallSource == .reported || report.overallSource == .derived
        else { return nil }
        switch report.overall {
        case .pass: return code >= 400
        case .warn: return code >= 400 && code != 429 && !strict.contains(report.format)
        case .fail: return (200..<400).contains(code)
        case .unknown, .unreachable: return nil
        }
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        var isByDesign = true
        for endpoint in subject.endpoints {
            var isBroken = false
            for answer in endpoint.all {
                guard let conflict = Self.conflicts(answer) else { continue }
                count.add(
                    violated: conflict,
                    answer.note(
                        "\(endpoint.name) says \(answer.report?.rawStatus ?? answer.status.rawValue) under HTTP status "
                            + "\(answer.observation.statusCode ?? 0)"))
                guard conflict else { continue }
                isBroken = true
                if !(answer.report?.isAlwaysOK ?? false) { isByDesign = false }
            }
            if isBroken { broken.append(endpoint) }
        }
        if count.violations > 0, isByDesign { count.grade(.low) }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }
}
