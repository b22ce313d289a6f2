import CivicCorrelation
import CivicModel

/// Whether the content type says what the body is. Judged where headers were recorded.
struct ContentTypeConflict: HealthMeasure {
    static let id = "content-type-conflict"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var names: [String] = []
        for endpoint in subject.endpoints {
            for answer in endpoint.all
            where answer.isHTTP && answer.isAnswered && !answer.isElsewhere && !answer.observation.headers.isEmpty {
                guard let text = answer.body?.text, let first = text.first(where: { $0 > 0x20 && $0 < 0x80 }) else { continue }
                let type = answer.header("content-type")?.lowercased() ?? ""
                let isJSON =
                    first == UInt8(ascii: "{")
                    || first == UInt8(ascii: "[") && HealthBodyShape(text) == .structured
                        && !text.starts(with: Array("[+]".utf8)) && !text.starts(with: Array("[-]".utf8))
                let saysJSON = type.contains("json")
                var why: String?
                if isJSON, !saysJSON {
                    why = type.isEmpty ? "JSON without a content type" : "JSON under \(type)"
                } else if saysJSON, !isJSON, first != UInt8(ascii: "\"") {
                    why = "\(type), and no JSON"
                } else if type.hasPrefix("application/health+json"), isJSON,
                    !String(decoding: text.prefix(65_536), as: UTF8.self).contains("\"status\"")
                {
                    why = "\(type) without a status"
                }
                count.add(violated: why != nil, answer.note("\(endpoint.name): \(why ?? ""): \(answer.bodyStart)"))
                if why != nil { names.append(endpoint.name) }
            }
        }
        count.conclude(names, .high, [])
        return count
    }
}
