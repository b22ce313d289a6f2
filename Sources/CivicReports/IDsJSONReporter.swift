public import CivicCorrelation

/// `civic ids explain --format json`: the columns by path, with what their values show.
public struct IDsJSONReporter: Sendable {
    /// Grows when a reader of the version before would be wrong about the report.
    public static let version = 1

    public init() {}

    public func report(_ evidence: [ColumnEvidence]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("idsVersion", Self.version)
            json.array("columns") { json in
                for item in evidence {
                    json.object { json in
                        json.member("path", item.path)
                        json.key("role")
                        if let role = item.role { json.string(role.rawValue) } else { json.null() }
                        json.member("reason", item.reason)
                        json.member("services", strings: item.services)
                        json.member("values", item.values)
                        json.member("distinct", item.distinct)
                        json.member("perValue", item.perValue)
                        json.member("lifeSeconds", Double(item.life) / 1e9, decimals: 3)
                        json.member("shared", item.shared)
                        json.member("inEvents", item.inEvents)
                        json.member("inCauses", item.inCauses)
                        json.member("inFlows", item.inFlows)
                        json.member("groups", item.groups)
                    }
                }
            }
        }
        return json.text
    }
}
