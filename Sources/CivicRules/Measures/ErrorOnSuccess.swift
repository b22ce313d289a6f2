import CivicFormats
import CivicModel
import CivicProfile

/// Whether records at ERROR or above report a success: an outcome that says so, a status below 400 without an exception,
/// or a message of success without a word of failure.
struct ErrorOnSuccess: RecordMeasure {
    static let id = "error-on-success"

    init(parameters: MeasureParameters) throws(MeasureError) { try parameters.rejectUnknown([]) }

    private static let successes = ["success", "succeeded", "ok", "completed", "passed"]
    private static let good = ["successfully", "succeeded", "completed", "recovered"]
    private static let bad = [
        "fail", "error", "exception", "unable", "cannot", "could not", "couldn't", "not ", "timeout", "timed out", "refused",
        "denied",
        "reject", "invalid", "unavailable", "lost", "abort", "crash", "panic", "un", "incomplete", "retry", "broken", "missing",
    ]

    func bind(to shape: Shape) -> BoundMeasure {
        let outcome = shape.index(of: .outcome)
        let status = shape.index(of: .httpStatus)
        let message = shape.index(of: .message)
        let hasError = [Role.errorType, .errorMessage, .errorCode, .errorStack].contains { role in
            shape.index(of: role).map { shape.fields[$0].kind.isPresent } ?? false
        }
        return .judged(levels: .error ... .fatal) { record, _ in
            if let outcome {
                let word = String(decoding: record.slots[outcome].bytes.prefix(16), as: UTF8.self).lowercased()
                if Self.successes.contains(word) { return .broken }
                return .kept
            }
            if hasError { return .kept }
            if let status, let code = Int(String(decoding: record.slots[status].bytes.prefix(4), as: UTF8.self)), code >= 100 {
                return code < 400 ? .broken : .kept
            }
            if let message {
                let text = String(decoding: record.slots[message].bytes.prefix(256), as: UTF8.self).lowercased()
                if Self.good.contains(where: text.contains), !Self.bad.contains(where: text.contains) { return .broken }
            }
            return .kept
        }
    }
}
