import ArgumentParser
import CivicContract
import CivicModel
import CivicReports
import CivicScore

/// `civic check PATH...`: contract and gate in one verdict. Never writes but to the reports that it is told to.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "The gate for CI: contract, accepted debt and score in one verdict; never writes.")

    @OptionGroup var input: InputOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var contract: ContractOptions
    @OptionGroup var debt: DebtOptions

    @Option(
        help: ArgumentHelp(
            "Judge only these services, and expect nothing of others: for runs of a part; may be repeated.", valueName: "glob"))
    var only: [String] = []

    @Flag(help: "A run that cannot be held against the contract ends with status 3.")
    var strictEvidence = false

    /// A check never writes what it judges by.
    private func refuseOverwriting(_ destinations: [OutputOptions.Destination]) throws(CommandFailure) {
        let judged = contract.names + [input.config ?? "civic.yml"]
        for destination in destinations {
            guard let file = destination.file else { continue }
            try ReportFile.refuse(file, option: "--format \(destination.format)=…", amongst: judged)
        }
        if let rejects = input.rejects { try ReportFile.refuse(rejects, option: "--rejects", amongst: judged) }
    }

    func run() throws {
        let destinations = try output.destinations(["text", "json"] + IssueReportFormat.names)
        // Without a contract the gate alone is checked, and only where there is one.
        let files = try contract.readIfAny()
        try refuseOverwriting(destinations)
        let run = try ObservedRun(input, only: only, watchesValues: !files.isEmpty) { session in
            ProgressLine(output, total: session.walk.inputs.reduce(0) { $0 + $1.size })
        }
        try run.session.refuse(destinations)
        if files.isEmpty, run.session.configuration.path == nil {
            throw CommandFailure(
                status: .usage,
                message: "there is neither a contract (\(ContractOptions.usual)) nor a gate (civic.yml) to check\n"
                    + "  help: civic contract init PATH... writes a contract, civic init PATH... a civic.yml")
        }
        try run.requireRecords(input)
        var verdict = try RunVerdict(run.session.configuration, scope: run.scope, debt: debt.read())
        verdict.holdsDebt = true
        var report = CheckVerdict.report(run, contracts: files, verdict: verdict, strictEvidence: strictEvidence)
        SourceAnchors.apply(to: &report.issues)
        for destination in destinations {
            if let format = IssueReportFormat(rawValue: destination.format) {
                try output.write(report, as: format, to: destination)
                continue
            }
            switch destination.format {
            case "json": try output.write(CheckJSONReporter().report(report), to: destination)
            default: try output.write(CheckTextReporter().report(report), to: destination)
            }
        }
        try input.refuseDamage(report.audit.ledger.problems.count)
        switch report.verdict {
        case .ok: return
        case .breaking, .gate: leave(.findings)
        case .inconclusive: leave(.inconclusive)
        }
    }
}
