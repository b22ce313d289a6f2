import CivicModel

/// Says whether two runs were judged alike.
enum ConfigurationDigest {
    /// True when every rule is as `civic:recommended` has it and none is added, overridden or suppressed.
    static func isStandard(_ configuration: Configuration, builtIns: [RuleDeclaration]) -> Bool {
        guard configuration.customRules.isEmpty, configuration.overrides.isEmpty, configuration.suppressions.isEmpty,
            !configuration.pointVerdicts
        else { return false }
        return configuration.effectiveRules(for: nil, builtIns: builtIns).map(line)
            == Configuration().effectiveRules(for: nil, builtIns: builtIns).map(line)
    }

    /// 64-bit FNV-1a over a canonical text, as 16 hexadecimal digits. Comments, order of keys, places and the gate leave no
    /// trace in it.
    static func of(
        _ configuration: Configuration, builtIns: [RuleDeclaration], customText: [String: String], lists: [String]
    ) -> String {
        var lines = ["civic 1", "point \(configuration.pointVerdicts)"]
        lines += configuration.effectiveRules(for: nil, builtIns: builtIns).map(line).sorted()
        lines += customText.keys.sorted().map { "custom \($0) \(customText[$0] ?? "")" }
        lines += lists.map { "list \($0)" }
        for override in configuration.overrides {
            lines.append("override \(quoted(override.services)) \(quoted(override.sources))")
            lines += override.settings.map(\.canonical).sorted()
        }
        for suppression in configuration.suppressions {
            let parts = [
                suppression.rule, suppression.template ?? "", suppression.expires?.description ?? "",
            ]
            lines.append("suppress \(quoted(parts)) \(quoted(suppression.services))")
        }
        lines.append("environment \(quoted([configuration.environment ?? ""]))")
        for role in Role.allCases {
            if let paths = configuration.fields[role] { lines.append("field \(role.name) \(quoted(paths))") }
        }
        lines.append("critical \(quoted(configuration.criticalServices))")
        lines.append("normal \(quoted(configuration.normalServices))")
        lines.append("internal \(quoted(configuration.internalServices))")
        lines.append("external \(quoted(configuration.externalServices))")
        lines += configuration.sourceServices.map { "path \(quoted([$0.glob, $0.service]))" }
        lines += configuration.idColumns.sorted { $0.path < $1.path }.map { "id \(quoted([$0.path, $0.role.rawValue]))" }
        lines += configuration.experimentTargets.sorted { $0.key < $1.key }.map { "target \(quoted([$0.key, $0.value]))" }
        return fnv1a(lines.joined(separator: "\n"))
    }

    private static func quoted(_ texts: [String]) -> String {
        "[" + texts.map(ExampleReader.quoted).joined(separator: ",") + "]"
    }

    private static func line(_ rule: EffectiveRule) -> String {
        let info = rule.declaration.info
        let allowance = info.allowance
        var line = "\(info.id) on=\(rule.isOn)"
        // What a rule would be if it were on changes nothing.
        guard rule.isOn else { return line }
        line += " \(info.severity.rawValue) \(info.impact.rawValue) \(info.dimension.rawValue)"
        line += " ok=\(ValueSyntax.spelled(number: allowance.ok)) bad=\(ValueSyntax.spelled(number: allowance.bad))"
        line += " min=\(allowance.minimum) \(allowance.ratio.rawValue) presence=\(allowance.presence)"
        if let cap = info.cap { line += " cap=\(ValueSyntax.spelled(number: cap.at))/\(ValueSyntax.spelled(number: cap.from))" }
        for name in rule.declaration.parameters.keys.sorted() {
            line += " \(name)=\(rule.declaration.parameters[name]?.canonical ?? "")"
        }
        return line
    }

    private static func fnv1a(_ text: String) -> String {
        var hash = FNV1a()
        hash.add(text.utf8)
        return HexDigits.text(hash.state)
    }
}
