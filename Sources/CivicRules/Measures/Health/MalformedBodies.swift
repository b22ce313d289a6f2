import CivicCorrelation
import CivicModel

/// Whether bodies that begin as JSON are JSON. One that the recorder cut off is not judged.
struct MalformedBodies: HealthMeasure {
    static let id = "malformed-bodies"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints {
            let before = count.violations
            for answer in endpoint.all where answer.isAnswered && !answer.observation.isTruncated {
                guard let body = answer.body, let first = body.text.first(where: { $0 > 0x20 && $0 < 0x80 }),
                    first == UInt8(ascii: "{") || first == UInt8(ascii: "[") && HealthBodyShape(body.text) == .structured,
                    !body.text.starts(with: Array("[+]".utf8)), !body.text.starts(with: Array("[-]".utf8))
                else { continue }
                count.add(
                    violated: body.report.isMalformed, answer.note("\(endpoint.name) is no JSON: \(answer.bodyStart)"))
            }
            if count.violations > before { broken.append(endpoint) }
        }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }
}
