/// The YAML that `kubectl -o yaml` prints, as a tree: nested maps and lists by their indentation, plain and quoted
/// scalars, block scalars, empty `{}` and `[]`. No anchors, no flow collections, no tags.
enum BlockYAML {
    private static let lineLimit = 100_000
    private static let depthLimit = 32

    private struct Line {
        var indent: Int
        var text: Substring
    }

    static func read(_ text: String) -> JSONTree? {
        var lines: [Line] = []
        for raw in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).prefix(lineLimit) {
            let body = raw.drop { $0 == " " }
            if body.isEmpty || body.hasPrefix("#") || body == "---" { continue }
            lines.append(Line(indent: raw.count - body.count, text: body))
        }
        var reader = Reader(lines: lines)
        let tree = reader.block(indent: lines.first?.indent ?? 0, depth: 0)
        return tree.isNull ? nil : tree
    }

    private struct Reader {
        var lines: [Line]
        var i = 0

        init(lines: [Line]) { self.lines = lines }

        /// The map or the list whose lines stand at `indent`.
        mutating func block(indent: Int, depth: Int) -> JSONTree {
            guard i < lines.count, depth < depthLimit else {
                i = depth < depthLimit ? i : lines.count
                return .null
            }
            return lines[i].text.hasPrefix("-") ? list(indent: indent, depth: depth) : map(indent: indent, depth: depth)
        }

        private mutating func list(indent: Int, depth: Int) -> JSONTree {
            var elements: [JSONTree] = []
            while i < lines.count, lines[i].indent == indent, lines[i].text == "-" || lines[i].text.hasPrefix("- ") {
                let rest = lines[i].text.dropFirst()
                let body = rest.drop { $0 == " " }
                if body.isEmpty {
                    i += 1
                    elements.append(
                        i < lines.count && lines[i].indent > indent ? block(indent: lines[i].indent, depth: depth + 1) : .null)
                } else if Self.key(body) != nil || body.hasPrefix("- ") {
                    // The first member of a map, on the line of its dash.
                    lines[i] = Line(indent: indent + 1 + (rest.count - body.count), text: body)
                    elements.append(block(indent: lines[i].indent, depth: depth + 1))
                } else {
                    i += 1
                    elements.append(Self.scalar(body))
                }
            }
            return .array(elements)
        }

        private mutating func map(indent: Int, depth: Int) -> JSONTree {
            var members: [JSONTree.Member] = []
            while i < lines.count, lines[i].indent == indent, let (key, rest) = Self.key(lines[i].text) {
                i += 1
                if rest.isEmpty {
                    // A list may stand as far left as its key.
                    let isNested =
                        i < lines.count
                        && (lines[i].indent > indent || lines[i].indent == indent && lines[i].text.hasPrefix("- "))
                    members.append(.init(key, isNested ? block(indent: lines[i].indent, depth: depth + 1) : .null))
                } else if rest.hasPrefix("|") || rest.hasPrefix(">") {
                    var text: [Substring] = []
                    while i < lines.count, lines[i].indent > indent {
                        text.append(lines[i].text)
                        i += 1
                    }
                    members.append(.init(key, .string(text.joined(separator: "\n"))))
                } else {
                    var scalar = rest
                    // A plain scalar goes on in deeper lines.
                    var more = ""
                    while i < lines.count, lines[i].indent > indent {
                        more += " " + lines[i].text
                        i += 1
                    }
                    if !more.isEmpty { scalar = (scalar + more)[...] }
                    members.append(.init(key, Self.scalar(scalar)))
                }
            }
            // What is no member ends the document: a line that is not understood must not stall.
            if i < lines.count, lines[i].indent >= indent, Self.key(lines[i].text) == nil { i += 1 }
            return .object(members)
        }

        /// `key:` and what follows it.
        private static func key(_ text: Substring) -> (String, Substring)? {
            if text.hasPrefix("\""), let close = text.dropFirst().firstIndex(of: "\"") {
                let after = text[text.index(after: close)...]
                guard after.hasPrefix(":") else { return nil }
                return (String(text[text.index(after: text.startIndex)..<close]), after.dropFirst().drop { $0 == " " })
            }
            if text.hasSuffix(":"), !text.contains(": ") { return (String(text.dropLast()), "") }
            guard let (key, rest) = text.split(around: ": "), !key.isEmpty, !key.hasPrefix("\""), !key.hasPrefix("'") else {
                return nil
            }
            return (String(key), rest.drop { $0 == " " })
        }

        private static func scalar(_ text: Substring) -> JSONTree {
            switch text {
            case "{}": return .object([])
            case "[]": return .array([])
            case "null", "~": return .null
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            default: break
            }
            if let quote = text.first, quote == "\"" || quote == "'", text.count > 1, text.last == quote {
                return .string(String(text.dropFirst().dropLast()))
            }
            return Double(text) != nil ? .number(String(text)) : .string(String(text))
        }
    }
}
