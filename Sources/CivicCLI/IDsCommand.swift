import ArgumentParser
import CivicReports

/// `civic ids explain PATH...`: which fields hold ids, and why Civic thinks so.
struct IDsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ids", abstract: "The fields that hold ids, what each is for, and what that stands on.",
        subcommands: [IDsExplainCommand.self])
}

struct IDsExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show the role of every field that may hold ids, with the evidence.")

    @OptionGroup var input: InputOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let destinations = try output.destinations(["text", "json"])
        let session = try ScanSession(input, judges: false)
        try session.refuse(destinations)
        let roles = session.columnRoles()
        for destination in destinations {
            switch destination.format {
            case "json": try output.write(IDsJSONReporter().report(roles.evidence), to: destination)
            default:
                let isScreen = destination.file == nil
                let text = IDsTextReporter(width: isScreen ? output.width : 120, color: isScreen && output.usesColor)
                try output.write(text.report(roles.evidence), to: destination)
            }
        }
        if roles.evidence.isEmpty {
            throw CommandFailure(
                status: .inconclusive, message: "no records in \(CountText.of(session.walk.inputs.count, "input"))")
        }
    }
}
