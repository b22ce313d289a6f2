import CivicModel
import CivicScore
import Foundation
import Testing

@testable import CivicReports

@Suite struct ReportGoldenTests {
    @Test(arguments: [60, 80, 120])
    func `an audit reads well at every width`(width: Int) throws {
        let text = AuditTextReporter(width: width, color: false).report(Sample.report)
        try expectGolden(text, "audit-\(width).txt")
    }

    @Test func `an audit in colour is bold in its headings and coloured in its grades`() throws {
        try expectGolden(AuditTextReporter(width: 100, color: true).report(Sample.report), "audit-colour.txt")
    }

    @Test func `an audit of one service shows all of its rules`() throws {
        var report = Sample.report
        report.card.services.removeAll { $0.name != "payments" }
        report.card.findings.removeAll { $0.service != "payments" }
        report.health = []
        let text = AuditTextReporter(width: 100, color: false, service: "pay*")
        try expectGolden(text.report(report), "audit-service.txt")
    }

    @Test func `an audit of nothing says so`() throws {
        let scoring = Scoring(assessed: Set(Dimension.allCases))
        let report = AuditReport(
            toolVersion: "0.1.0", rulesDigest: "0123456789ab", standard: false, ledger: Ledger(), sources: [],
            card: scoring.card(outcomes: [], services: []), health: [])
        try expectGolden(AuditTextReporter(width: 80, color: false).report(report), "audit-empty.txt")
    }

    @Test func `an audit as JSON`() throws {
        try expectGolden(AuditJSONReporter().report(Sample.report), "audit.json.txt")
    }

    @Test func `an inspection for a person and as JSON`() throws {
        let (sources, ledger) = (Sample.sources, Sample.ledger)
        try expectGolden(InspectTextReporter(width: 80, color: false).report(sources: sources, ledger: ledger), "inspect.txt")
        try expectGolden(InspectJSONReporter().report(sources: sources, ledger: ledger), "inspect.json.txt")
    }

    @Test func `the catalogue as a list, as JSON and one rule explained`() throws {
        let rules = Sample.rules.values.sorted { $0.id < $1.id }
        let text = RulesTextReporter(width: 80, color: false)
        try expectGolden(text.list(rules), "rules.txt")
        try expectGolden(RulesJSONReporter().report(rules.shuffled()), "rules.json.txt")
        let card = try #require(Sample.rules["SEC-005"])
        let event = try #require(Sample.rules["COR-003"])
        try expectGolden(
            text.explain(
                card, passing: [#"{"msg":"card ending in 4444 declined"}"#], failing: ["card 5555\u{1B}[31m\nsecond line"])
                + text.explain(event), "rules-explain.txt")
    }

    @Test(arguments: [40, 80, 100, 200])
    func `no line is longer than the terminal`(width: Int) {
        let text = AuditTextReporter(width: width, color: false, all: true).report(Sample.report)
        let table = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The table keeps names readable below 60 columns rather than fit.
        for line in table where width >= 60 { #expect(DisplayWidth.of(line) <= width, "\(line)") }
        #expect(table.count > 30)
    }

    @Test func `a folder that all sources share is said once, and times without a zone are named`() {
        var report = Sample.report
        for i in report.sources.indices {
            report.sources[i].path = "/recordings/gameday/" + report.sources[i].path
            report.sources[i].timeBasis = .assumedZone
        }
        for i in report.card.findings.indices {
            for j in report.card.findings[i].score.outcome.evidence.indices {
                report.card.findings[i].score.outcome.evidence[j].path.insert(
                    contentsOf: "/recordings/gameday/", at: "".startIndex)
            }
        }
        let text = AuditTextReporter(width: 100, color: false).report(report)
        #expect(text.contains("\npaths below start at /recordings/gameday/\n"))
        #expect(text.contains("\n      logs/shipping/shipping.log.1:1"))
        #expect(text.components(separatedBy: "/recordings").count == 2)
        #expect(text.contains("times in (no service) and orders name no zone"))
    }

    @Test func `a snapshot is no record, and what could not be opened is not damaged`() {
        var report = Sample.report
        report.ledger.problems = [
            InputProblem(path: "a.log", code: "unreadable", line: 0, byte: 0, detail: "cannot be opened: permission denied"),
            InputProblem(path: "b.log", code: "utf-16", line: 0, byte: 0, detail: "UTF-16 text, read as UTF-8"),
        ]
        let text = AuditTextReporter(width: 100, color: false).report(report)
        #expect(text.hasPrefix("47,489 records, 241 health snapshots, 7 services"))
        #expect(text.contains("\n1 of 41 files could not be read, 2 lines could not be understood (see Losses)\n"))
        #expect(!text.contains("damaged"))
    }

    @Test func `shuffled inputs give the same bytes`() {
        var report = Sample.report
        let (text, json) = (AuditTextReporter(width: 100, color: false).report(report), AuditJSONReporter().report(report))
        for _ in 0..<20 {
            report.health.shuffle()
            report.sources.shuffle()
            report.ledger.problems.shuffle()
            report.card.services.shuffle()
            for i in report.card.findings.indices { report.card.findings[i].score.outcome.evidence.shuffle() }
            #expect(AuditTextReporter(width: 100, color: false).report(report) == text)
            #expect(AuditJSONReporter().report(report) == json)
        }
    }
}
