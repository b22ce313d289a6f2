public import CivicModel

/// Holds the services of a run against those that it must hear from.
public struct ExpectationJudge {
    private let expectations: Expectations
    private let matches: (_ glob: String, _ name: String) -> Bool
    /// Globs that the run is limited to; empty: it is about all.
    private let scope: [String]
    private let anchor: (_ key: String) -> ReportIssue.Anchor

    /// - Parameters:
    ///   - matches: whether a name matches a glob.
    ///   - scope: globs over the services that the run is limited to; what is expected of others is not asked.
    ///   - anchor: where a setting is, by dotted key.
    public init(
        _ expectations: Expectations, scope: [String], matches: @escaping (_ glob: String, _ name: String) -> Bool,
        anchor: @escaping (_ key: String) -> ReportIssue.Anchor
    ) {
        (self.expectations, self.scope, self.matches, self.anchor) = (expectations, scope, matches, anchor)
    }

    /// All fail: who says what he expects does not want to be told in passing.
    /// - Parameters:
    ///   - records: records by service.
    ///   - answers: health snapshots by service.
    public func issues(records: [String: Int], answers: [String: Int]) -> [ReportIssue] {
        var issues: [ReportIssue] = []
        // A service that only its health endpoint speaks of sent no records, and is there.
        let names = Set(records.keys).union(answers.keys).filter { !$0.isEmpty }.sorted()
        func add(_ kind: GateIssueKind, _ service: String, _ message: String, _ counts: (Int, Int), _ key: String) {
            issues.append(
                kind.issue(
                    .error, fails: true, service: service, message: message, counts: counts,
                    anchor: anchor(key)))
        }
        for expected in expectations.services where isAsked(expected.services) {
            let key = "expect.services.\(expected.services)"
            let found = names.filter { matches(expected.services, $0) && isInScope($0) }
            let wanted = expected.minimumRecords
            if found.isEmpty {
                if wanted > 0 {
                    add(.serviceSentNothing, expected.services, "no record of \(expected.services)", (wanted, wanted), key)
                }
                if expected.health {
                    add(.noHealthAnswers, expected.services, "no health answer of \(expected.services)", (1, 1), key)
                }
            }
            for name in found {
                let count = records[name] ?? 0
                if count == 0, wanted > 0 {
                    add(.serviceSentNothing, name, "no record of \(name)", (wanted, wanted), key)
                } else if count < wanted {
                    let message = "\(NumberText.count(count)) records of \(name), and \(NumberText.count(wanted)) are expected"
                    add(.tooFewRecords, name, message, (wanted - count, wanted), key)
                }
                if expected.health, (answers[name] ?? 0) == 0 {
                    add(.noHealthAnswers, name, "no health answer of \(name)", (1, 1), key)
                }
            }
        }
        guard expectations.isComplete else { return issues }
        for name in names where isInScope(name) && !expectations.services.contains(where: { matches($0.services, name) }) {
            add(.unexpectedService, name, "nobody expects \(name)", (1, 1), "expect.complete")
        }
        return issues
    }

    private func isInScope(_ name: String) -> Bool { scope.isEmpty || scope.contains { matches($0, name) } }

    /// Whether something that is expected can be among the services that the run is limited to.
    private func isAsked(_ expected: String) -> Bool {
        scope.isEmpty || scope.contains { matches($0, expected) || matches(expected, $0) }
    }
}
