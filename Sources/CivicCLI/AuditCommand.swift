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

    @Flag(help: "Show every finding, not only the dearest.")
    var all = false

    func run() throws {
        let destinations = try output.destinations(["text", "json"])
        let session = try ScanSession(input, judges: true)
        try session.refuse(destinations)
        try Audit.checkSuppressions(session.configuration, quiet: output.quiet)
        let progress = ProgressLine(output, total: session.walk.inputs.reduce(0) { $0 + $1.size })
        let (result, evidence) = try session.run(progress: progress)
        progress?.clear()
        try session.writeRejects(to: input.rejects)

        let report = try Audit.report(of: result, evidence: evidence, session: session, only: input.service)
        for destination in destinations {
            switch destination.format {
            case "json":
                let text = AuditJSONReporter().report(report, correlation: evidence.correlation, health: evidence.health)
                try output.write(text, to: destination)
            default:
                let isScreen = destination.file == nil
                let text = AuditTextReporter(
                    width: isScreen ? output.width : 120, color: isScreen && output.usesColor, all: all, service: input.service)
                try output.write(
                    text.report(report, health: evidence.health, correlation: evidence.correlation), to: destination)
            }
        }
        if report.ledger.records == 0 || report.card.services.isEmpty && report.health.isEmpty {
            throw CommandFailure(status: .inconclusive, message: Audit.emptyMessage(report, session, only: input.service))
        }
        if input.strictInput, !report.ledger.problems.isEmpty {
            throw CommandFailure(
                status: .damagedInput,
                message: "\(report.ledger.problems.count) problems with the input, and --strict-input was given")
        }
        if let verdict = Audit.gate(report, session.configuration) { throw verdict }
    }
}
