import ArgumentParser
import CivicReports
import CivicRules

/// `civic schema NAME`: the JSON Schema of a report.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "schema", abstract: "The JSON Schema (2020-12) of a report.")
    private static let schemas: [(name: String, text: @Sendable () -> String)] = [
        ("audit", { Schemas.audit() }), ("inspect", { Schemas.inspect() }), ("timeline", { Schemas.timeline() }),
        ("trace", { Schemas.trace() }), ("check", { Schemas.check() }), ("debt", { Schemas.debt() }),
        ("experiment", { Schemas.experiment() }),
    ]
    private static let names = schemas.map(\.name)

    @Argument(help: ArgumentHelp("\(names.joined(separator: ", ")).", valueName: "report"))
    var report: String

    func run() throws {
        if let schema = Self.schemas.first(where: { $0.name == report }) { return try Console.write(schema.text()) }
        let nearest = Suggestion.nearest(to: report, in: Self.names).map { "did you mean \"\($0)\"? " } ?? ""
        throw CommandFailure(
            status: .usage,
            message: "no schema for \"\(report)\"\n  help: \(nearest)there are \(Self.names.joined(separator: ", "))")
    }
}
