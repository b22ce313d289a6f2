/// Logs of two made services, orders and billing, that a test changes in one way.
struct ContractLog {
    struct Record {
        var members: [(key: String, value: String)]
        /// Place of the record among those of its service.
        var index: Int

        /// JSON text of a member.
        subscript(key: String) -> String? {
            get { members.first { $0.key == key }?.value }
            set {
                let at = members.firstIndex { $0.key == key }
                switch (at, newValue) {
                case (let at?, let value?): members[at].value = value
                case (let at?, nil): members.remove(at: at)
                case (nil, let value?): members.append((key, value))
                case (nil, nil): break
                }
            }
        }

        var message: String { self["message"] ?? "" }

        mutating func rename(_ key: String, to name: String) {
            if let at = members.firstIndex(where: { $0.key == key }) { members[at].key = name }
        }
    }

    var records = 400
    /// So many records of orders are in logfmt.
    var logfmt = 0
    var copies = 1
    /// Share of orders that billing takes, in percent.
    var billed = 100
    /// Changes a record of orders; false leaves it out.
    var change: (inout Record) -> Bool = { _ in true }

    private static func hex(_ number: Int, _ count: Int) -> String {
        // Spread, so that neighbours do not look alike.
        var text = ""
        var state = UInt64(number &+ 1) &* 0x9e37_79b9_7f4a_7c15
        while text.count < count {
            state = (state ^ state >> 29) &* 0xbf58_476d_1ce4_e5b9 &+ 0x1234_5678_9abc_def1
            text += String(state, radix: 16)
        }
        return String(text.prefix(count))
    }

    private static func time(_ milliseconds: Int) -> String {
        func pad(_ n: Int, _ width: Int) -> String { String(repeating: "0", count: width - String(n).count) + String(n) }
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
        return "\"2026-01-05T10:\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2)).\(pad(rest, 3))Z\""
    }

    private func record(_ i: Int) -> Record {
        let kind = i % 10
        let (message, level) =
            kind < 6
            ? ("order placed", "info")
            : kind < 8 ? ("order shipped", "info") : kind < 9 ? ("cache refreshed", "debug") : ("payment failed", "error")
        var record = Record(members: [], index: i)
        record.members = [
            ("timestamp", Self.time(i * 50 + i % 7)), ("level", "\"\(level)\""), ("service", "\"orders\""),
            ("message", "\"\(message)\""),
            ("trace_id", "\"\(Self.hex(i / 4, 32))\""), ("event_id", "\"\(Self.hex(100_000 + i, 32))\""),
            ("channel", i % 3 == 0 ? "\"web\"" : "\"app\""),
        ]
        if message == "order placed" { record.members.append(("amount", "\(10 + i % 90)")) }
        return record
    }

    private static func line(_ record: Record) -> String {
        "{" + record.members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}\n"
    }

    private static func logfmt(_ record: Record) -> String {
        record.members.map { "\($0.key)=\($0.value)" }.joined(separator: " ") + "\n"
    }

    var orders: String {
        var text = ""
        for i in 0..<records {
            var record = record(i)
            guard change(&record) else { continue }
            for _ in 0..<copies { text += i < logfmt ? Self.logfmt(record) : Self.line(record) }
        }
        return text
    }

    var billing: String {
        var text = ""
        for i in 0..<records where i % 10 < 6 && i % 100 < billed {
            let record = record(i)
            let members = [
                ("timestamp", Self.time(i * 50 + 12)), ("level", "\"info\""), ("service", "\"billing\""),
                ("message", "\"charged\""),
                ("trace_id", record["trace_id"] ?? ""), ("event_id", "\"\(Self.hex(500_000 + i, 32))\""),
                ("causation_id", record["event_id"] ?? ""),
            ]
            text += Self.line(Record(members: members.map { (key: $0.0, value: $0.1) }, index: i))
        }
        return text
    }

    func write(to folder: CLIFolder, _ name: String) throws {
        try folder.write("\(name)/orders.log", orders)
        try folder.write("\(name)/billing.log", billing)
    }
}
