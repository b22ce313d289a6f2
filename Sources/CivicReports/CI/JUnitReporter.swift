import CivicModel
public import CivicScore

/// JUnit XML: a suite per service, a case per rule and per change of the contract. A case fails when the run fails because of it;
/// rules that found nothing to judge are skipped.
public struct JUnitReporter: Sendable {
    private struct Case {
        var name: String
        /// The element inside; empty: passed.
        var body = ""
        var fails = false
        var isSkipped = false
    }

    public init() {}

    public func report(_ report: CheckReport) -> String {
        var suites: [(name: String, cases: [Case])] = []
        let issues = Dictionary(grouping: IssueText.listed(report), by: \.service)
        let cards = Dictionary(report.audit.card.services.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for name in Set(issues.keys).union(cards.keys).sorted() {
            suites.append((SafeText.name(name.isEmpty ? "civic" : name), cases(cards[name], issues[name] ?? [], report)))
        }
        // A service may be called civic, and long names are cut.
        for (index, name) in Self.distinct(suites.map(\.name)).enumerated() { suites[index].name = name }
        let all = suites.flatMap(\.cases)
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites\(Self.counts("civic", all))>\n"
        for suite in suites {
            text += "  <testsuite\(Self.counts(suite.name, suite.cases))>\n"
            for one in suite.cases {
                let names = XMLText.attributes(["classname": "civic." + suite.name, "name": one.name])
                text += one.body.isEmpty ? "    <testcase\(names)/>\n" : "    <testcase\(names)>\n\(one.body)    </testcase>\n"
            }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private static func counts(_ name: String, _ cases: [Case]) -> String {
        XMLText.attributes([
            "name": name, "tests": String(cases.count), "failures": String(cases.count(where: \.fails)),
            "skipped": String(cases.count(where: \.isSkipped)),
        ])
    }

    private func cases(_ card: ServiceCard?, _ issues: [ReportIssue], _ report: CheckReport) -> [Case] {
        var cases: [Case] = []
        let known = Dictionary(grouping: issues.filter { $0.origin == .rule }, by: \.id)
        for rule in card?.rules ?? [] {
            let info = rule.outcome.rule
            var one = Case(name: SafeText.name("\(info.id) \(info.name)"))
            if let issue = known[info.id]?.first {
                describe(issue, in: &one)
            } else if rule.verdict == .notApplicable || rule.verdict == .suppressed {
                one.isSkipped = true
                let why = rule.verdict == .suppressed ? "suppressed in civic.yml" : "nothing to judge"
                one.body = "      <skipped\(XMLText.attributes(["message": why]))/>\n"
            }
            cases.append(one)
        }
        for issue in issues where issue.origin != .rule {
            var one = Case(name: SafeText.name("\(issue.id) \(issue.name)\(issue.subject.isEmpty ? "" : " \(issue.subject)")"))
            describe(issue, in: &one)
            cases.append(one)
        }
        if report.contract != nil, card != nil, !issues.contains(where: { $0.origin == .contract }) {
            cases.append(Case(name: "contract kept"))
        }
        for (index, name) in Self.distinct(cases.map(\.name)).enumerated() { cases[index].name = name }
        return cases
    }

    /// The same names, numbered where they repeat: GitLab drops what has the name of another case.
    private static func distinct(_ names: [String]) -> [String] {
        var taken = Set(names)
        var seen: Set<String> = []
        return names.map { name in
            guard !seen.insert(name).inserted else { return name }
            var number = 2
            while !taken.insert("\(name) (\(number))").inserted { number += 1 }
            return "\(name) (\(number))"
        }
    }

    private func describe(_ issue: ReportIssue, in one: inout Case) {
        let message = IssueText.message(issue)
        var detail = "help: \(IssueText.short(issue.fix))"
        for evidence in issue.evidence.prefix(3) {
            detail += "\nat \(SafeText.printable(evidence.path, columns: 200)):\(evidence.line)"
        }
        // Line ends are ours: they are put back after each line was made harmless.
        let body = detail.split(separator: "\n").map { XMLText.escaped(String($0)) }.joined(separator: "\n")
        if issue.fails {
            one.fails = true
            let attributes = XMLText.attributes(["message": message, "type": issue.id])
            one.body = "      <failure\(attributes)>\(body)</failure>\n"
        } else {
            one.body = "      <system-out>\(XMLText.escaped(message))\n\(body)</system-out>\n"
        }
    }
}
