/// A small XML document as a tree: members for child elements, a list where a name repeats, text for leaves; attributes
/// are left out. Enough for health bodies, and for nothing more.
enum XMLTree {
    private static let elementLimit = 100_000
    private static let depthLimit = 32

    /// The name of the root and what is in it; nil for HTML, and for what is no XML.
    static func read(_ text: String) -> (root: String, tree: JSONTree)? {
        var parser = Parser(text: Array(text.utf8))
        parser.skipProlog()
        guard let element = parser.element(depth: 0), !element.key.isEmpty else { return nil }
        return (element.key, element.value)
    }

    private struct Parser {
        let text: [UInt8]
        var i = 0
        var count = 0

        init(text: [UInt8]) { self.text = text }

        private func starts(_ mark: String) -> Bool { text[min(i, text.count)...].starts(with: mark.utf8) }

        /// To behind the next `mark`, or to the end.
        private mutating func skip(past mark: String) {
            let bytes = Array(mark.utf8)
            while i < text.count, !starts(mark) { i += 1 }
            i = min(text.count, i + bytes.count)
        }

        private mutating func skipBlanks() { while i < text.count, text[i] <= 0x20 { i += 1 } }

        mutating func skipProlog() {
            while true {
                skipBlanks()
                if starts("<?") {
                    skip(past: "?>")
                } else if starts("<!--") {
                    skip(past: "-->")
                } else if starts("<!") {
                    skip(past: ">")
                } else {
                    return
                }
            }
        }

        /// `i` is at a `<`.
        mutating func element(depth: Int) -> JSONTree.Member? {
            guard i < text.count, text[i] == UInt8(ascii: "<"), depth < depthLimit, count < elementLimit else { return nil }
            count += 1
            i += 1
            let start = i
            while i < text.count, text[i] > 0x20, text[i] != UInt8(ascii: ">"), text[i] != UInt8(ascii: "/") { i += 1 }
            let name = String(decoding: text[start..<i], as: UTF8.self)
            guard let first = name.unicodeScalars.first, first.properties.isAlphabetic else { return nil }
            // Attributes: a quoted value may hold a bracket.
            var quote: UInt8?
            while i < text.count, quote != nil || text[i] != UInt8(ascii: ">") {
                if let open = quote {
                    if text[i] == open { quote = nil }
                } else if text[i] == UInt8(ascii: "\"") || text[i] == UInt8(ascii: "'") {
                    quote = text[i]
                }
                i += 1
            }
            guard i < text.count else { return nil }
            let isEmpty = text[i - 1] == UInt8(ascii: "/")
            i += 1
            return JSONTree.Member(name, isEmpty ? .string("") : content(depth: depth))
        }

        private mutating func content(depth: Int) -> JSONTree {
            var members: [JSONTree.Member] = []
            var words: [UInt8] = []
            while i < text.count {
                if starts("</") {
                    skip(past: ">")
                    break
                }
                if starts("<!--") {
                    skip(past: "-->")
                } else if starts("<![CDATA[") {
                    i += 9
                    let start = i
                    skip(past: "]]>")
                    words += text[start..<max(start, i - 3)]
                } else if text[i] == UInt8(ascii: "<") {
                    guard let member = element(depth: depth + 1) else {
                        i = text.count
                        break
                    }
                    add(member, to: &members)
                } else {
                    words.append(text[i])
                    i += 1
                }
            }
            if !members.isEmpty { return .object(members) }
            return .string(HealthDocument.trimmed(Self.decoded(String(decoding: words, as: UTF8.self))[...]))
        }

        private func add(_ member: JSONTree.Member, to members: inout [JSONTree.Member]) {
            guard let index = members.firstIndex(where: { $0.key == member.key }) else {
                members.append(member)
                return
            }
            let before = members[index].value
            members[index].value = .array((before.isArray ? before.elements : [before]) + [member.value])
        }

        private static func decoded(_ text: String) -> String {
            guard text.contains("&") else { return text }
            return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
                .replacing("&apos;", with: "'").replacing("&amp;", with: "&")
        }
    }
}
