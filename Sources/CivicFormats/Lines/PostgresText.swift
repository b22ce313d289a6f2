public import CivicModel

/// PostgreSQL's stderr log under the usual settings of `log_line_prefix`: a time, things in brackets, and a severity before
/// a colon and two blanks. `STATEMENT`, `DETAIL` and the like belong to the error before them and are no severities.
public enum PostgresText: LineFormat {
    public static let id = "postgres"
    public static let title = "PostgreSQL stderr log"
    public static let isStructured = false
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.level, "level"), (.message, "message")]
    }
    public static let levelScale = LevelScale.unknown
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "2026-07-08 09:10:11.121 UTC [515] LOG:  checkpoint starting: time", time: "2026-07-08T09:10:11.121Z",
                level: .info, message: "checkpoint starting: time"),
            FormatSample(
                #"2026-07-08 09:10:12.130 UTC [516] shop@carts ERROR:  column "sku" does not exist"#,
                time: "2026-07-08T09:10:12.130Z", level: .error, message: #"column "sku" does not exist"#),
            FormatSample(
                "2026-07-08 09:10:12.130 UTC [516] shop@carts STATEMENT:  select sku from carts",
                time: "2026-07-08T09:10:12.130Z", level: .none, message: "select sku from carts"),
        ]
    }

    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.count > 24, line[0].isDigit, line[4] == UInt8(ascii: "-"), line[10] == 0x20, var c = LineCursor(line)
        else { return false }
        // The first `:` with two blanks behind it, and an upper-case word before it.
        let base = c.at
        c.skip(19)
        var label: Bytes?
        while let colon = c.find(UInt8(ascii: ":"), limit: 200) {
            c.at = colon + 1
            guard c.peek == 0x20, c.peek(1) == 0x20 else { continue }
            var start = colon
            while start > base, (start - 1).pointee.isUpper || (start - 1).pointee.isDigit { start -= 1 }
            let word = Bytes(start: start, count: colon - start)
            guard start > base, (start - 1).pointee == 0x20, isLabel(word) else { return false }
            label = word
            break
        }
        guard let label, let labelStart = label.baseAddress else { return false }
        c.skip(2)
        let message = c.rest

        guard let found = sink.times.prefix(base, labelStart - base), found.length >= 19 else { return false }
        sink.text("time", Bytes(start: base, count: min(found.length, labelStart - base)).trimmed)
        let isCompanion = isCompanion(label)
        if !isCompanion { sink.text("level", label) }
        var prefix = LineCursor(at: base + min(found.length, labelStart - base), end: labelStart)
        prefix.skipBlanks()
        if let inner = prefix.bracketed(0x5B, 0x5D, limit: 24) {
            sink.literal("pid", inner.first(inner.firstIndex(where: { !$0.isDigit }) ?? inner.count))
            _ = prefix.take(UInt8(ascii: ":"))
        }
        prefix.skipBlanks()
        let word = prefix.word()
        if let at = word.firstIndex(of: UInt8(ascii: "@")) {
            sink.text("user", word.first(at))
            sink.text("database", word.from(at + 1))
        } else {
            prefix.at -= word.count
            MessagePairs.add(from: prefix.rest, into: sink)
        }
        if isCompanion { sink.text("label", label) }
        sink.text("message", message)
        return true
    }

    private static func isLabel(_ word: Bytes) -> Bool {
        switch word.count {
        case 3: word.equals("LOG")
        case 4: word.equals("INFO") || word.equals("HINT")
        case 5:
            word.equals("ERROR") || word.equals("FATAL") || word.equals("PANIC") || word.equals("QUERY") || word.equals("DEBUG")
        case 6: word.equals("NOTICE") || word.equals("DETAIL") || word.starts(with: "DEBUG")
        default:
            word.equals("WARNING") || word.equals("CONTEXT") || word.equals("LOCATION") || word.equals("STATEMENT")
        }
    }

    private static func isCompanion(_ word: Bytes) -> Bool {
        word.equals("STATEMENT") || word.equals("DETAIL") || word.equals("HINT") || word.equals("CONTEXT")
            || word.equals("QUERY") || word.equals("LOCATION")
    }
}
