import CivicCorrelation
import CivicModel

/// Whether an answer that says trouble also says why: a component that is not well, a message, an error.
struct UnexplainedFailure: HealthMeasure {
    static let id = "unexplained-failure"

    private static let keys = ["message", "output", "error", "reason", "detail", "cause", "description", "title", "trace"]

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        for endpoint in subject.endpoints {
            let before = count.violations
            for answer in endpoint.all where answer.isAnswered && answer.isTrouble && !answer.isElsewhere {
                guard let body = answer.body, !body.text.isEmpty else { continue }
                let components = answer.components
                let isExplained =
                    components.contains { item in
                        item.component.status == .fail || item.component.status == .warn
                            || !(item.component.message ?? "").isEmpty
                    } || Self.says(body.text) || answer.report?.lifecycle != nil
                    // A word of its own (sealed, uninitialized) is a reason.
                    || answer.report?.rawStatus.map { HealthStatus(word: $0) == nil } ?? false
                count.add(
                    violated: !isExplained,
                    answer.note("\(endpoint.name) says \(answer.saying) and not why: \(answer.bodyStart)"))
            }
            if count.violations > before { broken.append(endpoint) }
        }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }

    /// A member with an explanation, or a text of more than a word.
    private static func says(_ body: [UInt8]) -> Bool {
        let text = String(decoding: body.prefix(4096), as: UTF8.self)
        guard let first = text.first(where: { !$0.isWhitespace }) else { return false }
        if first != "{", first != "[" { return text.split(whereSeparator: \.isWhitespace).count > 3 && first != "<" }
        let lower = text.lowercased()
        return keys.contains { key in
            guard let at = lower.firstRange(of: "\"\(key)\"") else { return false }
            let value = lower[at.upperBound...].drop { $0 == " " || $0 == ":" || $0.isNewline }
            return !value.hasPrefix("null") && !value.hasPrefix("\"\"") && !value.hasPrefix("{}") && !value.hasPrefix("[]")
        }
    }
}
