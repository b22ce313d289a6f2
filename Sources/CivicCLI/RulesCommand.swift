import ArgumentParser
import CivicModel
import CivicReports
import CivicRules

/// `civic rules list|explain|test`.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "The catalogue of rules; run the examples inside rule files.",
        subcommands: [RulesListCommand.self, RulesExplainCommand.self, RulesTestCommand.self])
}

struct RulesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all rules.")
    @OptionGroup var output: OutputOptions

    func run() throws {
        let rules = try ScanSession.builtInRules().map(\.info).sorted { $0.id < $1.id }
        for destination in try output.destinations(["text", "json"]) {
            let text =
                destination.format == "json"
                ? RulesJSONReporter().report(rules)
                : RulesTextReporter(width: output.width, color: output.usesColor).list(rules)
            try output.write(text, to: destination)
        }
    }
}

struct RulesExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "explain", abstract: "Explain one rule, with its examples.")
    @OptionGroup var output: OutputOptions
    @Argument(help: ArgumentHelp("Id or name of the rule, such as LOG-001 or timestamp-present.", valueName: "id"))
    var id: String

    func run() throws {
        let rules = try ScanSession.builtInRules()
        guard let rule = rules.first(where: { $0.info.id.lowercased() == id.lowercased() || $0.info.name == id.lowercased() })
        else {
            let nearest =
                Suggestion.nearest(to: id.uppercased(), in: rules.map(\.info.id))
                ?? Suggestion.nearest(to: id, in: rules.map(\.info.name))
            throw CommandFailure(
                status: .usage,
                message:
                    "unknown rule \"\(id)\"\n  help: \(nearest.map { "did you mean \"\($0)\"? " } ?? "")civic rules list has all"
            )
        }
        let text = RulesTextReporter(width: output.width, color: output.usesColor)
            .explain(rule.info, passing: rule.passing.map(\.text), failing: rule.failing.map(\.text))
        try Console.write(text)
    }
}

struct RulesTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run the examples inside rule files through the whole pipeline.")
    @Argument(help: ArgumentHelp("A rule file of your own; the built-in rules unless given.", valueName: "file"))
    var file: String?

    func run() throws {
        let rules: [RuleDeclaration]
        if let file {
            do {
                rules = try RuleFileReader.read(path: file)
            } catch {
                throw CommandFailure(status: .usage, message: "\(error)")
            }
        } else {
            rules = try ScanSession.builtInRules()
        }
        let results = try ExampleRun.run(rules)
        let failures = results.filter { !$0.holds }
        for failure in failures { Console.error(failure.description) }
        try Console.write("\(results.count - failures.count) of \(results.count) examples of \(rules.count) rules hold\n")
        if !failures.isEmpty { throw CommandFailure(status: .findings, message: "\(failures.count) examples do not hold") }
    }
}
