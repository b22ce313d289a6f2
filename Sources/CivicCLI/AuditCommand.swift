import ArgumentParser
import CivicModel
import CivicProfile
import CivicReports
import CivicRules
import CivicScore

/// `civic audit PATH...`: scores every service and says what to fix first.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Score every service; list what to fix, dearest first.")

    @OptionGroup var input: InputOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var debt: DebtOptions

    @Flag(help: "Show every finding, not only the dearest.")
    var all = false

    func run() throws {
        let destinations = try output.destinations(
            ["text", "json"] + IssueReportFormat.names.filter { !IssueReportFormat.contractNames.contains($0) })
        let session = try ScanSession(input, judges: true)
        try session.refuse(destinations)
        let verdict = try RunVerdict(session.configuration, scope: input.scope, debt: debt.read())
        let progress = ProgressLine(output, total: session.walk.inputs.reduce(0) { $0 + $1.size })
        var (result, evidence) = try session.run(progress: progress)
        try session.name(&evidence)
        progress?.clear()
        try session.writeRejects(to: input.rejects)

        let report = try Audit.report(of: result, evidence: evidence, session: session, scope: input.scope)
        var check = verdict.report(report)
        if destinations.contains(where: { IssueReportFormat(rawValue: $0.format) != nil }) {
            SourceAnchors.apply(to: &check.issues)
        }
        for destination in destinations {
            if let format = IssueReportFormat(rawValue: destination.format) {
                try output.write(check, as: format, to: destination)
                continue
            }
            switch destination.format {
            case "json":
                let text = AuditJSONReporter().report(
                    report, correlation: evidence.correlation, health: evidence.health, check: check)
                try output.write(text, to: destination)
            default:
                let isScreen = destination.file == nil
                let text = AuditTextReporter(
                    width: isScreen ? output.width : 120, color: isScreen && output.usesColor, all: all, service: input.service)
                try output.write(
                    text.report(report, health: evidence.health, correlation: evidence.correlation, check: check),
                    to: destination)
            }
        }
        if report.ledger.records == 0 || report.card.services.isEmpty && report.health.isEmpty {
            throw CommandFailure(status: .inconclusive, message: Audit.emptyMessage(report, session, input.scope))
        }
        try input.refuseDamage(report.ledger.problems.count)
        // Reasons name services, which are named by logs.
        let reasons = check.reasons.map { SafeText.printable($0, columns: 300) }.joined(separator: "\n")
        switch check.verdict {
        case .ok: return
        case .breaking, .gate: throw CommandFailure(status: .findings, message: reasons)
        case .inconclusive: throw CommandFailure(status: .inconclusive, message: reasons)
        }
    }
}
