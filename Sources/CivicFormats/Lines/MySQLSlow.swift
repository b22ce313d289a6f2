public import CivicModel

/// MySQL's and MariaDB's log of slow queries. A record is a block of lines: comments with what was measured, then the
/// statement. The first comment, `# Time:`, is left out where it would be the same as in the block before.
public enum MySQLSlow: LineFormat {
    public static let id = "mysql-slow"
    public static let title = "MySQL and MariaDB slow query log"
    public static let isStructured = true
    public static var roles: [(role: Role, name: String)] {
        [(.time, "time"), (.duration, "Query_time"), (.thread, "Id")]
    }
    public static let levelScale = LevelScale.notASeverity
    public static var samples: [FormatSample] {
        [
            FormatSample(
                "# Time: 2026-03-04T05:06:07.080910Z\n# User@Host: shop[shop] @ db-1 [10.0.0.7]  Id:    12\n"
                    + "# Query_time: 2.500000  Lock_time: 0.000100 Rows_sent: 1  Rows_examined: 90000\nSET timestamp=1772600765;\n"
                    + "SELECT * FROM carts;",
                time: "2026-03-04T05:06:07.080910Z", level: .none, message: nil),
            FormatSample(
                "# User@Host: shop[shop] @ localhost []\n# Query_time: 3  Lock_time: 0  Rows_sent: 1  Rows_examined: 5\n"
                    + "SET timestamp=1772600768;\nUPDATE carts SET open = 0;",
                time: "2026-03-04T05:06:08Z", level: .none, message: nil),
        ]
    }

    /// Reads the first line of a block, or a whole block.
    public static func parse(_ line: UnsafeBufferPointer<UInt8>, into sink: FieldSink) -> Bool {
        guard line.starts(with: "# Time: ") || line.starts(with: "# User@Host: ") else { return false }
        var rest = line
        var hasTime = false
        var statement: Bytes?
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.count
            var text = rest.first(end)
            if text.byte(text.count - 1) == 0x0D { text = text.first(text.count - 1) }
            if text.starts(with: "# Time: ") {
                hasTime = true
                sink.text("time", text.from(8).trimmed)
            } else if text.starts(with: "# User@Host: ") {
                addUser(text.from(13).trimmed, into: sink)
            } else if text.starts(with: "# ") {
                addPairs(text.from(2), into: sink)
            } else if text.starts(with: "SET timestamp="), !hasTime {
                let value = text.from(14)
                sink.literal("time", value.first(value.firstIndex(of: UInt8(ascii: ";")) ?? value.count))
            } else if !text.isEmpty, !text.starts(with: "SET timestamp="), !text.starts(with: "use ") {
                // The statement goes on to the end of the block.
                statement = rest
                break
            }
            rest = rest.from(end + 1)
        }
        if let statement { sink.text("statement", statement) }
        return true
    }

    /// `user[user] @ host [address]  Id: 7`
    private static func addUser(_ text: Bytes, into sink: FieldSink) {
        guard var c = LineCursor(text) else { return }
        let user = c.until(UInt8(ascii: "["), limit: 128) ?? c.word()
        sink.text("user", user.trimmed)
        guard let at = c.find(UInt8(ascii: "@")) else { return }
        c.at = at
        c.skip(1)
        c.skipBlanks()
        if c.peek != UInt8(ascii: "[") { sink.text("host", c.word()) }
        if let address = c.find(UInt8(ascii: "[")) {
            c.at = address
            if let inside = c.bracketed(0x5B, 0x5D), !inside.isEmpty { sink.text("client", inside) }
        }
        addPairs(c.rest, into: sink)
    }

    /// `Query_time: 0.011853  Lock_time: 0.011542`
    private static func addPairs(_ text: Bytes, into sink: FieldSink) {
        guard var c = LineCursor(text) else { return }
        while true {
            c.skipBlanks()
            let key = c.word()
            guard key.count > 1, key[key.count - 1] == UInt8(ascii: ":") else { return }
            c.skipBlanks()
            var ahead = c
            let value = ahead.word()
            // `Schema:  Last_errno: 0`: nothing between.
            if value.byte(value.count - 1) == UInt8(ascii: ":") { continue }
            c = ahead
            if !value.isEmpty { sink.add(key.first(key.count - 1), value.literalKind, value) }
            if c.isAtEnd { return }
        }
    }
}
