import CivicFormats

/// What each kind of fact may say.
enum FactSchema {
    enum Expected {
        case text
        case oneOf([String])
        /// A text or a list of texts.
        case texts
        case number(ClosedRange<Int>)
        /// A text or a list of texts, of these.
        case textsOf([String])
        case flag
        /// A whole number times a power of ten: `5e-2`.
        case magnitude
        /// The same, 1 at most.
        case rate
        case month

        func value(of document: JSONDocument) -> FactValue? {
            switch self {
            case .text: return document.string.map(FactValue.text)
            case .oneOf(let known):
                return document.string.flatMap { known.contains($0) ? .text($0) : nil }
            case .texts:
                if let text = document.string { return .text(text) }
                guard case .array(let elements) = document else { return nil }
                let texts = elements.compactMap(\.string)
                return texts.count == elements.count ? .list(texts) : nil
            case .textsOf(let known):
                guard let value = Self.texts.value(of: document) else { return nil }
                let texts = document.string.map { [$0] } ?? document.elements.compactMap(\.string)
                return texts.allSatisfy(known.contains) ? value : nil
            case .number(let range):
                return document.integer.flatMap { range.contains($0) ? .number($0) : nil }
            case .flag: return document.boolean.map(FactValue.flag)
            case .magnitude:
                return document.string.flatMap { Magnitude($0) == nil ? nil : .text($0) }
            case .rate:
                return document.string.flatMap { text in Magnitude(text).flatMap { $0.value <= 1 ? .text(text) : nil } }
            case .month:
                return document.string.flatMap { text in
                    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
                    let isMonth = parts.count == 2 && parts[0].count == 4 && parts[1].count == 2
                    return isMonth && Int(parts[0]) != nil && (1...12).contains(Int(parts[1]) ?? 0) ? .text(text) : nil
                }
            }
        }

        var help: String {
            switch self {
            case .text: "a text"
            case .oneOf(let known): "one of " + known.joined(separator: ", ")
            case .texts: "a text or a list of texts"
            case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
            case .textsOf(let known): "of " + known.joined(separator: ", ")
            case .flag: "true or false"
            case .magnitude: "a magnitude such as \"5e-2\""
            case .rate: "a magnitude of 1e0 at most, such as \"5e-2\""
            case .month: "a month such as \"2026-11\""
            }
        }
    }

    private static let levels = ["trace", "debug", "info", "warn", "error", "fatal"]

    static let attributes: [ContractFact.Kind: [String: Expected]] = [
        .service: ["fmt": .text, "lvl": .oneOf(levels), "vol": .magnitude, "per": .magnitude],
        .edge: ["at": .text, "reach": .oneOf(CoverageClass.names), "via": .text],
        .field: [
            "pres": .oneOf(PresenceClass.allCases.map(\.rawValue)),
            "t": .textsOf(["array", "bool", "int", "number", "object", "string"]),
            "card": .oneOf(CardinalityClass.allCases.map(\.rawValue)), "enum": .texts, "closed": .flag,
        ],
        .gone: ["since": .month, "why": .text],
        .id: ["role": .text, "cov": .oneOf(CoverageClass.names), "shape": .text],
        .leak: [:],
        .template: ["lvl": .oneOf(levels), "rate": .rate, "x": .text, "has": .texts, "lacks": .texts],
        .time: ["fmt": .texts, "frac": .number(0...9), "zone": .oneOf(["Z", "offset", "name", "none"])],
    ]
}
