import CivicModel

/// What a run accepts for a while, asked by rule and service. A suppressed unit leaves the violations and stays in the population.
public struct Suppressions: Sendable {
    /// Ids of the changes of a contract, which are suppressed like rules.
    public static let contractChanges = (1...17).map { $0 < 10 ? "CB0\($0)" : "CB\($0)" }

    private let all: [Configuration.Suppression]

    public init(_ all: [Configuration.Suppression]) { self.all = all }

    /// Places of the suppressions that take out a change of a contract.
    /// - Parameter subject: field path, template id and what else a change is about.
    public func covering(rule: String, service: String, subject: String) -> [Int] {
        all.indices.filter { index in
            all[index].applies(rule: rule, service: service)
                && all[index].template.map { $0 == subject || Glob($0).matches(subject) } ?? true
        }
    }

    /// Whether a change of a contract is accepted.
    public func isSuppressed(rule: String, service: String, subject: String) -> Bool {
        !covering(rule: rule, service: service, subject: subject).isEmpty
    }

    func of(rule: String, service: String) -> Selection {
        Selection(
            all.enumerated().filter { $0.element.applies(rule: rule, service: service) }.map {
                ($0.offset, $0.element.template)
            })
    }

    /// The suppressions of one rule in one service.
    struct Selection {
        /// Place in the list, and what of the findings is meant.
        private let entries: [(index: Int, scope: String?)]

        init(_ entries: [(index: Int, scope: String?)]) { self.entries = entries }

        var isEmpty: Bool { entries.isEmpty }

        private static func names(_ scope: String, template: String) -> Bool {
            scope == TemplateID.of(template) || scope == template || Glob(scope).matches(template)
        }

        /// Templates whose violations are accepted.
        func hidden(among templates: [UInt64: String]) -> Set<UInt64> {
            let scopes = entries.compactMap(\.scope)
            guard !scopes.isEmpty else { return [] }
            return Set(
                templates.filter { _, text in scopes.contains { Self.names($0, template: text) } }.map(\.key))
        }

        /// Takes what is accepted out of a count.
        /// - Parameter templates: their texts, to tell which suppression hid what.
        /// - Returns: violations taken, and the suppressions that took some.
        func take(
            from count: inout MeasureCount, hidden: Set<UInt64>, templates: [UInt64: String], unit: RuleUnit
        ) -> (violations: Int, by: [Int]) {
            guard !entries.isEmpty else { return (0, []) }
            var by: Set<Int> = []
            var taken = 0
            // Measures of whole services know no suppressions: what they counted by template is taken out here.
            for template in hidden where unit == .record || unit == .template {
                guard let pair = count.templates[template], pair.violations > 0 else { continue }
                count.templates[template]?.violations = 0
                count.violations = max(0, count.violations - (unit == .template ? 1 : pair.violations))
                count.hidden[template, default: 0] += pair.violations
            }
            for (template, violations) in count.hidden where violations > 0 {
                taken += unit == .template ? 1 : violations
                let text = templates[template] ?? ""
                by.formUnion(entries.filter { $0.scope.map { Self.names($0, template: text) } ?? false }.map(\.index))
            }
            if !count.subjects.isEmpty {
                let before = count.subjects.count
                count.subjects.removeAll { subject in
                    let takers = entries.filter { entry in
                        entry.scope.map { scope in subject.names.contains { $0 == scope || Glob(scope).matches($0) } } ?? false
                    }
                    by.formUnion(takers.map(\.index))
                    return !takers.isEmpty
                }
                if count.subjects.count < before {
                    taken += before - count.subjects.count
                    count.countSubjects()
                }
            }
            if let whole = entries.first(where: { $0.scope == nil }), count.violations > 0 {
                by.insert(whole.index)
                taken += count.violations
                count.violations = 0
                for key in count.templates.keys { count.templates[key]?.violations = 0 }
                count.subjects = []
            }
            return (taken, by.sorted())
        }
    }
}
