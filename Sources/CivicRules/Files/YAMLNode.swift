/// A YAML value with its place. Scalars are text whatever they look like: whoever asks for a number, a switch or a share
/// decodes it (FileDecoder), so `off`, `2026-03-31` and `10:30` never turn into something else on the way.
struct YAMLNode {
    struct Entry {
        var key: String
        /// Where the key stands.
        var line: Int
        var column: Int
        var value: YAMLNode
    }

    enum Content {
        /// `plain`: written without quotes and not as a block.
        case scalar(String, plain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    var content: Content
    /// From 1.
    var line: Int
    /// From 1, in Unicode scalars.
    var column: Int

    /// Nothing at all, `~` or `null`, without quotes.
    var isNull: Bool {
        if case .scalar(let text, plain: true) = content { return text.isEmpty || text == "~" || text == "null" }
        return false
    }

    var entries: [Entry]? {
        if case .mapping(let entries) = content { return entries }
        return nil
    }

    var items: [YAMLNode]? {
        if case .sequence(let items) = content { return items }
        return nil
    }

    var text: String? {
        if case .scalar(let text, _) = content { return text }
        return nil
    }

    subscript(key: String) -> YAMLNode? { entries?.first { $0.key == key }?.value }

    /// For messages: what stands here, in words.
    var kind: String {
        switch content {
        case .scalar(let text, let plain):
            if plain, text.isEmpty { return "nothing" }
            let short = text.count > 40 ? text.prefix(37) + "..." : text[...]
            return "\"" + short.replacing("\n", with: "\\n") + "\""
        case .sequence: return "a list"
        case .mapping: return "a map"
        }
    }

    /// The value in one canonical spelling, without places and comments: equal text, equal meaning.
    var canonical: String {
        switch content {
        case .scalar(let text, let plain): (plain ? "" : "\"") + "\(text.utf8.count):" + text
        case .sequence(let items): "[" + items.map(\.canonical).joined(separator: ",") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\($0.key.utf8.count):\($0.key)=\($0.value.canonical)" }.joined(separator: ",") + "}"
        }
    }
}
