import CivicModel

/// Where a value was written: `civic.yml:12`.
struct Place: Sendable, Hashable, CustomStringConvertible {
    var file: String
    var line: Int
    var column: Int

    var description: String { "\(file):\(line)" }
}

/// A value of a configuration file and its place.
struct Placed<Value: Sendable>: Sendable {
    var value: Value
    var place: Place
}

/// What a configuration file changes about one rule or one family; nil is left as it was.
struct RuleSettings: Sendable {
    /// A rule id, or a family prefix such as `SEC`.
    var selector: String
    var isOn: Placed<Bool>?
    var severity: Placed<Severity>?
    var impact: Placed<Impact>?
    var ok: Placed<Double>?
    var bad: Placed<Double>?
    var minimum: Placed<Int>?
    var ratio: Placed<RatioKind>?
    var cap: Placed<ScoreCap>?
    var parameters: [String: Placed<Scalar>] = [:]

    init(selector: String) { self.selector = selector }

    /// One spelling for equal settings, for the digest.
    var canonical: String {
        var parts: [String] = []
        if let isOn { parts.append("on=\(isOn.value)") }
        if let severity { parts.append("severity=\(severity.value.rawValue)") }
        if let impact { parts.append("impact=\(impact.value.rawValue)") }
        if let ok { parts.append("ok=\(ValueSyntax.spelled(number: ok.value))") }
        if let bad { parts.append("bad=\(ValueSyntax.spelled(number: bad.value))") }
        if let minimum { parts.append("min=\(minimum.value)") }
        if let ratio { parts.append("ratio=\(ratio.value.rawValue)") }
        if let cap { parts.append("cap=\(cap.value.at)/\(cap.value.from)") }
        for name in parameters.keys.sorted() { parts.append("\(name)=\(parameters[name]?.value.canonical ?? "")") }
        return selector + "{" + parts.joined(separator: ",") + "}"
    }
}

extension Scalar {
    /// One spelling for equal values that no other value has.
    var canonical: String {
        switch self {
        case .string(let text): ExampleReader.quoted(text)
        case .number(let number): ValueSyntax.spelled(number: number)
        case .boolean(let value): "\(value)"
        }
    }
}

/// Settings for some services or sources only.
struct SettingsOverride: Sendable {
    /// Globs; empty means all.
    var services: [String]
    var sources: [String]
    var settings: [RuleSettings]

    /// Overrides that name sources apply to a known source only.
    func applies(service: String?, source: String?) -> Bool {
        if !services.isEmpty { guard let service, Glob.list(services, matches: service) else { return false } }
        if !sources.isEmpty { guard let source, Glob.list(sources, matches: source) else { return false } }
        return true
    }
}

/// A rule as it applies to one service, with where each of its values came from.
public struct EffectiveRule: Sendable {
    /// Severity, impact, allowance, cap and parameters are the effective ones.
    public var declaration: RuleDeclaration
    /// False: switched off, by its profile or by the configuration.
    public var isOn: Bool
    /// `built-in`, `profile strict`, `civic.yml:12`, by setting: `on`, `severity`, `impact`, `ok`, `bad`, `min`, `ratio`, `cap`
    /// and `parameters.NAME`.
    public var origins: [String: String]
    /// Places of the settings that files made, for messages.
    var places: [String: Place] = [:]

    init(_ declaration: RuleDeclaration, isCustom: Bool) {
        self.declaration = declaration
        isOn = isCustom || declaration.info.profiles.contains("recommended")
        let origin = isCustom ? declaration.location : "built-in"
        origins = [:]
        for name in ["on", "severity", "impact", "ok", "bad", "min", "ratio", "cap"] { origins[name] = origin }
        for name in declaration.parameters.keys { origins["parameters.\(name)"] = origin }
    }

    mutating func apply(_ settings: RuleSettings) {
        func set<Value>(_ placed: Placed<Value>?, _ name: String, _ assign: (Value) -> Void) {
            guard let placed else { return }
            assign(placed.value)
            origins[name] = "\(placed.place)"
            places[name] = placed.place
        }
        set(settings.isOn, "on") { isOn = $0 }
        set(settings.severity, "severity") { declaration.info.severity = $0 }
        set(settings.impact, "impact") { declaration.info.impact = $0 }
        set(settings.ok, "ok") { declaration.info.allowance.ok = $0 }
        set(settings.bad, "bad") { declaration.info.allowance.bad = $0 }
        set(settings.minimum, "min") { declaration.info.allowance.minimum = $0 }
        set(settings.ratio, "ratio") { declaration.info.allowance.ratio = $0 }
        set(settings.cap, "cap") { declaration.info.cap = $0 }
        for name in settings.parameters.keys.sorted() {
            set(settings.parameters[name], "parameters.\(name)") { declaration.parameters[name] = $0 }
        }
    }

    /// What a built-in profile changes. `strict` and the choice of rules are about built-in rules; custom rules keep what
    /// their author wrote, except that `ci` asks for no minimum of anything.
    mutating func apply(profile: String, isCustom: Bool) {
        let origin = "profile \(profile)"
        let info = declaration.info
        if profile == "ci" {
            declaration.info.allowance.minimum = 1
            origins["min"] = origin
        }
        guard !isCustom else { return }
        func turn(_ on: Bool) {
            guard isOn != on else { return }
            isOn = on
            origins["on"] = origin
        }
        if info.profiles.contains(profile) { turn(true) }
        switch profile {
        case "strict":
            if !info.allowance.presence {
                declaration.info.allowance.ok = info.allowance.ok / 10
                origins["ok"] = origin
            }
            if info.severity != .error {
                declaration.info.severity = info.severity == .info ? .warn : .error
                origins["severity"] = origin
            }
        case "ci":
            // A test run is short: bursts and silences in it mean nothing, and it has neither probes nor experiments.
            if ["VOL-003", "VOL-005"].contains(info.id) || ["HLT", "EXP"].contains(info.family) { turn(false) }
        case "gameday":
            if info.family == "EXP" { turn(true) }
            if info.id == "EXP-001" {
                declaration.info.cap = ScoreCap(at: 74, from: 0.5)
                origins["cap"] = origin
            }
        default: break
        }
    }
}
