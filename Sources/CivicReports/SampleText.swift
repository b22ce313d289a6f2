/// Fits the sample of a record into a line, so that the part that matters is seen: a masked secret, or what the record says,
/// rather than its first fields, which are the same in every record.
enum SampleText {
    /// At most `columns` columns, printable.
    static func fit(_ sample: String, columns: Int) -> String {
        let text = SafeText.printable(sample)
        guard DisplayWidth.of(text) > columns else { return text }
        return members(of: text, columns: columns) ?? window(text, columns: columns)
    }

    /// What a detector leaves of a secret: `5555…(16 chars, #3f09c1)`.
    private static let mask = " chars, #"

    /// The start, or the surroundings of the first masked secret where that lies behind what fits.
    private static func window(_ text: String, columns: Int) -> String {
        guard let found = text.firstRange(of: mask) else { return DisplayWidth.cut(text, to: columns) }
        let scalars = text.unicodeScalars
        let rest = text[found.upperBound...].prefix { $0 != ")" }
        let end = text.index(rest.endIndex, offsetBy: 1, limitedBy: text.endIndex) ?? text.endIndex
        guard DisplayWidth.of(text[..<end]) > columns - 1 else { return DisplayWidth.cut(text, to: columns) }
        // A quarter of the room for what follows, the rest for what leads up to it.
        let tail = DisplayWidth.cut(String(text[end...]), to: columns / 4)
        var (start, width) = (end, 0)
        let room = columns - DisplayWidth.of(tail) - 1
        while start > text.startIndex {
            let before = scalars.index(before: start)
            width += DisplayWidth.of(scalars[before])
            if width > room { break }
            start = before
        }
        return "…" + text[start..<end] + tail
    }

    // MARK: - Records in JSON

    /// Columns that one member may take where there is room for more than one.
    private static let memberLimit = 64

    /// The members of a JSON object that say most, in their order, with `…` for those between; nil for other text.
    private static func members(of text: String, columns: Int) -> String? {
        let all = split(text)
        guard all.count > 2 else { return nil }
        var kept: Set<Int> = []
        var best: String?
        let order = all.indices.sorted { (rank(all[$0]), $0) < (rank(all[$1]), $1) }
        for i in order {
            let line = joined(all, kept.union([i]), limit: min(memberLimit, columns - 8))
            guard DisplayWidth.of(line) <= columns else { continue }
            kept.insert(i)
            best = line
        }
        return best
    }

    /// The members of the outermost object as they are written; the last may be cut off, where the sample ends.
    private static func split(_ text: String) -> [String] {
        guard text.first == "{" else { return [] }
        var members: [String] = []
        var member = ""
        var (depth, isText, isEscaped) = (0, false, false)
        for character in text.dropFirst() {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isText = false
                }
            } else {
                switch character {
                case "\"": isText = true
                case "{", "[": depth += 1
                case "}", "]":
                    if depth == 0 {
                        members.append(member)
                        return members
                    }
                    depth -= 1
                case "," where depth == 0:
                    members.append(member)
                    member = ""
                    continue
                default: break
                }
            }
            if !(member.isEmpty && character == " ") { member.append(character) }
        }
        // Cut off: what is left of it ends with the sample's own mark.
        members.append(member)
        return members
    }

    private static func joined(_ members: [String], _ kept: Set<Int>, limit: Int) -> String {
        var line = "{"
        var last = -1
        for i in members.indices where kept.contains(i) {
            if i > 0 { line += last == i - 1 ? "," : last < 0 ? "…," : ",…," }
            line += window(members[i], columns: limit)
            last = i
        }
        if last < members.count - 1 { return line + ",…}" }
        return members[last].hasSuffix("…") ? line : line + "}"
    }

    private static let spoken: Set<String> = ["message", "msg", "@m", "@mt", "event", "text", "error", "err", "exception"]
    private static let request: Set<String> = [
        "level", "severity", "lvl", "log.level", "method", "url", "uri", "path", "status",
    ]
    private static let boring: Set<String> = [
        "pid", "host", "hostname", "thread", "threadid", "threadpriority", "time", "timestamp", "@timestamp", "ts", "@t",
        "instant",
        "msec", "logger", "loggername", "loggerfqcn", "endofbatch", "name", "v", "ecs.version",
    ]

    /// The lower, the more a member says.
    private static func rank(_ member: String) -> Int {
        if member.contains(mask) { return 0 }
        let key = member.drop { $0 == "\"" }.prefix { $0 != "\"" }.lowercased()
        if spoken.contains(key) { return 1 }
        if key.hasPrefix("error") || request.contains(key) { return 2 }
        if boring.contains(key) || key.hasPrefix("process") { return 5 }
        return key.hasSuffix("id") ? 3 : 4
    }
}
