import CivicCorrelation
import CivicModel

/// Whether anything in the health answers of a service, or in what was recorded with them, says which version answered.
struct MissingVersion: HealthMeasure {
    static let id = "missing-version"

    private static let keys = [
        "version", "releaseid", "revision", "commit", "commitid", "git_sha1", "gitsha", "build", "buildinfo", "build_number",
        "buildnumber", "sha", "image", "tag",
    ]
    private static let members = keys.map { ByteSearch("\"\($0)\"") }
    private static let anyMember = AnyByteSearch(keys.map { "\"\($0)\"" })
    private static let nothing = ["null", "\"\"", "{}"].map { Array($0.utf8) }
    private static let headers = ["x-version", "x-app-version", "x-service-version", "x-api-version", "x-build", "x-revision"]

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        let judged = subject.endpoints.filter { endpoint in
            endpoint.saysReadiness && endpoint.all.contains { $0.isHTTP && $0.isAnswered && !$0.isElsewhere && !$0.isBare }
        }
        guard let first = judged.first?.all.first(where: { !$0.isBare }) else { return count }
        let isShown = subject.endpoints.contains { $0.all.contains { says($0, of: subject.service) } }
        count.add(violated: !isShown, first.note("no version, release, commit or build in body or headers: \(first.bodyStart)"))
        count.conclude(judged.map(\.name), .high, judged)
        return count
    }

    private func says(_ answer: SeriesAnswer, of service: String) -> Bool {
        if let report = answer.report, !(report.version ?? "").isEmpty || !(report.build ?? "").isEmpty { return true }
        if !(answer.observation.version ?? "").isEmpty { return true }
        for name in Self.headers where !(answer.header(name) ?? "").isEmpty { return true }
        // `server: inventory/2.0.7` is a version of the service, `nginx/1.27` one of something before it.
        if let server = answer.header("server")?.lowercased(), server.hasPrefix(service.lowercased() + "/") { return true }
        for (_, component) in answer.components {
            for detail in component.details where !detail.value.isEmpty {
                if Self.keys.contains(detail.path.split(separator: ".").last.map { $0.lowercased() } ?? "") { return true }
            }
        }
        guard let text = answer.body?.text else { return false }
        let lower = text.prefix(16_384).map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        return Self.anyMember.isIn(lower)
            && Self.members.contains { member in
                guard let end = member.end(in: lower) else { return false }
                let value = lower[end...].drop { $0 == 0x20 || $0 == UInt8(ascii: ":") || (0x0a...0x0d).contains($0) }
                return !value.isEmpty && !Self.nothing.contains { value.starts(with: $0) }
            }
    }
}
