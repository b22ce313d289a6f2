import ArgumentParser
import CivicReports
import CivicRules

/// `civic schema NAME`: the JSON Schema of a report.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "schema", abstract: "The JSON Schema (2020-12) of a report.")
    @Argument(help: ArgumentHelp("audit, inspect or experiment.", valueName: "report"))
    var report: String

    func run() throws {
        switch report {
        case "audit": try Console.write(Schemas.audit())
        case "inspect": try Console.write(Schemas.inspect())
        case "experiment": try Console.write(Schemas.experiment())
        default:
            let nearest =
                Suggestion.nearest(to: report, in: ["audit", "inspect", "experiment"]).map { "did you mean \"\($0)\"? " } ?? ""
            throw CommandFailure(
                status: .usage,
                message: "no schema for \"\(report)\"\n  help: \(nearest)there are audit, inspect and experiment")
        }
    }
}
