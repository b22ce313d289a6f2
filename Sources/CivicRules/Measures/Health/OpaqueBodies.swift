import CivicCorrelation
import CivicModel

/// Whether a program can read an answer: JSON or one of the known line notations. A bare word is enough for liveness.
struct OpaqueBodies: HealthMeasure {
    static let id = "opaque-bodies"

    private let share: Int

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["share"])
        share = try parameters.percent("share", default: 50)
    }

    func judge(_ subject: HealthSubject) -> MeasureCount {
        var count = MeasureCount()
        var broken: [HealthSubject.Endpoint] = []
        var isLow = true
        for endpoint in subject.endpoints {
            let judged = endpoint.all.filter { answer in
                answer.isHTTP && answer.isAnswered && !answer.isElsewhere && !(answer.body?.text.isEmpty ?? true)
            }
            guard !judged.isEmpty else { continue }
            let opaque = judged.filter { HealthBodyShape($0.body?.text ?? []) != .structured }
            let isOpaque = opaque.count * 100 >= share * judged.count && !opaque.isEmpty
            count.population += 1
            guard isOpaque, let first = opaque.first else { continue }
            count.violations += 1
            broken.append(endpoint)
            count.note(
                first.note("\(endpoint.name) answers \"\(first.bodyStart)\" (\(first.header("content-type") ?? "no type"))"))
            let isWord = opaque.allSatisfy { HealthBodyShape($0.body?.text ?? []) == .word }
            if endpoint.kind != .live || !isWord { isLow = false }
        }
        if count.violations > 0, isLow { count.grade(.low) }
        count.conclude(broken.map(\.name), .high, [])
        return count
    }
}

/// What a body looks like before anything is known of its format.
enum HealthBodyShape {
    /// JSON, or lines of a checked notation.
    case structured
    /// One or two bare words.
    case word
    case markup
    case text

    init(_ body: [UInt8]) {
        let text = String(decoding: body.prefix(4096), as: UTF8.self)
        let trimmed = text.drop { $0.isWhitespace || $0 == "\u{feff}" }
        guard let first = trimmed.first else {
            self = .text
            return
        }
        if first == "{" || first == "[" && !trimmed.hasPrefix("[+]") && !trimmed.hasPrefix("[-]") {
            self = .structured
        } else if first == "<" {
            self = .markup
        } else if trimmed.hasPrefix("[+]") || trimmed.hasPrefix("[-]") || trimmed.contains("\n[+]") || trimmed.contains("\n[-]")
            || trimmed.contains(" check passed") || trimmed.contains(" check failed") || trimmed.hasPrefix("# TYPE ")
            || trimmed.hasPrefix("# HELP ") || trimmed.hasPrefix("SERVER_IS_") || trimmed.contains(": PASSED")
            || trimmed.contains(": FAILED")
        {
            self = .structured
        } else {
            self = trimmed.split(whereSeparator: \.isWhitespace).count <= 2 ? .word : .text
        }
    }
}
