import CivicModel

/// The body of one health answer, ready to be recognised.
public struct HealthDocument {
    /// What the answer says of its body beside the body.
    public enum Hint: UInt8, Sendable {
        case none
        /// `application/health+json`
        case healthJSON
        /// `application/vnd.spring-boot.actuator…`, or a path below `/actuator/`.
        case springActuator
    }

    /// Longest body that is looked at.
    static let sizeLimit = 8 << 20
    /// Longest text that is looked at as text.
    static let textLimit = 64 << 10

    public let hint: Hint
    /// The one JSON value that the body is; nil: it is text.
    public let json: JSONTree?
    public let flaws: JSONTreeReader.Flaws
    /// The body as text, blanks around it apart; of a JSON body the start only, so that nobody searches megabytes.
    public let text: String
    /// Lines of the text that are not blank, without line ends and blanks around them.
    public let lines: [String]
    /// What XML says, and the name of its root.
    let xml: JSONTree?
    let xmlRoot: String?
    /// What `kubectl -o yaml` says.
    let yaml: JSONTree?

    public var isHTML: Bool {
        let start = text.prefix(64).lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head")
            || start.hasPrefix("<body")
    }

    public init(_ bytes: [UInt8], hint: Hint = .none) {
        self.hint = hint
        let kept = bytes.count > Self.sizeLimit ? Array(bytes.prefix(Self.sizeLimit)) : bytes
        if let (tree, flaws) = Self.json(kept) {
            // A string that holds a document (a recorder that quoted what it did not parse) is that document.
            if case .string(let inner) = tree, let (again, more) = Self.json(Array(inner.utf8)), again.string == nil {
                json = again
                self.flaws = flaws.union(more)
            } else {
                json = tree
                self.flaws = flaws
            }
        } else {
            json = nil
            flaws = []
        }
        var body = kept[...]
        if body.starts(with: [0xef, 0xbb, 0xbf]) { body = body.dropFirst(3) }
        text = Self.trimmed(String(decoding: body.prefix(json == nil ? Self.textLimit : 1024), as: UTF8.self)[...])
        let isXML = json == nil && text.hasPrefix("<")
        let found = isXML ? XMLTree.read(text) : nil
        xml = found?.tree
        xmlRoot = found?.root
        yaml = json == nil && (text.hasPrefix("apiVersion: ") || text.hasPrefix("kind: ")) ? BlockYAML.read(text) : nil
        lines = json != nil ? [] : text.split(whereSeparator: \.isNewline).map { Self.trimmed($0) }.filter { !$0.isEmpty }
    }

    /// What is already read.
    init(_ json: JSONTree) {
        (hint, self.json, flaws, text, lines) = (.none, json, [], "", [])
        (xml, xmlRoot, yaml) = (nil, nil, nil)
    }

    /// The document that `bytes` hold, when they are one as a whole; a body may be cut, but it does not go on as text.
    private static func json(_ bytes: [UInt8]) -> (JSONTree, JSONTreeReader.Flaws)? {
        guard let (tree, flaws) = JSONTreeReader.document(bytes) else { return nil }
        switch tree {
        // `[+]ping ok` opens a list of nothing.
        case .object, .array: return flaws.contains(.malformed) && tree.isEmptyComposite ? nil : (tree, flaws)
        case .string: return flaws.isDisjoint(with: [.trailingText, .truncated]) ? (tree, flaws) : nil
        case .number, .boolean, .null: return flaws.contains(.trailingText) ? nil : (tree, flaws)
        }
    }

    static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first.isWhitespace || first == "\u{0}" { text.removeFirst() }
        while let last = text.last, last.isWhitespace || last == "\u{0}" { text.removeLast() }
        return String(text)
    }

    /// The hint in a content type and an address.
    public static func hint(contentType: String?, url: String) -> Hint {
        let type = contentType?.lowercased() ?? ""
        if type.contains("health+json") { return .healthJSON }
        if type.contains("spring-boot.actuator") || url.contains("/actuator/") { return .springActuator }
        return .none
    }
}
