import CivicContract
public import CivicScore

/// `civic check --format json`.
public struct CheckJSONReporter: Sendable {
    public init() {}

    public func report(_ report: CheckReport) -> String {
        var writer = JSONWriter(breakDepth: 2)
        writer.object { writer in
            writer.member("checkVersion", 1)
            writer.object("tool") { tool in
                tool.member("name", "civic")
                tool.member("version", report.audit.toolVersion)
                tool.member("rules", report.audit.rulesDigest)
            }
            writer.member("verdict", report.verdict.rawValue)
            writer.member("reasons", strings: report.reasons)
            writer.array("changes") { list in
                for change in report.contract?.changes ?? [] { list.object { Self.write(change, to: &$0) } }
            }
            writer.member("notExercised", report.contract?.notExercised ?? 0)
            writer.member("compared", report.contract?.compared ?? 0)
            writer.member("comparable", report.contract?.isComparable ?? true)
            writer.member("incomparable", strings: report.contract?.incomparable ?? [])
            writer.member("limits", strings: report.contract?.limits ?? [])
            writer.member("absentServices", strings: report.contract?.absentServices ?? [])
            writer.member("power", strings: report.contract?.power ?? [])
            writer.member("patch", report.contract?.patch ?? "")
            if let system = report.audit.card.system {
                writer.object("system") { object in
                    object.member("score", Grade.printed(system.score), decimals: 1)
                    object.member("grade", system.grade)
                }
            }
            writer.array("issues") { list in
                for issue in report.issues { list.object { Self.write(issue, to: &$0) } }
            }
        }
        return writer.text
    }

    private static func write(_ change: ContractChange, to writer: inout JSONWriter) {
        writer.member("id", change.kind.rawValue)
        writer.member("name", change.kind.name)
        writer.member("verdict", change.verdict.rawValue)
        writer.member("service", change.service)
        writer.member("subject", change.subject)
        writer.object("before") { write(change.before, to: &$0) }
        writer.object("after") { write(change.after, to: &$0) }
        writer.object("evidence") { evidence in
            evidence.member("k", change.evidence.k)
            evidence.member("n", change.evidence.n)
            evidence.member("low", change.evidence.low, decimals: 6)
            evidence.member("high", change.evidence.high, decimals: 6)
        }
        writer.member("message", change.message)
        writer.member("fix", change.fix)
        writer.member("consumers", strings: change.consumers)
        if !change.templates.isEmpty { writer.member("templates", strings: change.templates) }
    }

    private static func write(_ fact: ContractFact?, to writer: inout JSONWriter) {
        guard let fact else { return }
        writer.member("f", fact.kind.rawValue)
        if let key = fact.kind.subjectKey { writer.member(key, fact.subject) }
        for (key, value) in fact.attributes.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .text(let text): writer.member(key, text)
            case .number(let number): writer.member(key, number)
            case .flag(let flag): writer.member(key, flag)
            case .list(let list): writer.member(key, strings: list)
            }
        }
    }

    private static func write(_ issue: ReportIssue, to writer: inout JSONWriter) {
        writer.member("id", issue.id)
        writer.member("name", issue.name)
        writer.member("origin", issue.origin.rawValue)
        writer.member("severity", issue.severity.rawValue)
        writer.member("state", issue.state.rawValue)
        writer.member("fails", issue.fails)
        writer.member("service", issue.service)
        writer.member("subject", issue.subject)
        writer.member("message", issue.message)
        writer.member("fix", issue.fix)
        writer.member("violations", issue.violations)
        writer.member("population", issue.population)
        writer.member("fingerprint", issue.fingerprint)
        writer.object("anchor") { anchor in
            anchor.member("path", issue.anchor.path)
            anchor.member("line", issue.anchor.line)
        }
        writer.member("consumers", strings: issue.consumers)
        writer.array("evidence") { list in
            for evidence in issue.evidence {
                list.object { $0.address(evidence) }
            }
        }
    }
}
