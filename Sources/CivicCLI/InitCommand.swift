import ArgumentParser
import CivicModel
import CivicProfile
import CivicRules

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `civic init PATH...`: writes a commented civic.yml for the logs at hand.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a commented civic.yml for the logs at hand.")

    @Argument(help: "Files and folders to look at; the current folder unless given.")
    var paths: [String] = []

    @Option(help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"))
    var output: String = "civic.yml"

    func run() throws {
        if output != "-", access(output, F_OK) == 0 {
            throw CommandFailure(
                status: .usage,
                message: "\(output) is there already\n  help: civic init --output - prints what would be written")
        }
        var services: [String] = []
        var fields: [Role: [String: Int]] = [:]
        if !paths.isEmpty {
            let session = try ScanSession(InputOptions.parse(paths), judges: false)
            let sources = try session.run(progress: nil, correlates: false).result.summaries()
            for source in sources {
                services += source.services.map(\.name)
                for (role, paths) in source.roles {
                    for path in paths { fields[role, default: [:]][path, default: 0] += source.ledger.records }
                }
            }
        }
        let roles = fields.sorted { $0.key.rawValue < $1.key.rawValue }.map { role, paths in
            (role: role, paths: paths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key))
        }
        let text = InitTemplate.text(services: Set(services).filter { !$0.isEmpty }.sorted(), fields: roles)
        if output == "-" {
            try Console.write(text)
        } else {
            try ReportFile.write(Array(text.utf8), to: output)
            Console.error("wrote \(output)")
        }
    }
}
