import CivicModel
import CivicScore
import Foundation
import Testing

@testable import CivicReports

@Suite struct HostileTextTests {
    static let hostile: [String] = [
        "\u{1B}[2J\u{1B}[31mred\u{7}", "nul\u{0}byte", "a\u{202E}dlrow\u{2066}x", "line\nfeed\r\ttab", "\u{9B}31m",
        "\u{7F}\u{85}",
        "zero\u{200B}width\u{FEFF}", "sep\u{2028}\u{2029}", "::add-mask::x", "##[group]x", "\u{3000}\u{A0}::warning::z",
        "  ::stop-commands::y",
        "tag\u{E0041}", String(repeating: "\u{1B}]0;title\u{7}x", count: 400),
        String(repeating: "e\u{301}\u{301}\u{301}\u{301}\u{301}", count: 40),
        String(decoding: [0x61, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80], as: UTF8.self), "表\u{1B}表", "\"quote\\back",
    ]

    /// A report in which all text that comes from outside is `text`.
    static func report(_ text: String) -> AuditReport {
        var report = Sample.report
        report.ledger.problems = [InputProblem(path: text, code: text, line: 3, byte: 4, detail: text)]
        report.health = [(text, ["pass": 1, text: 2])]
        report.sources = sources(text)
        for s in report.card.services.indices { report.card.services[s].name = text + String(s) }
        for f in report.card.findings.indices {
            report.card.findings[f].service = text
            report.card.findings[f].message = text
            report.card.findings[f].score.outcome.rule.name = text
            report.card.findings[f].score.outcome.rule.fix = text
            report.card.findings[f].score.outcome.evidence = [Evidence(path: text, line: 1, byte: 2, sample: text)]
        }
        return report
    }

    static func sources(_ text: String) -> [SourceSummary] {
        Sample.sources.map { source in
            var source = source
            source.path = text
            source.compression = text
            source.formats = [(text, 1)]
            source.services = [.init(name: text, records: 1, origin: .field)]
            source.roles = [.time: [text], .event: [text, text], .host: [text]]
            source.health = .init(format: text, snapshots: 1, statuses: ["pass": 1, text: 2], components: 1)
            source.ledger.problems = [InputProblem(path: text, code: text, line: 0, byte: 4, detail: text)]
            return source
        }
    }

    private func expectHarmless(_ output: String, lines: Bool) {
        for scalar in output.unicodeScalars where scalar != "\n" {
            #expect(!SafeText.acts(scalar), "U+\(String(scalar.value, radix: 16))")
            if SafeText.acts(scalar) { return }
        }
        guard lines else { return }
        for line in output.split(separator: "\n") {
            #expect(!line.drop(while: \.isWhitespace).hasPrefix("::"), "\(line)")
            #expect(!line.contains("##["), "\(line)")
        }
    }

    @Test(arguments: hostile.indices)
    func `no reporter prints what acts on a terminal or a build server`(_ i: Int) throws {
        let text = Self.hostile[i]
        for width in [40, 80, 200] {
            expectHarmless(AuditTextReporter(width: width, color: false, all: true).report(Self.report(text)), lines: true)
            expectHarmless(
                AuditTextReporter(width: width, color: false, service: text + "*").report(Self.report(text)), lines: true)
            expectHarmless(
                InspectTextReporter(width: width, color: false).report(sources: Self.sources(text), ledger: Sample.ledger),
                lines: true)
        }
        var rule = try #require(Sample.rules["SEC-005"])
        (rule.name, rule.rationale, rule.fix, rule.profiles) = (text, text, text, [text])
        let rules = RulesTextReporter(width: 80, color: false)
        expectHarmless(rules.explain(rule, passing: [text], failing: [text]) + rules.list([rule]), lines: true)
        expectHarmless(AuditJSONReporter().report(Self.report(text)), lines: false)
        expectHarmless(InspectJSONReporter().report(sources: Self.sources(text), ledger: Sample.ledger), lines: false)
        expectHarmless(RulesJSONReporter().report([rule]), lines: false)
    }

    @Test(arguments: hostile.indices)
    func `JSON gives back every character of a hostile text`(_ i: Int) throws {
        let text = Self.hostile[i]
        let json = AuditJSONReporter().report(Self.report(text))
        let root = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let findings = try #require(root["findings"] as? [[String: Any]])
        let message = try #require(findings.first?["message"] as? String)
        #expect(Array(message.utf8) == Array(text.utf8))
    }

    @Test func `a megabyte of message becomes a few lines`() {
        let report = Self.report(String(repeating: "lorem ipsum \u{1B}", count: 90_000))
        let text = AuditTextReporter(width: 80, color: false, all: true).report(report)
        #expect(text.utf8.count < 100_000)
        expectHarmless(text, lines: true)
    }

    @Test func `what is printed can be read`() {
        #expect(SafeText.printable("a\u{1B}[31m\n\t\u{202E}b") == "a\\u{1B}[31m\\n\\t\\u{202E}b")
        #expect(SafeText.printable("grün 表 ✓ \u{E9}") == "grün 表 ✓ \u{E9}")
        #expect(SafeText.printable(bytes: [0x61, 0xff, 0x62]) == "a\u{FFFD}b")
        #expect(SafeText.printable("e\u{301}\u{301}\u{301}\u{301}\u{301}") == "e\u{301}\u{301}\u{301}\u{301}\\u{301}")
        #expect(SafeText.printable("abcdef", columns: 4) == "abc…")
        #expect(SafeText.printable("abcd", columns: 4) == "abcd")
        #expect(SafeText.printable("表表表", columns: 4) == "表…")
    }
}
