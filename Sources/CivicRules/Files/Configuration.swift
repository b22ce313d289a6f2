public import CivicCorrelation
public import CivicModel

/// What `civic.yml` and everything that it extends come to.
public struct Configuration: Sendable {
    /// A known violation that is accepted for a while.
    public struct Suppression: Sendable, Hashable {
        public var rule: String
        /// Globs; empty means all.
        public var services: [String]
        /// What of the rule's findings is meant: id or text of a template (which may be a glob), or a field path; nil means all.
        public var template: String?
        public var reason: String
        public var owner: String?
        /// Last day on which it works.
        public var expires: CalendarDate?
        /// `civic.yml:20`.
        public var location: String

        public func isExpired(on today: CalendarDate) -> Bool { expires.map { $0 < today } ?? false }

        /// `civic.yml` and 20.
        public var place: (file: String, line: Int) {
            let colon = location.lastIndex(of: ":") ?? location.endIndex
            return (String(location[..<colon]), Int(location[colon...].dropFirst()) ?? 1)
        }

        public func applies(rule: String, service: String) -> Bool {
            self.rule == rule && Glob.list(services, matches: service)
        }
    }

    /// Gives the records of some sources to a service.
    public struct SourceService: Sendable, Hashable {
        public var glob: String
        public var service: String
    }

    /// Path of the root file; nil when there is none.
    public internal(set) var path: String?
    /// Built-in profiles in force, in the order in which they apply; `recommended` comes first, always.
    public internal(set) var profiles = ["recommended"]
    /// Assumed where records do not say.
    public internal(set) var environment: String?
    /// Field paths that fill a role, before those that Civic knows by itself.
    public internal(set) var fields: [Role: [String]] = [:]
    /// What fields with ids are for, where it is not to be inferred.
    public internal(set) var idColumns: [(path: String, role: IDRole)] = []
    /// Services by the name that a journal uses for what was hit.
    public internal(set) var experimentTargets: [String: String] = [:]
    /// Globs over services that weigh more, and less, in the score of the system.
    public internal(set) var criticalServices: [String] = []
    public internal(set) var normalServices: [String] = []
    public internal(set) var internalServices: [String] = []
    /// Globs over services that are owned elsewhere.
    public internal(set) var externalServices: [String] = []
    /// First match wins.
    public internal(set) var sourceServices: [SourceService] = []
    public internal(set) var customRules: [RuleDeclaration] = []
    public internal(set) var suppressions: [Suppression] = []
    public internal(set) var gate = GatePolicy()
    public internal(set) var expectations = Expectations()
    /// How a contract is judged, and for whom.
    public internal(set) var contract = ContractPolicy()
    /// Profile `ci`: a verdict looks at the ratio itself, not at its interval, because a test run is no sample.
    public var pointVerdicts: Bool { profiles.contains("ci") }
    /// 16 hexadecimal digits over everything that can change a verdict or a score (the gate is not among it).
    public internal(set) var digest = ""
    /// Scores compare with those of everybody else who changed nothing: the rules, their settings and their verdicts are those
    /// of `civic:recommended`. Naming fields, services and the environment only describes the system.
    public internal(set) var isStandard = true

    enum Step: Sendable {
        case profile(String)
        case settings([RuleSettings])
    }

    var steps: [Step] = []
    var overrides: [SettingsOverride] = []
    /// Where the values outside `rules` were written, by dotted key.
    var origins: [String: Place] = [:]
    /// `extends` of the root file, as written.
    var extends: [String] = []

    init() {}

    /// Every rule, built-in ones first, each with what the configuration makes of it. `service` nil: without overrides for
    /// services. `source` is the path of one input: overrides that name `sources` apply only where it is given and matches.
    public func effectiveRules(
        for service: String?, source: String? = nil, builtIns: [RuleDeclaration]
    ) -> [EffectiveRule] {
        let applicable = overrides.filter { $0.applies(service: service, source: source) }
        return builtIns.map { effective($0, isCustom: false, applicable) }
            + customRules.map { effective($0, isCustom: true, applicable) }
    }

    func effective(_ declaration: RuleDeclaration, isCustom: Bool, _ overrides: [SettingsOverride]) -> EffectiveRule {
        var rule = EffectiveRule(declaration, isCustom: isCustom)
        func apply(_ settings: [RuleSettings]) {
            // A family is the default of its rules wherever it stands in the map.
            for setting in settings where setting.selector == declaration.info.family { rule.apply(setting) }
            for setting in settings where setting.selector == declaration.info.id { rule.apply(setting) }
        }
        for step in steps {
            switch step {
            case .profile(let name): rule.apply(profile: name, isCustom: isCustom)
            case .settings(let settings): apply(settings)
            }
        }
        for override in overrides { apply(override.settings) }
        return rule
    }

    /// The service that `services.paths` names for a source, if any.
    public func service(forSource path: String) -> String? {
        sourceServices.first { Glob($0.glob).matches(path) }?.service
    }

    /// Ids of these services are censored, not orphaned.
    public func isExternal(_ service: String) -> Bool {
        !externalServices.isEmpty && Glob.list(externalServices, matches: service)
    }

    /// Where a setting outside `rules` was written, by dotted key (`gate.min_score`); nil: nowhere.
    public func place(of key: String) -> (file: String, line: Int)? { origins[key].map { ($0.file, $0.line) } }

    /// Suppressions that still work, in the order of the file; without a day, all do.
    public func liveSuppressions(on today: CalendarDate?) -> [Suppression] {
        suppressions.filter { suppression in !(today.map(suppression.isExpired) ?? false) }
    }

    /// Suppressions that no longer work (CFG-001), in the order of the file; without a day, there are none.
    public func expiredSuppressions(on today: CalendarDate?) -> [Suppression] {
        suppressions.filter { suppression in today.map(suppression.isExpired) ?? false }
    }
}
