public import ArgumentParser
import CivicRules

/// `civic`, the command that holds all others.
public struct CivicCommand: ParsableCommand {
    public static let version = "0.1.0"

    public static let configuration = CommandConfiguration(
        commandName: "civic",
        abstract: "Scores how well services can be debugged from what they already write: logs, health answers, experiments.",
        discussion: "Start with: civic audit PATH...",
        version: version,
        subcommands: [
            AuditCommand.self, CheckCommand.self, ContractCommand.self, DebtCommand.self,
            InspectCommand.self, RulesCommand.self,
            FormatsCommand.self, ConfigCommand.self,
            IDsCommand.self, InitCommand.self, TimelineCommand.self, TraceCommand.self, ExperimentCommand.self,
            SchemaCommand.self, DocsCommand.self,
        ])

    public init() {}

    /// Parses, runs and leaves with the exit status that docs/what-stops-a-run.md lists.
    public static func start() -> Never {
        CrashStatus.install()
        Console.outliveReaders()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as CommandFailure {
            Console.error(error.message)
            leave(error.status)
        } catch {
            let code = exitCode(for: error)
            if code.rawValue == ExitCode.validationFailure.rawValue {
                Console.error(unknownCommand(CommandLine.arguments.dropFirst().first) ?? fullMessage(for: error))
                leave(.usage)
            }
            exit(withError: error)
        }
        leave(.fine)
    }

    /// What to say of a first word that is no command, or nil when it is one.
    private static func unknownCommand(_ word: String?) -> String? {
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        guard let word, !word.hasPrefix("-"), !names.contains(word) else { return nil }
        let nearest = Suggestion.nearest(to: word, in: names).map { "did you mean \"\($0)\"? " } ?? ""
        return "unknown command \"\(word)\"\n  help: \(nearest)civic --help has all"
    }
}
