import ArgumentParser

/// `civic docs rules|formats`: prints a generated page of `docs/`, for `scripts/docs`.
struct DocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Print a generated page of docs/.", shouldDisplay: false)

    enum Page: String, ExpressibleByArgument, CaseIterable { case rules, formats }

    @Argument var page: Page

    func run() throws {
        switch page {
        case .rules: try Console.write(GeneratedPages.rules(ScanSession.builtInRules()))
        case .formats: try Console.write(GeneratedPages.formats())
        }
    }
}
