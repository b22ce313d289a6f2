import CivicContract
import CivicModel
import Testing

@testable import CivicScore

struct AcceptedDebtTests {
    private static let today = CalendarDate("2026-11-25")

    private static func issue(_ id: String, _ service: String, subject: String = "", severity: Severity = .error) -> ReportIssue
    {
        ReportIssue(
            origin: id.hasPrefix("CB") ? .contract : .rule, id: id, name: "n", rationale: "r", fix: "f", severity: severity,
            fails: true, service: service, subject: subject, message: "m", violations: 1, population: 2,
            fingerprint: ReportIssue.fingerprint(id: id, service: service, subject: subject),
            anchor: .init(path: "civic.yml", line: 1))
    }

    private static func entry(
        _ id: String, _ service: String, subject: String = "", expires: String? = nil, line: Int = 2
    ) -> DebtEntry {
        DebtEntry(
            fingerprint: ReportIssue.fingerprint(id: id, service: service, subject: subject), rule: id, service: service,
            subject: subject, reason: "x", expires: expires.flatMap { CalendarDate($0) }, line: line)
    }

    private static func apply(
        _ entries: [DebtEntry], to issues: [ReportIssue], wasJudged: Bool = true
    ) -> (issues: [ReportIssue], own: [ReportIssue]) {
        var issues = issues
        let debt = AcceptedDebt(DebtFile(path: ".civic/debt.json", entries: entries), today: today)
        let own = debt.apply(to: &issues) { _ in wasJudged }
        return (issues, own)
    }

    @Test func `what is accepted stays and does not fail`() {
        let (issues, own) = Self.apply(
            [Self.entry("LOG-004", "redis"), Self.entry("CB01", "orders", subject: "card")],
            to: [
                Self.issue("LOG-004", "redis"), Self.issue("LOG-004", "gateway"), Self.issue("CB01", "orders", subject: "card"),
            ])
        #expect(issues.map(\.state) == [.accepted, .open, .accepted] && issues.map(\.fails) == [false, true, false])
        #expect(own.isEmpty)
    }

    @Test func `another subject is another finding, so that a swap is seen`() {
        let (issues, own) = Self.apply(
            [Self.entry("FMT-001", "orders", subject: "amount")], to: [Self.issue("FMT-001", "orders", subject: "price")])
        #expect(issues.map(\.fails) == [true])
        #expect(own.map(\.id) == ["DEBT-001"] && own.allSatisfy(\.fails) && own.first?.anchor.line == 2)
    }

    @Test func `a paid debt fails only where the run could have shown it`() {
        #expect(Self.apply([Self.entry("LOG-004", "redis")], to: []).own.map(\.id) == ["DEBT-001"])
        #expect(Self.apply([Self.entry("LOG-004", "redis")], to: [], wasJudged: false).own.isEmpty)
    }

    @Test func `debt counts again on the day after its last`() {
        let last = Self.apply([Self.entry("LOG-004", "redis", expires: "2026-11-25")], to: [Self.issue("LOG-004", "redis")])
        #expect(last.issues.map(\.fails) == [false] && last.own.isEmpty)
        let over = Self.apply([Self.entry("LOG-004", "redis", expires: "2026-11-24")], to: [Self.issue("LOG-004", "redis")])
        #expect(over.issues.map(\.fails) == [true] && over.issues.map(\.state) == [.open])
        #expect(over.own.map(\.id) == ["DEBT-002"])
        // Expired and gone: it is to be removed all the same.
        let gone = Self.apply([Self.entry("LOG-004", "redis", expires: "2026-11-24")], to: [])
        #expect(gone.own.map(\.id) == ["DEBT-001"])
    }

    @Test func `an entry that was edited by hand accepts nothing`() {
        var entry = Self.entry("LOG-004", "redis")
        entry.service = "gateway"
        #expect(Self.apply([entry], to: [Self.issue("LOG-004", "redis")]).issues.map(\.fails) == [true])
    }

    @Test func `neither the gate nor an expectation can be accepted`() {
        var missing = Self.issue("CFG-010", "redis")
        missing.origin = .expectation
        #expect(Self.apply([Self.entry("CFG-010", "redis")], to: [missing], wasJudged: false).issues.map(\.fails) == [true])
    }
}
