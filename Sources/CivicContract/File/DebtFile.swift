import CivicFormats
import CivicModel

/// `.civic/debt.json`: accepted findings, one a line and sorted, so that a review shows which was taken on or paid back and
/// branches merge line by line.
public struct DebtFile: Sendable {
    /// Version of the notation that this program reads and writes.
    public static let version = 1

    /// As it was named.
    public var path: String
    public var entries: [DebtEntry]

    public init(path: String, entries: [DebtEntry] = []) { (self.path, self.entries) = (path, entries) }

    // MARK: - Writing

    /// The file's text. Pure ASCII, so that nothing which a log said can act in a terminal, a diff or a review.
    public var text: String {
        let sorted = entries.sorted(by: DebtEntry.precedes)
        var result = "{\"civicDebt\":\(Self.version),\"debt\":[\n"
        for (index, entry) in sorted.enumerated() { result += Self.line(entry) + (index < sorted.count - 1 ? ",\n" : "\n") }
        return result + "]}\n"
    }

    private static func line(_ entry: DebtEntry) -> String {
        var members = [
            ("fingerprint", entry.fingerprint), ("rule", entry.rule), ("service", entry.service), ("subject", entry.subject),
            ("reason", entry.reason),
        ]
        if let owner = entry.owner { members.append(("owner", owner)) }
        if let expires = entry.expires { members.append(("expires", "\(expires)")) }
        if let since = entry.since { members.append(("since", since)) }
        return "{" + members.map { FactLine.quote($0.0) + ":" + FactLine.quote($0.1) }.joined(separator: ",") + "}"
    }

    // MARK: - Reading

    private static let keys = ["fingerprint", "rule", "service", "subject", "reason", "owner", "expires", "since"]
    private static let needed = ["fingerprint", "rule", "service", "reason"]
    private static let oneALine = LineFile.help("finding")

    /// Strict: a file that is not understood whole would let findings pass that nobody accepted.
    /// - Parameter suggest: the known word that a misspelt one stands closest to.
    public static func read(
        _ bytes: [UInt8], path: String, suggest: (_ word: String, _ known: [String]) -> String? = { _, _ in nil }
    ) throws(ContractFileError) -> DebtFile {
        func fail(_ line: Int, _ reason: String, _ help: String) -> ContractFileError {
            ContractFileError(path: path, line: line, reason: reason, help: help)
        }
        var lines = LineFile.lines(bytes)
        if let conflict = LineFile.conflict(in: lines) {
            throw fail(conflict, "a merge conflict is left in the file", "keep the lines of both sides that still hold")
        }
        guard let first = lines.first else {
            throw fail(0, "the file is empty", "remove it, or write {\"civicDebt\":1,\"debt\":[ and ]} on a line each")
        }
        // Nothing accepted fits on one line.
        if lines.count == 1, let whole = JSONDocument.read(Array(first)).whole, whole["debt"]?.elements.isEmpty == true {
            try header(whole, fail: fail)
            return DebtFile(path: path)
        }
        guard let head = JSONDocument.read(Array(first) + Array("]}".utf8)).whole, head.isObject else {
            throw fail(1, "the first line is not that of accepted debt: {\"civicDebt\":1,\"debt\":[", oneALine)
        }
        try header(head, fail: fail)
        let last = lines.removeLast()
        guard !lines.isEmpty, last.elementsEqual("]}".utf8) else {
            throw fail(lines.count + 1, "the file ends before it is whole: its last line must be ]}", oneALine)
        }
        var file = DebtFile(path: path)
        var seen: [String: Int] = [:]
        for index in lines.indices.dropFirst() {
            let line = try LineFile.item(
                lines[index], index + 1, isLast: index == lines.count - 1, called: "finding", fail: fail)
            let entry = try entry(line, line: index + 1, suggest, fail: fail)
            if let other = seen.updateValue(index + 1, forKey: entry.fingerprint) {
                throw fail(
                    index + 1, "line \(other) accepts \(entry.fingerprint) already",
                    "a merge may have kept both sides: remove one of the lines")
            }
            file.entries.append(entry)
        }
        return file
    }

    private static func header(_ head: JSONDocument, fail: LineFile.Fail) throws(ContractFileError) {
        guard let found = head["civicDebt"]?.integer else {
            throw fail(1, "the file does not say \"civicDebt\"", "civic debt add writes a file of accepted findings")
        }
        guard found <= version else {
            throw fail(
                1, "the file is of version \(found), and this program reads up to \(version)",
                "use the newer version of civic that wrote it")
        }
        guard found == version else { throw fail(1, "there is no version \(found) of this file", "the version is \(version)") }
        for member in head.members where !["civicDebt", "debt"].contains(member.key) {
            throw fail(1, "unknown key \(FactLine.quote(member.key))", "known are civicDebt and debt")
        }
        guard case .array? = head["debt"] else { throw fail(1, "the first line must end with \"debt\":[", oneALine) }
    }

    private static func entry(
        _ line: [UInt8], line number: Int, _ suggest: (String, [String]) -> String?, fail: LineFile.Fail
    ) throws(ContractFileError) -> DebtEntry {
        let reading = JSONDocument.read(line)
        guard let document = reading.whole, document.isObject else {
            throw fail(number, "this line is no JSON object (byte \(reading.byte + 1))", oneALine)
        }
        var texts: [String: String] = [:]
        for member in document.members {
            guard keys.contains(member.key) else {
                let nearest = suggest(member.key, keys).map { "did you mean \"\($0)\"? " } ?? ""
                throw fail(
                    number, "unknown key \(FactLine.quote(member.key))", "\(nearest)known are \(keys.joined(separator: ", "))")
            }
            guard let text = member.value.string else {
                throw fail(number, "\(FactLine.quote(member.key)) must be a text", oneALine)
            }
            guard texts.updateValue(text, forKey: member.key) == nil else {
                throw fail(number, "the key \(FactLine.quote(member.key)) stands twice", "keep one of them")
            }
        }
        // What is about no service says so.
        for key in needed where !(key == "service" && texts[key] == "") && (texts[key] ?? "").allSatisfy(\.isWhitespace) {
            let help = key == "reason" ? "say why it is accepted" : "civic debt add writes entries that are whole"
            throw fail(number, "the entry has no \(key)", help)
        }
        let fingerprint = texts["fingerprint"] ?? ""
        guard DebtEntry.isFingerprint(fingerprint) else {
            throw fail(
                number, "the fingerprint \(FactLine.quote(fingerprint)) is none: it has 16 hexadecimal digits in lower case",
                "civic audit --format json names those of its findings")
        }
        var expires: CalendarDate?
        if let text = texts["expires"] {
            expires = CalendarDate(text)
            guard expires != nil else {
                throw fail(number, "expires is no day: \(FactLine.quote(text))", "write it as \"2026-12-31\"")
            }
        }
        if let since = texts["since"], CalendarDate(since + "-01") == nil {
            throw fail(number, "since is no month: \(FactLine.quote(since))", "write it as \"2026-11\"")
        }
        return DebtEntry(
            fingerprint: fingerprint, rule: texts["rule"] ?? "", service: texts["service"] ?? "",
            subject: texts["subject"] ?? "", reason: texts["reason"] ?? "", owner: texts["owner"], expires: expires,
            since: texts["since"], line: number)
    }
}
