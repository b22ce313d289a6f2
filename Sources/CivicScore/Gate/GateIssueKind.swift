import CivicModel

/// What is found beside broken rules and changes of a contract. An id has one meaning for ever.
public enum GateIssueKind: String, Sendable, CaseIterable {
    case systemScore = "GATE-001"
    case serviceScore = "GATE-002"
    case dimensionScore = "GATE-003"
    case worseThanBefore = "GATE-004"
    case otherRulesBefore = "GATE-005"
    case suppressionExpired = "CFG-001"
    case suppressionUnused = "CFG-002"
    case serviceSentNothing = "CFG-010"
    case tooFewRecords = "CFG-011"
    case unexpectedService = "CFG-012"
    case noHealthAnswers = "CFG-013"
    case debtPaid = "DEBT-001"
    case debtExpired = "DEBT-002"

    public var name: String {
        switch self {
        case .systemScore: "system-score"
        case .serviceScore: "service-score"
        case .dimensionScore: "dimension-score"
        case .worseThanBefore: "no-worse-than"
        case .otherRulesBefore: "same-rules"
        case .suppressionExpired: "suppression-expired"
        case .suppressionUnused: "suppression-unused"
        case .serviceSentNothing: "service-sent-nothing"
        case .tooFewRecords: "too-few-records"
        case .unexpectedService: "unexpected-service"
        case .noHealthAnswers: "no-health-answers"
        case .debtPaid: "debt-paid"
        case .debtExpired: "debt-expired"
        }
    }

    var origin: ReportIssue.Origin {
        switch self {
        case .systemScore, .serviceScore, .dimensionScore, .worseThanBefore, .otherRulesBefore: .gate
        case .suppressionExpired, .suppressionUnused: .configuration
        case .serviceSentNothing, .tooFewRecords, .unexpectedService, .noHealthAnswers: .expectation
        case .debtPaid, .debtExpired: .debt
        }
    }

    /// One sentence: what goes wrong.
    public var rationale: String {
        switch self {
        case .systemScore: "The system as a whole is harder to debug than was agreed."
        case .serviceScore: "A service is harder to debug than was agreed."
        case .dimensionScore: "A service is worse in one aspect than was agreed, whatever its other aspects are."
        case .worseThanBefore: "What was logged well before is logged worse now."
        case .otherRulesBefore: "Two scores by different rules compare in what both rules judge, and in nothing else."
        case .suppressionExpired: "A suppression is a loan for a while; what it hid counts again."
        case .suppressionUnused: "A suppression that hides nothing would hide the next fault of its kind."
        case .serviceSentNothing: "A service that went silent looks like one without faults."
        case .tooFewRecords: "A service that lost most of its log looks like one with few faults."
        case .unexpectedService: "A service that nobody expects is judged by settings that were made for others."
        case .noHealthAnswers: "The health endpoint of the service did not answer while it was recorded."
        case .debtPaid: "An accepted finding that is gone would be accepted again when it comes back."
        case .debtExpired: "A finding was accepted until a day, and that day is over."
        }
    }

    /// One sentence in the imperative.
    public var fix: String {
        switch self {
        case .systemScore, .serviceScore, .dimensionScore: "Fix the dearest findings of the report."
        case .worseThanBefore: "Fix what this change broke, or commit a new report for no_worse_than."
        case .otherRulesBefore: "Commit a new report for no_worse_than, made with the rules of today."
        case .suppressionExpired: "Fix what it hid, or renew it with a reason that still holds."
        case .suppressionUnused: "Remove the suppression, or name what it is meant to hide."
        case .serviceSentNothing: "See that the service runs and its log is collected, or take it out of expect:."
        case .tooFewRecords: "See where its records are lost, or lower its number under expect:."
        case .unexpectedService: "Add the service to expect:, or name it right with services.paths."
        case .noHealthAnswers: "See that its health endpoint is reached while the recording runs."
        case .debtPaid: "Remove the entry: civic debt prune PATH... does it."
        case .debtExpired: "Fix the finding, or accept it anew with a reason that still holds."
        }
    }

    /// - Parameter counts: units that break it, and units that were looked at.
    func issue(
        _ severity: Severity, fails: Bool, service: String = "", subject: String = "", message: String,
        counts: (violations: Int, population: Int) = (1, 1), anchor: ReportIssue.Anchor
    ) -> ReportIssue {
        ReportIssue(
            origin: origin, id: rawValue, name: name, rationale: rationale, fix: fix, severity: severity, fails: fails,
            service: service, subject: subject, message: message, violations: counts.violations, population: counts.population,
            fingerprint: ReportIssue.fingerprint(id: rawValue, service: service, subject: subject), anchor: anchor)
    }
}

extension ReportIssue {
    /// Identity of an issue over runs.
    public static func fingerprint(id: String, service: String, subject: String) -> String {
        var digest = Fingerprint()
        for part in [id, service, subject] { digest.add(part) }
        return digest.text
    }

    /// What fails first, then by severity, service, id and subject.
    static func precedes(_ a: ReportIssue, _ b: ReportIssue) -> Bool {
        if a.fails != b.fails { return a.fails }
        if a.severity != b.severity { return a.severity > b.severity }
        return (a.service, a.id, a.subject, a.anchor.path, a.anchor.line) < (
            b.service, b.id, b.subject, b.anchor.path, b.anchor.line
        )
    }
}
