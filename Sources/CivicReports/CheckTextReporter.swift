import CivicContract
public import CivicScore

/// `civic check` for people: the verdict, what broke, what could not be proven, and a patch.
///
/// Texts of the input never stand at the start of a line, so that no runner takes them for a command of its own.
public struct CheckTextReporter: Sendable {
    /// Changes of a kind that are listed before the rest is only counted.
    private static let shown = 40

    public init() {}

    public func report(_ report: CheckReport) -> String {
        var text = ""
        let failing = report.issues.filter(\.fails)
        let warnings = report.issues.filter { !$0.fails && $0.severity == .warn && $0.state == .open && $0.origin != .rule }
        let notes = report.issues.filter { !$0.fails && $0.severity == .info && $0.state == .open && $0.origin == .contract }
        for (title, issues) in [("breaks", failing), ("warnings", warnings), ("noticed", notes)] where !issues.isEmpty {
            text += "\(title)\n"
            for issue in issues.prefix(Self.shown) { text += entry(issue) }
            if issues.count > Self.shown { text += "  … \(issues.count - Self.shown) more: civic check --format json\n" }
            text += "\n"
        }
        if let contract = report.contract {
            text += "compared \(NumberText.count(contract.compared)) facts of \(SafeText.name(report.contractPath))"
            text += ", \(NumberText.count(contract.notExercised)) not exercised\n"
            for line in contract.incomparable + contract.limits { text += "  - \(SafeText.printable(line, columns: 200))\n" }
            if !contract.absentServices.isEmpty {
                text += "  not in this run: \(contract.absentServices.map { SafeText.name($0) }.joined(separator: ", "))\n"
            }
            for line in contract.power.prefix(Self.shown) { text += "  - \(SafeText.printable(line, columns: 200))\n" }
            if !contract.patch.isEmpty {
                text += "\nto accept all of it: civic contract update, or this patch (git apply)\n\n"
                text += contract.patch + "\n"
            }
        }
        text += "verdict: \(report.verdict.rawValue)\n"
        for reason in report.reasons { text += "  - \(SafeText.printable(reason, columns: 300))\n" }
        return RunnerText.harmless(text)
    }

    private func entry(_ issue: ReportIssue) -> String {
        let subject = issue.subject.isEmpty ? "" : " " + SafeText.name(issue.subject)
        var text = "  \(issue.id) \(SafeText.name(issue.service))\(subject)\n"
        text += "    | \(SafeText.printable(issue.message, columns: 400))\n"
        if issue.isCounted { text += "    seen: \(issue.violations) of \(issue.population)\n" }
        if !issue.consumers.isEmpty {
            text += "    read by: \(issue.consumers.map { SafeText.name($0) }.joined(separator: ", "))\n"
        }
        for evidence in issue.evidence.prefix(2) {
            text += "      at \(SafeText.printable(evidence.path, columns: 200)):\(evidence.line)\n"
        }
        text += "    in \(SafeText.printable(issue.anchor.path, columns: 200)):\(issue.anchor.line)\n"
        if issue.severity > .info { text += "    help: \(SafeText.printable(issue.fix, columns: 300))\n" }
        return text
    }
}
