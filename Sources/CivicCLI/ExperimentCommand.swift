import ArgumentParser
import CivicCorrelation
import CivicModel
import CivicProfile
import CivicReports
import CivicRules

/// `civic experiment JOURNAL PATH...`: for each fault, who noticed it and who stayed silent.
struct ExperimentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "For each fault of an experiment: who noticed, in logs or health, how fast; who stayed silent.",
        discussion:
            "JOURNAL is the journal.json of Chaos Toolkit, a folder of such journals, or a list of {\"name\", \"target\", \"start\", \"end\"}."
    )

    @Argument(help: ArgumentHelp("What was done: a journal, a folder of journals, or a list of faults.", valueName: "journal"))
    var journal: String

    @OptionGroup var input: InputOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let destinations = try output.destinations(["text", "json", "markdown"])
        let named = try ExperimentFiles.reading([journal])
        let session = try ScanSession(input, judges: false)
        try session.refuse(destinations)
        let progress = ProgressLine(output, total: session.walk.inputs.reduce(0) { $0 + $1.size })
        let (result, evidence) = try session.run(progress: progress, experiments: named.experiments)
        progress?.clear()
        try session.writeRejects(to: input.rejects)

        let report = report(named, result, evidence, session)
        for destination in destinations {
            switch destination.format {
            case "json": try output.write(ExperimentJSONReporter().report(report), to: destination)
            case "markdown": try output.write(ExperimentMarkdownReporter().report(report), to: destination)
            default:
                let isScreen = destination.file == nil
                let text = ExperimentTextReporter(
                    width: isScreen ? output.width : 120, color: isScreen && output.usesColor)
                try output.write(text.report(report), to: destination)
            }
        }
        if !output.quiet, !destinations.contains(where: { $0.format == "text" }) {
            for problem in named.problems { Console.error(SafeText.printable("\(problem.path): \(problem.detail)")) }
        }
        try throwIfInconclusive(report, result)
        try input.refuseDamage(report.problems.count)
    }

    private func report(
        _ named: ExperimentFiles.Reading, _ result: LogScan.Result, _ evidence: SystemEvidence, _ session: ScanSession
    ) -> ExperimentReport {
        // Journals that lie among the logs were held against them, too; asked was for those that were named.
        var reviews: [ExperimentReview] = []
        for experiment in named.experiments {
            let review = evidence.experiments.first {
                $0.experiment.path == experiment.path && $0.experiment.title == experiment.title
                    && $0.experiment.start == experiment.start
            }
            var shown = review ?? ExperimentReview(experiment: experiment)
            if let glob = input.service.map({ Glob($0) }) { shown.keep { glob.matches($0) } }
            reviews.append(shown)
        }
        var problems = named.problems
        for source in result.sources { problems += source.problems }
        return ExperimentReport(
            reviews: reviews, paths: session.walk.inputs.map(\.path), problems: problems,
            records: result.profile.cells.values.reduce(0) { $0 + $1.records }, answers: result.health.observations.count)
    }

    private func throwIfInconclusive(_ report: ExperimentReport, _ result: LogScan.Result) throws {
        if report.records == 0, report.answers == 0 {
            throw CommandFailure(
                status: .inconclusive,
                message: "no records and no health answers in \(CountText.of(report.paths.count, "input"))\n"
                    + "  help: civic inspect PATH... says what was understood of each")
        }
        let withFaults = report.reviews.filter { !$0.experiment.faults.isEmpty }
        if !withFaults.isEmpty, withFaults.allSatisfy(\.isElsewhere) {
            throw CommandFailure(
                status: .inconclusive,
                message: SafeText.printable(
                    withFaults.flatMap(\.remarks).first ?? "the experiment is of another time than the logs"))
        }
        if !report.reviews.isEmpty, report.reviews.allSatisfy({ $0.experiment.isUnknown }) {
            throw CommandFailure(
                status: .inconclusive,
                message: "what the experiment did is not known: its journal is not whole\n"
                    + "  help: chaos run writes journal.json when it ends; take the whole file, or write down name, target, start and end of each fault as a list"
            )
        }
        if report.reviews.allSatisfy({ $0.experiment.origin == .plan }) {
            throw CommandFailure(
                status: .inconclusive,
                message: "an experiment file does not say when it was played\n  help: name the journal.json of the run")
        }
    }
}
