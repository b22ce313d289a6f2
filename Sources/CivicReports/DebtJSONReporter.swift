public import CivicContract
public import CivicModel

/// `civic debt list --format json`.
public struct DebtJSONReporter: Sendable {
    public init() {}

    /// - Parameter today: tells what has expired; nil: nothing has.
    public func report(_ file: DebtFile, today: CalendarDate?) -> String {
        var writer = JSONWriter(breakDepth: 2)
        writer.object { writer in
            writer.member("debtVersion", DebtFile.version)
            writer.member("path", file.path)
            writer.array("debt") { list in
                for entry in file.entries {
                    list.object { object in
                        object.member("fingerprint", entry.fingerprint)
                        object.member("rule", entry.rule)
                        object.member("service", entry.service)
                        object.member("subject", entry.subject)
                        object.member("reason", entry.reason)
                        if let owner = entry.owner { object.member("owner", owner) }
                        if let expires = entry.expires { object.member("expires", "\(expires)") }
                        if let since = entry.since { object.member("since", since) }
                        object.member("expired", entry.isExpired(on: today))
                        object.member("line", entry.line)
                    }
                }
            }
        }
        return writer.text
    }
}
