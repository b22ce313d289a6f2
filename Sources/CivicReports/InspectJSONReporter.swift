public import CivicModel

/// The report of `civic inspect --format json`: what was understood of each source, sorted by path.
public struct InspectJSONReporter: Sendable {
    /// Grows when a reader of the version before would be wrong about the report.
    public static let version = 1

    /// Roles that one field fills: the one with the most records is named, or null.
    static let single: [Role] = [.time, .level, .message, .service]
    /// Roles that are always listed, even when nothing fills them.
    static let listed: [Role] = [.event, .cause, .trace, .span]

    public init() {}

    public func report(sources: [SourceSummary], ledger: Ledger) -> String {
        var json = JSONWriter(breakDepth: 3)
        json.object { json in
            json.member("inspectVersion", Self.version)
            json.array("sources") { json in
                for source in sources.sorted(by: { $0.path < $1.path }) { self.source(source, to: &json) }
            }
            json.ledger(ledger)
        }
        return json.text
    }

    private func source(_ source: SourceSummary, to json: inout JSONWriter) {
        json.object { json in
            json.member("path", source.path)
            json.member("compression", source.compression)
            json.member("kind", source.kind.rawValue)
            json.ledgerCounts(source.ledger)
            json.array("formats") { json in
                for format in source.formats {
                    json.object { json in
                        json.member("id", format.id)
                        json.member("records", format.records)
                    }
                }
            }
            json.member("structured", source.structured)
            self.time("firstTime", source.firstTime, to: &json)
            self.time("lastTime", source.lastTime, to: &json)
            json.member("timeBasis", source.timeBasis.name)
            json.object("levels") { json in
                for level in Level.allCases {
                    if let records = source.levels[level], records > 0 { json.member(level.name, records) }
                }
            }
            json.array("services") { json in
                for service in source.services {
                    json.object { json in
                        json.member("name", service.name)
                        json.member("records", service.records)
                        json.member("from", service.origin.name)
                    }
                }
            }
            json.object("roles") { json in self.roles(source.roles, to: &json) }
            json.key("health")
            if let health = source.health {
                json.object { json in
                    json.member("format", health.format)
                    json.member("snapshots", health.snapshots)
                    json.statuses(health.statuses)
                    json.member("components", health.components)
                }
            } else {
                json.null()
            }
            json.problems(source.ledger.problems)
        }
    }

    private func roles(_ roles: [Role: [String]], to json: inout JSONWriter) {
        for role in Self.single {
            json.key(role.name)
            if let field = roles[role]?.first { json.string(field) } else { json.null() }
        }
        for role in Self.listed { json.member(role.name, strings: roles[role] ?? []) }
        for role in Role.allCases where !Self.single.contains(role) && !Self.listed.contains(role) {
            if let fields = roles[role], !fields.isEmpty { json.member(role.name, strings: fields) }
        }
    }

    /// UTC with the precision that was read; null when there was no time.
    private func time(_ name: String, _ time: (instant: Instant, digits: Int)?, to json: inout JSONWriter) {
        json.key(name)
        if let time { json.string(time.instant.formatted(digits: time.digits)) } else { json.null() }
    }
}
