import CivicContract
import CivicModel
import CivicProfile
import CivicScore
import Foundation
import Testing

@testable import CivicReports

/// The reports for CI systems: whatever a log said, none of them lets it act.
struct IssueReportTests {
    static let hostile =
        HostileTextTests.hostile + [
            "::error::owned", "%0A::error::owned", "##[error]owned", "]]>", "</script><script>alert(1)</script>",
            "=cmd|' /C calc'!A0",
            "<img src=x onerror=alert(1)>", "| a | b |", "`code` ```fence", "@maintainers", "https://evil.example",
            "[x](javascript:alert(1))",
            "${{ secrets.TOKEN }}", "$(rm -rf /)", "\\\"\n# TYPE x counter", "<!-- -->", "&lt;", "]]></failure>",
            "\u{FFFE}\u{FFFF}",
            String(repeating: "m", count: 1 << 20), "~~~", "__proto__", "a,b:c%d",
        ]

    static func report(_ text: String, count: Int = 3) -> CheckReport {
        var issues: [ReportIssue] = []
        for (number, origin) in ReportIssue.Origin.allCases.enumerated() {
            for copy in 0..<count {
                issues.append(
                    ReportIssue(
                        origin: origin, id: "CB0\(number + 1)", name: text, rationale: text, fix: text,
                        severity: Severity.allCases[(number + copy) % 3], state: copy == 2 ? .accepted : .open,
                        fails: copy == 0,
                        service: text, subject: text, message: text, violations: 3, population: 10,
                        fingerprint: "00000000000000\(number)\(copy)", anchor: .init(path: text, line: copy),
                        evidence: [Evidence(path: text, line: 1, byte: 0, sample: text)], consumers: [text]))
            }
        }
        let fact = ContractFact(
            service: text, kind: .template, subject: text, attributes: ["x": .text(text), "has": .list([text])])
        var contract = ContractComparison()
        contract.changes = [
            ContractChange(
                kind: .templateRemoved, verdict: .warn, service: text, subject: text, before: fact, after: nil,
                evidence: .init(k: 0, n: 9, low: 0, high: 0.3), message: text, fix: text, consumers: [text])
        ]
        contract.incomparable = [text]
        contract.power = [text]
        contract.limits = [text]
        contract.absentServices = [text]
        let before = ContractFile(path: "c.json", contract: Contract(facts: [fact]))
        contract.proposed = before.text
        contract.patch = UnifiedDiff.text(from: "", to: before.text, path: "c.json")
        return CheckReport(
            audit: HostileTextTests.report(text), verdict: .breaking, reasons: [text], issues: issues, contract: contract,
            contractPath: text)
    }

    private static func texts(_ text: String) -> [(name: String, text: String)] {
        let report = report(text)
        return IssueReportFormat.allCases.map { ($0.rawValue, $0.text(report)) } + [
            ("text", CheckTextReporter().report(report)), ("json", CheckJSONReporter().report(report)),
        ]
    }

    @Test(arguments: hostile.indices)
    func `nothing in any report moves a cursor or hides`(_ index: Int) {
        for (name, text) in Self.texts(Self.hostile[index]) {
            let acting = text.unicodeScalars.first { $0 != "\n" && $0 != "\u{2060}" && SafeText.acts($0) }
            #expect(acting == nil, "\(name): U+\(String(acting?.value ?? 0, radix: 16))")
        }
    }

    @Test(arguments: hostile.indices)
    func `no line is a command of a runner but those of the annotations`(_ index: Int) {
        for (name, text) in Self.texts(Self.hostile[index]) {
            for line in text.split(whereSeparator: \.isNewline) {
                #expect(!line.contains("##["), "\(name): \(line.prefix(200))")
                guard line.drop(while: \.isWhitespace).hasPrefix("::") else { continue }
                let isOurs =
                    name == "github"
                    && ["::error file=", "::warning file=", "::notice title=civic::"].contains { line.hasPrefix($0) }
                #expect(isOurs, "\(name): \(line.prefix(200))")
            }
        }
    }

    @Test(arguments: hostile.indices)
    func `a property of an annotation ends where we end it`(_ index: Int) {
        for line in GitHubAnnotationsReporter().report(Self.report(Self.hostile[index])).split(separator: "\n") {
            guard let start = line.firstRange(of: " ")?.upperBound, let end = line[start...].firstRange(of: "::")?.lowerBound
            else {
                Issue.record("\(line)")
                continue
            }
            let names = line[start..<end].split(separator: ",", omittingEmptySubsequences: false).map {
                $0.prefix { $0 != "=" }
            }
            #expect(names == ["file", "line", "title"] || names == ["title"], "\(line.prefix(300))")
        }
    }

    @Test(arguments: hostile.indices)
    func `what is JSON is read by another reader`(_ index: Int) throws {
        for (name, text) in Self.texts(Self.hostile[index]) where ["sarif", "gitlab", "badge", "json"].contains(name) {
            _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
        }
    }

    @Test(arguments: hostile.indices)
    func `what is XML has balanced tags and only characters that XML may have`(_ index: Int) {
        for (name, text) in Self.texts(Self.hostile[index]) where ["junit", "checkstyle"].contains(name) {
            var open: [Substring] = []
            var rest = text[...]
            while let start = rest.firstIndex(of: "<") {
                guard let end = rest[start...].firstIndex(of: ">") else {
                    Issue.record("\(name): a tag without end")
                    break
                }
                let tag = rest[rest.index(after: start)..<end]
                rest = rest[rest.index(after: end)...]
                let word = tag.drop { $0 == "/" }.prefix { $0.isLetter }
                if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
                if tag.hasPrefix("/") {
                    #expect(open.popLast() == word, "\(name): </\(word)>")
                } else {
                    open.append(word)
                }
                #expect(tag.count { $0 == "\"" }.isMultiple(of: 2))
            }
            #expect(open.isEmpty, "\(name)")
            #expect(!text.contains("]]>"))
            #expect(
                text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0xfffe && $0.value != 0xffff })
        }
    }

    @Test(arguments: hostile.indices)
    func `a table keeps its columns, and nothing in it is Markdown or HTML`(_ index: Int) {
        let text = MarkdownReporter().report(Self.report(Self.hostile[index]))
        var columns = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                columns = 0
                continue
            }
            let count = line.count { $0 == "|" }
            if columns == 0 { columns = count }
            #expect(count == columns, "\(line.prefix(300))")
            let bare = line.replacingOccurrences(of: "<code>", with: "").replacingOccurrences(of: "</code>", with: "")
            #expect(
                !bare.contains("<") && !bare.contains("`") && !bare.contains("@") && !bare.contains("://"),
                "\(bare.prefix(300))")
        }
        #expect(text.utf8.count <= MarkdownReporter.byteLimit)
    }

    @Test(arguments: hostile.indices)
    func `every line for Prometheus is a comment or a sample`(_ index: Int) throws {
        let sample = try Regex(
            #"^[a-z_]+(\{[a-z]+="([^"\\\n]|\\\\|\\"|\\n)*"(,[a-z]+="([^"\\\n]|\\\\|\\"|\\n)*")*\})? [0-9.]+$"#)
        let comment = try Regex(#"^# (HELP|TYPE) [a-z_]+ .+$"#)
        for line in PrometheusReporter().report(Self.report(Self.hostile[index])).split(separator: "\n") {
            let isKnown = try comment.wholeMatch(in: line) != nil || sample.wholeMatch(in: line) != nil
            #expect(isKnown, "\(line.prefix(300))")
        }
    }

    @Test(arguments: hostile.indices)
    func `code scanning takes what SARIF says`(_ index: Int) throws {
        let text = SARIFReporter().report(Self.report(Self.hostile[index]))
        let root = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let runs = try #require(root["runs"] as? [[String: Any]])
        #expect(root["version"] as? String == "2.1.0" && runs.count == 1)
        let driver = try #require((runs[0]["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]])
        #expect((runs[0]["automationDetails"] as? [String: Any])?["id"] as? String == "civic/logs/")
        for rule in rules {
            for key in ["shortDescription", "fullDescription", "help"] {
                let text = try #require((rule[key] as? [String: Any])?["text"] as? String)
                #expect(!text.isEmpty && text.count <= 1024)
            }
        }
        for result in try #require(runs[0]["results"] as? [[String: Any]]) {
            let ruleIndex = try #require(result["ruleIndex"] as? Int)
            #expect(rules[ruleIndex]["id"] as? String == result["ruleId"] as? String)
            #expect(["error", "warning", "note"].contains(result["level"] as? String ?? ""))
            let message = try #require((result["message"] as? [String: Any])?["text"] as? String)
            #expect(!message.isEmpty && message.count <= 1024)
            let location = try #require((result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
            let uri = try #require((location["artifactLocation"] as? [String: Any])?["uri"] as? String)
            #expect(!uri.isEmpty && !uri.hasPrefix("/") && uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
            #expect(try #require((location["region"] as? [String: Any])?["startLine"] as? Int) >= 1)
            #expect((result["partialFingerprints"] as? [String: Any])?["primaryLocationLineHash"] is String)
        }
    }

    @Test func `a message of a megabyte is cut, and no report grows with it`() {
        let text = String(repeating: "m", count: 1 << 20)
        for (name, report) in Self.texts(text) where !["json", "patch", "contract", "text"].contains(name) {
            #expect(report.utf8.count < 1 << 20, "\(name): \(report.utf8.count)")
        }
    }

    @Test func `ten errors and ten warnings are annotated, the worst first, and the rest is counted`() {
        let report = Self.report("x", count: 40)
        let lines = GitHubAnnotationsReporter().report(report).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("::error") } == 10 && lines.count { $0.hasPrefix("::warning") } == 10)
        #expect(lines.count { $0.hasPrefix("::notice") } == 2)
    }

    @Test func `the same report is written with the same bytes`() {
        let report = Self.report("orders")
        for format in IssueReportFormat.allCases { #expect(format.text(report) == format.text(report)) }
    }
}
