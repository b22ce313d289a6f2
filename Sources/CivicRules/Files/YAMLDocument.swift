public import CivicFormats

/// A YAML text as the tree that a JSON text would be: for experiments, which people write in either.
public enum YAMLDocument {
    /// Nil when the text holds nothing. Throws where it is no YAML, with the place.
    public static func read(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> JSONDocument? {
        try YAMLReader.read(bytes, file: file).map(document)
    }

    private static func document(_ node: YAMLNode) -> JSONDocument {
        switch node.content {
        case .sequence(let items): return .array(items.map(document))
        case .mapping(let entries): return .object(entries.map { .init(key: $0.key, value: document($0.value)) })
        case .scalar(let text, let plain):
            guard plain else { return .string(text) }
            if node.isNull { return .null }
            switch text {
            case "true", "True": return .boolean(true)
            case "false", "False": return .boolean(false)
            default: return Double(text) != nil ? .number(text) : .string(text)
            }
        }
    }
}
