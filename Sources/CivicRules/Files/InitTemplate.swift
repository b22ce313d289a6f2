public import CivicModel

/// `civic init`: a `civic.yml` to start from. Prose comments start with `# ` and a letter; lines that start with `#`
/// otherwise are settings to uncomment, and the file stays valid when all of them are.
public enum InitTemplate {
    /// `services`: the names found in the logs. `fields`: the paths that were found to fill a role, the surest first.
    public static func text(services: [String], fields: [(role: Role, paths: [String])]) -> String {
        let services = Set(services).sorted()
        let quoted = ConfigurationPrinter.quoted
        let list = ConfigurationPrinter.list
        let example = services.first ?? "orders"
        var lines = [
            "# What Civic expects of these logs. `civic config print` shows what it comes to, and why.",
            "civic: 1",
            "",
            "# Profiles: civic:recommended, civic:strict, civic:ci, civic:gameday, civic:ecs, civic:otel.",
            "# Add files with rules of your own, such as rules/shop.yml.",
            "extends: [civic:recommended]",
            "",
            "# Assumed where records do not say; some rules hold in production only.",
            "#environment: production",
            "",
            "# What the fields mean. Civic knows the usual names by itself; list a path only where it guesses wrong.",
        ]
        let named = Role.allCases.compactMap { role in
            fields.first { $0.role == role && !$0.paths.isEmpty }
        }
        if named.isEmpty {
            lines += ["#fields:", "#  trace: [trace_id, dd.trace_id]"]
        } else {
            lines.append("fields:")
            lines += named.map { "  \($0.role.name): \(list($0.paths))" }
        }
        lines += ["", "# Critical services weigh three times in the score of the system, internal ones half."]
        if !services.isEmpty { lines.append("# Found: \(services.map(onOneLine).joined(separator: ", ")).") }
        lines += [
            "#services:",
            "#  tiers: { critical: [\(quoted(example))], internal: [\"batch-*\"] }",
            "# Ids of services that are run by others end here without being lost.",
            "#  external: [stripe]",
            "# Whose log a file is, where its records do not say.",
            "#  paths: { \"logs/billing/**\": billing }",
            "",
            "# What the journal of a fault experiment calls a service of another name.",
            "#experiments:",
            "#  targets: { broker: \(quoted(example)) }",
            "",
            "# Severity info, warn, error or \"off\"; or more. A prefix such as SEC stands for its whole family.",
            "#rules:",
            "#  LOG-007: \"off\"",
            "#  LOG-006: { severity: info, ok: 10%, bad: 95% }",
            "",
            "# Other settings for some services or files.",
            "#overrides:",
            "#  - services: [\(quoted(example))]",
            "#    rules: { LOG-006: info }",
            "",
            "# Violations that are known and accepted until a day, at most 180 days ahead.",
            "#suppress:",
            "#  - rule: LOG-006",
            "#    services: [\(quoted(example))]",
            "#    reason: the access log moves to JSON in the spring",
            "#    owner: platform-team",
            "",
            "# What `civic audit` and `civic check` fail on: a failed rule of this severity or above, and a score below this.",
            "gate:",
            "  fail_on: error",
            "#  min_score: 75",
            "#  min_dimension: { security: 90 }",
            "# Of some services more, and of none less than an earlier `civic audit --format json=civic-baseline.json` said.",
            "#  services: { \(quoted(example)): { min_score: 80, fail_on: warn } }",
            "#  no_worse_than: civic-baseline.json",
            "",
            "# Services that must be heard from, with their fewest records; silence is a finding then.",
            "#expect:",
            "#  services: { \(quoted(example)): 1, \"batch-*\": { min_records: 1, health: false } }",
            "#  complete: true",
            "",
        ]
        return lines.joined(separator: "\n")
    }

    /// Names come from logs: nothing in one may end the comment that it stands in.
    private static func onOneLine(_ text: String) -> String {
        String(
            text.unicodeScalars.map { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: " "
                default: Character(scalar)
                }
            })
    }
}
