public import CivicCorrelation
import CivicFormats
public import CivicModel
public import CivicProfile

/// Turns a finished profile into what every rule counted in every service.
public struct RuleEvaluation: Sendable {
    private let rules: RuleSet
    /// Paths of the run's sources, by index.
    private let paths: [String]
    private let evidence: SystemEvidence

    /// What is accepted for a while: those that still work.
    private let suppressions: Suppressions
    private let ended: Suppressions

    /// - Parameters:
    ///   - evidence: what the rules about chains, health and experiments judge.
    ///   - suppressions: what is accepted; those that have expired must not be among them.
    ///   - ended: those that have expired: they take nothing, and what they would take is told.
    public init(
        rules: RuleSet, paths: [String], evidence: SystemEvidence = SystemEvidence(),
        suppressions: [Configuration.Suppression] = [], ended: [Configuration.Suppression] = []
    ) {
        self.evidence = evidence
        self.suppressions = Suppressions(suppressions)
        self.ended = Suppressions(ended)
        self.rules = rules
        self.paths = paths
    }

    /// Outcomes of all services, sorted by service and rule id, and each service's records. `effective` says which rules
    /// hold for a service, and with which settings; nil switches the rule off there.
    public func outcomes(
        of profile: Profile, effective: (_ service: String, _ rule: RuleDeclaration) -> RuleInfo?
    ) -> (outcomes: [RuleOutcome], services: [(name: String, records: Int)]) {
        let system = SystemView(profile, evidence: evidence)
        let bindings = rules.rules.map { rule in system.shapes.map { Binding(rule, $0, rules) } }
        let masker = EvidenceWriter(programs: rules.programs, paths: paths)
        var outcomes: [RuleOutcome] = []
        for service in system.services {
            let total = service.records
            var found: [RuleOutcome] = []
            for (index, rule) in rules.rules.enumerated() {
                guard var info = effective(service.name, rule.declaration) else { continue }
                let view = select(service, rule.declaration, of: system)
                let suppressed = suppressions.of(rule: info.id, service: service.name)
                let hidden = suppressed.hidden(among: system.templates)
                var count = view.map { self.count(rule, bindings[index], $0, system, hidden: hidden) } ?? MeasureCount()
                let secrets = rule.declaration.looksForSecrets ? self.secrets(count, system.templates) : nil
                let taken = suppressed.take(
                    from: &count, hidden: hidden, templates: system.templates, unit: info.unit)
                if let impact = count.impact { info.grade(impact) }
                var outcome = RuleOutcome(
                    rule: info, service: service.name, population: count.population, violations: count.violations,
                    templateRatios: info.allowance.ratio == .balanced ? templateRatios(count, total: total) : [],
                    evidence: count.evidence.isEmpty ? masker.evidence(count.samples) : masker.evidence(count.evidence),
                    example: count.example, suppressed: taken.violations)
                outcome.suppressedBy = taken.by
                outcome.missedBy = missed(ended.of(rule: info.id, service: service.name), count, system, unit: info.unit)
                outcome.secrets = secrets
                outcome.subjects = count.subjects.map { $0.names.joined(separator: "/") }.sorted()
                found.append(outcome)
            }
            outcomes += yielded(found)
        }
        outcomes.sort { ($0.service, $0.rule.id) < ($1.service, $1.rule.id) }
        return (outcomes, system.services.map { ($0.name, $0.records) })
    }

    /// Suppressions that would have taken something of what is left, had they not ended.
    private func missed(
        _ ended: Suppressions.Selection, _ count: MeasureCount, _ system: SystemView, unit: RuleUnit
    ) -> [Int] {
        guard !ended.isEmpty else { return [] }
        var rest = count
        rest.hidden = [:]
        return ended.take(
            from: &rest, hidden: ended.hidden(among: system.templates), templates: system.templates, unit: unit
        ).by
    }

    /// Violations by id of their template, accepted ones among them.
    private func secrets(_ count: MeasureCount, _ templates: [UInt64: String]) -> [String: Int] {
        var found: [String: Int] = [:]
        for (template, pair) in count.templates {
            let violations = pair.violations + (count.hidden[template] ?? 0)
            guard violations > 0, let text = templates[template] else { continue }
            found[TemplateID.of(text), default: 0] += violations
        }
        return found
    }

    /// Addresses of records outside of rules, with texts in which what any detector finds is masked.
    public func evidence(of samples: SampleSet) -> [Evidence] {
        samples.samples.isEmpty ? [] : EvidenceWriter(programs: rules.programs, paths: paths).evidence(samples)
    }

    /// One root cause, one penalty: a rule has nothing to judge where another rule, to which it yields, found something.
    private func yielded(_ outcomes: [RuleOutcome]) -> [RuleOutcome] {
        // What is accepted there is no less the cause of what would be found here.
        let broken = Set(outcomes.filter { $0.violations + $0.suppressed > 0 }.map(\.rule.id))
        return outcomes.map { outcome in
            let rule = rules.rules.first { $0.declaration.info.id == outcome.rule.id }
            guard let rule, rule.declaration.yields.contains(where: broken.contains) else { return outcome }
            return RuleOutcome(rule: outcome.rule, service: outcome.service, population: 0, violations: 0)
        }
    }

    /// What the shape alone decides of a rule.
    private struct Binding {
        var population = BoundCondition.constant(true)
        var requirement = BoundCondition.constant(true)
        var measure: BoundMeasure?

        init(_ rule: RuleSet.Compiled, _ shape: Shape, _ rules: RuleSet) {
            switch rule.body {
            case .condition(let population, let requirement):
                let binder = ConditionBinder(shape: shape, patterns: rules.patterns)
                (self.population, self.requirement) = rules.bind(population: population, requirement: requirement, with: binder)
            case .recordMeasure(let measure): self.measure = measure.bind(to: shape)
            case .serviceMeasure: break
            }
        }
    }

    /// What a rule looks at in a service; nil: it is not about this service.
    private func select(
        _ service: ServiceView, _ declaration: RuleDeclaration, of system: SystemView
    ) -> ServiceView? {
        if !declaration.services.isEmpty, !declaration.services.contains(where: { Glob($0).matches(service.name) }) {
            return nil
        }
        var view = service
        switch declaration.info.family {
        case "LOG", "FMT", "MSG", "VOL", "COR", "HLT", "EXP", "CFG": break
        case "EVT":
            // Events in a log are events as well.
            view.entries = service.events + service.entries.filter { system.holdsEvent[$0.shape] }
        default: view.entries += service.events
        }
        guard !declaration.sources.isEmpty else { return view }
        let globs = declaration.sources.map { Glob($0) }
        view.entries = view.entries.filter { entry in globs.contains { $0.matches(rules.path(of: entry.key.source)) } }
        return view
    }

    /// - Parameter hidden: templates whose violations are accepted.
    private func count(
        _ rule: RuleSet.Compiled, _ bindings: [Binding], _ service: ServiceView, _ system: SystemView, hidden: Set<UInt64>
    ) -> MeasureCount {
        if case .serviceMeasure(let measure) = rule.body { return measure.count(in: service, of: system) }
        var result = MeasureCount()
        func add(_ entry: ServiceView.Entry, violated: Bool) {
            if violated, hidden.contains(entry.key.template) {
                result.addHidden(entry, population: entry.counts.records, violations: entry.counts.records)
            } else {
                result.add(entry, violated: violated)
            }
        }
        for entry in service.entries {
            let binding = bindings[entry.shape]
            if let measure = binding.measure {
                switch measure {
                case .constant(.outside): continue
                case .constant(let verdict): add(entry, violated: verdict == .broken)
                case .judged(let levels, _, _):
                    guard levels.contains(entry.key.level) else { continue }
                    addCounted(rule.counter, entry, hidden, to: &result)
                }
                continue
            }
            if binding.population.needsValues || binding.requirement.needsValues {
                addCounted(rule.counter, entry, hidden, to: &result)
                continue
            }
            guard holds(binding.population, entry, system) else { continue }
            add(entry, violated: !holds(binding.requirement, entry, system))
        }
        if rule.declaration.info.unit == .template {
            let members = result.templates.values.filter { $0.population > 0 }
            result.population = members.count
            result.violations = members.count { $0.violations > 0 }
        }
        return result
    }

    private func addCounted(
        _ counter: Int?, _ entry: ServiceView.Entry, _ hidden: Set<UInt64>, to result: inout MeasureCount
    ) {
        guard let counter else { return }
        let violations = entry.counts.violations[counter] ?? 0
        let population = entry.counts.records - (entry.counts.outside[counter] ?? 0)
        if violations > 0, hidden.contains(entry.key.template) {
            result.addHidden(entry, population: population, violations: violations)
            return
        }
        result.add(entry, population: population, violations: violations)
        if violations > 0, let samples = entry.counts.violationSamples[counter] { result.samples.merge(samples) }
    }

    private func holds(_ condition: BoundCondition, _ entry: ServiceView.Entry, _ system: SystemView) -> Bool {
        switch condition {
        case .constant(let value): return value
        case .cell(let test):
            switch test {
            case .hasLevel: return entry.key.level != .none
            case .hasTime: return entry.key.time.isReadable
            case .level(let comparison, let level): return TextChecks.compare(entry.key.level, comparison, level)
            case .template(let check):
                return TextChecks.holds(check, text: system.templates[entry.key.template] ?? "", patterns: rules.patterns)
            case .source(let check):
                return TextChecks.holds(check, text: rules.path(of: entry.key.source), patterns: rules.patterns)
            }
        case .value: return true
        case .all(let parts): return parts.allSatisfy { holds($0, entry, system) }
        case .any(let parts): return parts.contains { holds($0, entry, system) }
        case .not(let part): return !holds(part, entry, system)
        }
    }

    /// The ratio of every template; those below 0.01 % of the service's records share one entry, so that the noise of
    /// fingerprints cannot dominate.
    private func templateRatios(_ count: MeasureCount, total: Int) -> [RuleOutcome.TemplateCount] {
        var ratios: [RuleOutcome.TemplateCount] = []
        var rare = RuleOutcome.TemplateCount(population: 0, violations: 0)
        for (fingerprint, pair) in count.templates.sorted(by: { $0.key < $1.key }) where pair.population > 0 {
            if pair.population * 10_000 < total || fingerprint == Profile.rareTemplate {
                rare.population += pair.population
                rare.violations += pair.violations
            } else {
                ratios.append(.init(population: pair.population, violations: pair.violations))
            }
        }
        if rare.population > 0 { ratios.append(rare) }
        return ratios
    }
}
