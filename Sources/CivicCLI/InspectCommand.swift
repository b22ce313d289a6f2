import ArgumentParser
import CivicModel
import CivicProfile
import CivicReports

/// `civic inspect PATH...`: what was understood of each source, without judging it.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what Civic understood: format, times, levels, roles, losses, per source.")

    @OptionGroup var input: InputOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let destinations = try output.destinations(["text", "json"])
        let session = try ScanSession(input, judges: false)
        try session.refuse(destinations)
        let progress = ProgressLine(output, total: session.walk.inputs.reduce(0) { $0 + $1.size })
        let (result, _) = try session.run(progress: progress, correlates: false)
        progress?.clear()
        try session.writeRejects(to: input.rejects)
        let sources = result.summaries()
        var ledger = Ledger()
        for source in sources { ledger.add(source.ledger) }
        for destination in destinations {
            switch destination.format {
            case "json": try output.write(InspectJSONReporter().report(sources: sources, ledger: ledger), to: destination)
            default:
                let isScreen = destination.file == nil
                let text = InspectTextReporter(width: isScreen ? output.width : 120, color: isScreen && output.usesColor)
                try output.write(text.report(sources: sources, ledger: ledger), to: destination)
            }
        }
        if ledger.records == 0 {
            throw CommandFailure(
                status: .inconclusive, message: "no records in \(CountText.of(session.walk.inputs.count, "input"))")
        }
        try input.refuseDamage(ledger.problems.count)
    }
}
