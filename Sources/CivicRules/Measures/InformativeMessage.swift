import CivicFormats
import CivicModel

/// Whether a message says something: at least three letters, and more than a stock word, unless fields beside it say what
/// it is about.
struct InformativeMessage: ServiceMeasure {
    static let id = "informative-message"
    private let stockWords: Set<String>

    init(parameters: MeasureParameters) throws(MeasureError) {
        try parameters.rejectUnknown(["stock-words"])
        stockWords = try parameters.words("stock-words", default: "error, failed, here, test, done, null")
    }

    func count(in service: ServiceView, of system: SystemView) -> MeasureCount {
        let extra = system.shapes.map { Self.sayingFields(of: $0) > 0 }
        var count = MeasureCount()
        var examples: [String: Int] = [:]
        for entry in service.entries where entry.key.template != 0 {
            let text = system.templates[entry.key.template] ?? ""
            let letters = text.unicodeScalars.count { $0.properties.isAlphabetic }
            let word = text.lowercased().filter { !" .:!?-*".contains($0) }
            let saysLittle = letters < 3 || stockWords.contains(word)
            let violated = saysLittle && !extra[entry.shape] && entry.key.template != .max
            if violated { examples["\"\(text)\"", default: 0] += entry.counts.records }
            count.add(entry, violated: violated)
        }
        count.example = examples.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        return count
    }

    /// Fields that are about what happened, not about who wrote it.
    private static func sayingFields(of shape: Shape) -> Int {
        let about: [Role] = [
            .time, .level, .message, .service, .instance, .version, .environment, .logger, .thread, .host, .trace, .span,
            .request,
        ]
        let plain = Set(about.compactMap { shape.index(of: $0) })
        return shape.fields.indices.count { index in
            let field = shape.fields[index]
            let last = field.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
            return index >= shape.envelopeFieldCount && !plain.contains(index) && field.kind.isPresent
                && !["pid", "caller", "file", "line", "function", "stream", "v", "@version", "ecs.version"].contains(last)
        }
    }
}
