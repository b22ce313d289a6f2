import ArgumentParser
import CivicRules

/// `civic config print`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The effective configuration and where each value came from.",
        subcommands: [ConfigPrintCommand.self])
}

struct ConfigPrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "print", abstract: "Print the effective configuration.")
    @Option(help: ArgumentHelp("Configuration; civic.yml of the current folder when there is one.", valueName: "file"))
    var config: String?
    @Option(help: ArgumentHelp("As it is for this service.", valueName: "name"))
    var service: String?

    func run() throws {
        let builtIns = try ScanSession.builtInRules()
        let configuration = try ScanSession.configuration(config, builtIns: builtIns)
        try Console.write(ConfigurationPrinter.text(configuration, service: service, builtIns: builtIns))
    }
}
