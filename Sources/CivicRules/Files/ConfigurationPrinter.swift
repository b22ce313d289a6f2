import CivicModel

/// `civic config print`: the effective configuration as YAML, each value with where it came from.
public enum ConfigurationPrinter {
    /// With a service, its overrides are worked in; without one they are listed. The text is itself a configuration that
    /// means the same (rules that are declared in the root file itself aside: a comment names them).
    public static func text(_ configuration: Configuration, service: String? = nil, builtIns: [RuleDeclaration]) -> String {
        var page = Page()
        if let service { page.line("# for the service \(quoted(service))") }
        page.line("civic: 1")
        page.line(
            "# "
                + (configuration.isStandard
                    ? "standard: judged by unmodified civic:recommended" : "digest \(configuration.digest)"))
        page.line("extends: \(list(configuration.extends.isEmpty ? ["civic:recommended"] : configuration.extends))")
        general(configuration, &page)
        rules(configuration, service: service, builtIns: builtIns, &page)
        if service == nil { overrides(configuration, &page) }
        suppressions(configuration, service: service, &page)
        gate(configuration, &page)
        expectations(configuration, service: service, &page)
        contract(configuration, &page)
        return page.text
    }

    /// Lines with their comments at one column where they are short enough.
    private struct Page {
        var text = ""

        mutating func line(_ content: String, from origin: String? = nil) {
            guard let origin else {
                text += content + "\n"
                return
            }
            text += content + String(repeating: " ", count: max(2, 44 - content.count)) + "# \(origin)\n"
        }
    }

    private static func general(_ configuration: Configuration, _ page: inout Page) {
        func origin(_ key: String) -> String { configuration.origins[key].map { "\($0)" } ?? "built-in" }
        if let environment = configuration.environment {
            page.line("environment: \(quoted(environment))", from: origin("environment"))
        }
        if !configuration.fields.isEmpty {
            page.line("fields:")
            for role in Role.allCases {
                guard let paths = configuration.fields[role] else { continue }
                page.line("  \(role.name): \(list(paths))", from: origin("fields.\(role.name)"))
            }
        }
        if !configuration.idColumns.isEmpty {
            page.line("ids:")
            for column in configuration.idColumns {
                page.line(
                    "  - { path: \(quoted(column.path)), role: \(column.role.rawValue) }", from: origin("ids.\(column.path)"))
            }
        }
        if !configuration.experimentTargets.isEmpty {
            page.line("experiments:")
            page.line("  targets:")
            for (name, service) in configuration.experimentTargets.sorted(by: { $0.key < $1.key }) {
                page.line("    \(quoted(name)): \(quoted(service))", from: origin("experiments.targets.\(name)"))
            }
        }
        let tiers = [
            ("critical", configuration.criticalServices), ("normal", configuration.normalServices),
            ("internal", configuration.internalServices),
        ].filter { !$0.1.isEmpty }
        guard !tiers.isEmpty || !configuration.externalServices.isEmpty || !configuration.sourceServices.isEmpty else { return }
        page.line("services:")
        if !tiers.isEmpty {
            page.line("  tiers:")
            for (name, globs) in tiers { page.line("    \(name): \(list(globs))", from: origin("services.tiers.\(name)")) }
        }
        if !configuration.externalServices.isEmpty {
            page.line("  external: \(list(configuration.externalServices))", from: origin("services.external"))
        }
        if !configuration.sourceServices.isEmpty {
            page.line("  paths:", from: origin("services.paths"))
            for pair in configuration.sourceServices { page.line("    \(quoted(pair.glob)): \(quoted(pair.service))") }
        }
    }

    private static func rules(
        _ configuration: Configuration, service: String?, builtIns: [RuleDeclaration], _ page: inout Page
    ) {
        page.line("rules:")
        for rule in configuration.effectiveRules(for: service, builtIns: builtIns) {
            let info = rule.declaration.info
            func origin(_ key: String) -> String { rule.origins[key] ?? "built-in" }
            if !rule.isOn {
                page.line("  \(info.id): \"off\"", from: "\(info.name); \(origin("on"))")
                continue
            }
            let allowance = info.allowance
            var values = [("severity", info.severity.rawValue), ("impact", info.impact.rawValue)]
            values += [
                ("ok", ValueSyntax.spelled(ratio: allowance.ok)), ("bad", ValueSyntax.spelled(ratio: allowance.bad)),
                ("min", String(allowance.minimum)), ("ratio", allowance.ratio.rawValue),
            ]
            if let cap = info.cap {
                let from = cap.from > 0 ? ", from: \(ValueSyntax.spelled(ratio: cap.from))" : ""
                values.append(("cap", "{ at: \(ValueSyntax.spelled(number: cap.at))\(from) }"))
            }
            page.line("  \(info.id):", from: info.name)
            for (key, value) in values { page.line("    \(key): \(value)", from: origin(key)) }
            let parameters = rule.declaration.parameters
            if !parameters.isEmpty { page.line("    parameters:") }
            for name in parameters.keys.sorted() {
                guard let value = parameters[name] else { continue }
                page.line("      \(name): \(value.canonical)", from: origin("parameters.\(name)"))
            }
        }
    }

    private static func overrides(_ configuration: Configuration, _ page: inout Page) {
        guard !configuration.overrides.isEmpty else { return }
        page.line("overrides:")
        for override in configuration.overrides {
            let scopes = [("services", override.services), ("sources", override.sources)].filter { !$0.1.isEmpty }
            var lead = "  - "
            for (name, globs) in scopes {
                page.line("\(lead)\(name): \(list(globs))")
                lead = "    "
            }
            page.line("\(lead)rules:")
            for setting in override.settings {
                page.line("      \(setting.selector):")
                for (key, value, place) in setting.spelled { page.line("        \(key): \(value)", from: "\(place)") }
                if !setting.parameters.isEmpty { page.line("        parameters:") }
                for name in setting.parameters.keys.sorted() {
                    guard let placed = setting.parameters[name] else { continue }
                    page.line("          \(name): \(placed.value.canonical)", from: "\(placed.place)")
                }
            }
        }
    }

    private static func suppressions(_ configuration: Configuration, service: String?, _ page: inout Page) {
        let shown = configuration.suppressions.filter { suppression in
            service.map { Glob.list(suppression.services, matches: $0) } ?? true
        }
        guard !shown.isEmpty else { return }
        page.line("suppress:")
        for suppression in shown {
            page.line("  - rule: \(suppression.rule)", from: suppression.location)
            if !suppression.services.isEmpty { page.line("    services: \(list(suppression.services))") }
            if let template = suppression.template { page.line("    template: \(quoted(template))") }
            page.line("    reason: \(quoted(suppression.reason))")
            if let owner = suppression.owner { page.line("    owner: \(quoted(owner))") }
            if let expires = suppression.expires { page.line("    expires: \"\(expires)\"") }
        }
    }

    private static func gate(_ configuration: Configuration, _ page: inout Page) {
        let gate = configuration.gate
        func line(_ key: String, _ value: String, _ page: inout Page) {
            page.line("  \(key): \(value)", from: configuration.origins["gate.\(key)"].map { "\($0)" } ?? "built-in")
        }
        page.line("gate:")
        if let score = gate.minimumScore { line("min_score", ValueSyntax.spelled(number: score), &page) }
        if !gate.minimumDimension.isEmpty { line("min_dimension", dimensions(gate.minimumDimension), &page) }
        if !gate.services.isEmpty { page.line("  services:") }
        for entry in gate.services {
            var values: [String] = []
            if let score = entry.minimumScore { values.append("min_score: \(ValueSyntax.spelled(number: score))") }
            if !entry.minimumDimension.isEmpty { values.append("min_dimension: \(dimensions(entry.minimumDimension))") }
            if let failOn = entry.failOn { values.append("fail_on: \(failOn.severity?.rawValue ?? "\"off\"")") }
            page.line(
                "    \(quoted(entry.services)): { \(values.joined(separator: ", ")) }",
                from: configuration.origins["gate.services.\(entry.services)"].map { "\($0)" })
        }
        line("fail_on", gate.failOn?.rawValue ?? "\"off\"", &page)
        if gate.failOnNew { line("fail_on_new", "true", &page) }
        if let path = gate.noWorseThan { line("no_worse_than", quoted(path), &page) }
        line("tolerance", ValueSyntax.spelled(number: gate.tolerance), &page)
        if let records = gate.minimumRecords { line("min_records", String(records), &page) }
    }

    private static func dimensions(_ minimum: [Dimension: Double]) -> String {
        let pairs = Dimension.allCases.compactMap { dimension in
            minimum[dimension].map { "\(dimension.rawValue): \(ValueSyntax.spelled(number: $0))" }
        }
        return "{ \(pairs.joined(separator: ", ")) }"
    }

    private static func contract(_ configuration: Configuration, _ page: inout Page) {
        let policy = configuration.contract
        guard policy != ContractPolicy() else { return }
        page.line("contract:")
        page.line(
            "  min_records: \(policy.minimumRecords)", from: configuration.origins["contract.min_records"].map { "\($0)" })
        page.line(
            "  strict_values: \(policy.strictValues)", from: configuration.origins["contract.strict_values"].map { "\($0)" })
        guard !policy.consumers.isEmpty else { return }
        page.line("consumers:")
        for consumer in policy.consumers {
            page.line("  - name: \(quoted(consumer.name))")
            for (key, list) in [
                ("services", consumer.services), ("fields", consumer.fields), ("templates", consumer.templates),
                ("levels", consumer.levels),
            ] where !list.isEmpty {
                page.line("    \(key): [\(list.map(quoted).joined(separator: ", "))]")
            }
        }
    }

    private static func expectations(_ configuration: Configuration, service: String?, _ page: inout Page) {
        let expected = configuration.expectations
        let shown = expected.services.filter { entry in service.map { Glob(entry.services).matches($0) } ?? true }
        guard !shown.isEmpty || expected.isComplete else { return }
        page.line("expect:")
        if !shown.isEmpty { page.line("  services:") }
        for entry in shown {
            let health = entry.health ? ", health: true" : ""
            page.line(
                "    \(quoted(entry.services)): { min_records: \(entry.minimumRecords)\(health) }",
                from: configuration.origins["expect.services.\(entry.services)"].map { "\($0)" })
        }
        if expected.isComplete {
            page.line("  complete: true", from: configuration.origins["expect.complete"].map { "\($0)" })
        }
    }

    /// A flow list of texts.
    static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ", ") + "]" }

    /// Plain where nobody could take it for anything else, in double quotes otherwise.
    static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || "_./-:".utf8.contains($0)
            } && (text.utf8.first.map { (0x61...0x7A).contains($0 | 0x20) } ?? false) && !text.hasSuffix(":")
            && ValueSyntax.boolean(text) == nil && !["null", "y", "n"].contains(text.lowercased())
        if isPlain { return text }
        var out = ""
        for scalar in ExampleReader.quoted(text).unicodeScalars {
            // YAML does not take these as they are.
            if (0x7F...0x9F).contains(scalar.value) || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value) {
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension RuleSettings {
    /// Key, value and place of everything but parameters, as a configuration file has it.
    fileprivate var spelled: [(String, String, Place)] {
        var lines: [(String, String, Place)] = []
        if let isOn, !isOn.value {
            lines.append(("severity", "\"off\"", isOn.place))
        } else if let severity {
            lines.append(("severity", severity.value.rawValue, severity.place))
        } else if let isOn {
            lines.append(("severity", "\"on\"", isOn.place))
        }
        if let impact { lines.append(("impact", impact.value.rawValue, impact.place)) }
        if let ok { lines.append(("ok", ValueSyntax.spelled(ratio: ok.value), ok.place)) }
        if let bad { lines.append(("bad", ValueSyntax.spelled(ratio: bad.value), bad.place)) }
        if let minimum { lines.append(("min", String(minimum.value), minimum.place)) }
        if let ratio { lines.append(("ratio", ratio.value.rawValue, ratio.place)) }
        if let cap {
            let from = cap.value.from > 0 ? ", from: \(ValueSyntax.spelled(ratio: cap.value.from))" : ""
            lines.append(("cap", "{ at: \(ValueSyntax.spelled(number: cap.value.at))\(from) }", cap.place))
        }
        return lines
    }
}
