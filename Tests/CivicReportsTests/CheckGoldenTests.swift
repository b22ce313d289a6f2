import CivicModel
import CivicScore
import Foundation
import Testing

@testable import CivicReports

/// The reports for CI systems, byte for byte. `scripts/validate-reports` has the recordings judged by other programs.
@Suite struct CheckGoldenTests {
    @Test(arguments: [
        IssueReportFormat.sarif, .junit, .github, .gitlab, .checkstyle, .markdown, .prometheus, .badge,
    ])
    func `a check with every kind of issue is written as recorded`(_ format: IssueReportFormat) throws {
        try expectGolden(format.text(CheckSample.report), "check.\(format.rawValue).txt")
    }

    @Test func `a check as JSON`() throws {
        try expectGolden(CheckJSONReporter().report(CheckSample.report), "check.json.txt")
    }

    @Test func `a step summary is the Markdown, and is cut with notes where there is less room`() throws {
        let report = CheckSample.report
        #expect(IssueReportFormat.githubSummary.text(report) == MarkdownReporter().report(report))
        try expectGolden(MarkdownReporter(limit: 6 << 10).report(report), "check.github-summary.txt")
    }

    @Test func `whatever room there is, Markdown stays within it and closes what it opens`() {
        let report = CheckSample.report
        for limit in [-1, 0, 20, 100, 500, 1000, 2000, 4000, 10_000, 20_000, 100_000, 1 << 30] {
            let text = MarkdownReporter(limit: limit).report(report)
            #expect(text.utf8.count <= max(0, limit))
            #expect(text.isEmpty || text.hasPrefix("## Civic: the log contract is broken\n"))
            #expect(text.components(separatedBy: "\n```").count.isMultiple(of: 2) == false)
            #expect(text.components(separatedBy: "<details>").count == text.components(separatedBy: "</details>").count)
        }
        #expect(MarkdownReporter(limit: 1 << 30).report(report) == MarkdownReporter().report(report))
    }

    @Test func `a summary of very many services and reasons is cut, and says what is missing`() {
        var report = CheckSample.report
        report.reasons = (0..<5000).map { "reason \($0) \(String(repeating: "|", count: 300))" }
        let one = report.audit.card.services[0]
        report.audit.card.services = (0..<20_000).map { number in
            var service = one
            service.name = String(repeating: "|", count: 100) + String(number)
            return service
        }
        report.issues = (0..<20_000).map { report.issues[$0 % report.issues.count] }
        report.contract?.patch = String(repeating: "+a\n", count: 1 << 18)
        let text = MarkdownReporter().report(report)
        #expect(text.utf8.count <= MarkdownReporter.byteLimit && text.utf8.count > MarkdownReporter.byteLimit / 3)
        for note in [" more\n", " more services are left out here.\n", " more are left out here.\n", "too long to be shown"] {
            #expect(text.contains(note), "\(note)")
        }
    }

    @Test func `Prometheus is given numbers and nothing else`() {
        var report = CheckSample.report
        report.audit.card.system = (.nan, "–")
        report.audit.card.services[0].score = .infinity
        report.audit.card.services[1].score = .nan
        let text = PrometheusReporter().report(report)
        #expect(!text.lowercased().contains(/nan|inf$|civic_system_score/))
        let scored = report.audit.card.services.count(where: \.isScored)
        #expect(text.components(separatedBy: "civic_service_score{").count - 1 == scored - 2)
        #expect(text.contains("# TYPE civic_findings gauge\n"))
    }
}

/// Readers of JUnit tell suites and cases apart by their names.
@Suite struct JUnitNameTests {
    @Test func `no two suites and no two cases of a suite have one name`() {
        var report = CheckSample.report
        var issue = report.issues[0]
        let long = String(repeating: "s", count: 200)
        report.issues = ["", "civic", "civic (2)", long + "a", long + "b"].flatMap { service in
            issue.service = service
            return [issue, issue, issue]
        }
        let suites = JUnitReporter().report(report).components(separatedBy: "<testsuite ").dropFirst()
        let names = suites.compactMap { $0.firstMatch(of: /^name="([^"]*)"/)?.1 }
        #expect(names.count == suites.count && Set(names).count == names.count)
        #expect(names.contains("civic") && names.contains("civic (2)") && names.contains("civic (3)"))
        for suite in suites {
            let cases = suite.matches(of: #/ name="([^"]*)"/#).map(\.1)
            #expect(Set(cases).count == cases.count)
        }
    }
}

/// What GitHub's code scanning refuses or misreads.
@Suite struct SARIFLimitTests {
    @Test func `what is over five thousand are the accepted and the least grave, and they are counted`() throws {
        var report = CheckSample.report
        let issues = report.issues
        report.issues = []
        for (severity, state, fails) in [
            (Severity.error, ReportIssue.State.open, true), (.error, .accepted, false), (.warn, .open, false),
            (.info, .open, false),
        ] {
            for number in 0..<2000 {
                var issue = issues[0]
                (issue.severity, issue.state, issue.fails) = (severity, state, fails)
                (issue.origin, issue.fingerprint) = (.rule, "\(severity.rawValue)-\(state.rawValue)-\(number)")
                report.issues.append(issue)
            }
        }
        let run = try run(report)
        let results = try #require(run["results"] as? [[String: Any]])
        let levels = Dictionary(grouping: results) { $0["level"] as? String ?? "" }.mapValues(\.count)
        #expect(levels == ["error": 2000, "warning": 2000, "note": 1000])
        #expect(results.allSatisfy { $0["suppressions"] == nil })
        #expect("\(run["invocations"] ?? "")".contains("3000 more results are left out"))
    }

    @Test func `no text is longer than 1,024 characters, however they are counted`() throws {
        for long in [String(repeating: "e\u{301}\u{301}\u{301}\u{301}", count: 2000), String(repeating: "😀", count: 3000)] {
            let run = try run(IssueReportTests.report(long))
            let texts = Self.texts(run)
            #expect(texts.count > 20)
            #expect(texts.allSatisfy { $0.utf16.count <= 1024 }, "\(texts.map(\.utf16.count).max() ?? 0)")
        }
    }

    @Test func `no text is a link`() throws {
        let run = try run(IssueReportTests.report("see [the fix](https://evil.example) and [\\](1)"))
        #expect(!Self.texts(run).contains { $0.contains("](") })
    }

    @Test func `only secrets and personal data are shown among vulnerabilities`() throws {
        var report = CheckSample.report
        var issue = report.issues[0]
        report.issues = ["SEC-001", "SEC-005", "SEC-008", "CB16", "CB01", "LOG-001", "SECOND-1"].map {
            issue.id = $0
            return issue
        }
        let driver = try #require((try run(report)["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]])
        let grave = rules.filter { ($0["properties"] as? [String: Any])?["security-severity"] != nil }.compactMap {
            $0["id"] as? String
        }
        #expect(grave == ["CB16", "SEC-001", "SEC-005"])
    }

    @Test func `a path is an address inside of the repository`() throws {
        var report = CheckSample.report
        var issue = report.issues[0]
        let paths = [
            "a b/ü%.py": "a%20b/%C3%BC%25.py", "./x:y.go": "x%3Ay.go", "/etc/passwd": "etc/passwd", "../../up.py": "up.py",
            "": "civic.yml", "a\\b#c?d.py": "a%5Cb%23c%3Fd.py", "//host/share": "host/share",
        ]
        for (path, expected) in paths {
            issue.anchor.path = path
            report.issues = [issue]
            let text = SARIFReporter().report(report)
            #expect(text.contains("\"uri\":\"\(expected)\"") || text.contains("\"uri\": \"\(expected)\""), "\(path)")
        }
    }

    private func run(_ report: CheckReport) throws -> [String: Any] {
        let root = try JSONSerialization.jsonObject(with: Data(SARIFReporter().report(report).utf8)) as? [String: Any]
        return try #require((root?["runs"] as? [[String: Any]])?.first)
    }

    /// All that is shown as text below a value.
    private static func texts(_ value: Any) -> [String] {
        switch value {
        case let list as [Any]: list.flatMap(texts)
        case let members as [String: Any]:
            ["text", "name"].compactMap { members[$0] as? String } + members.values.flatMap(texts)
        default: []
        }
    }
}
