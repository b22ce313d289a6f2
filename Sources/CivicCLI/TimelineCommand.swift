import ArgumentParser
import CivicCorrelation
import CivicModel
import CivicProfile
import CivicReports
import CivicRules

/// `civic timeline PATH...`: records, health changes and experiment steps in one order.
struct TimelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Show one merged timeline of records, health changes and experiment steps.",
        discussion: """
            Times are corrected where the clock of a service is known to be wrong, and the written time stays in the output. An \
            effect stands behind its cause; ~ marks lines whose order against the line above is not known.
            """)

    @OptionGroup var input: InputOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var timeline: TimelineOptions

    func run() throws {
        let destinations = try output.destinations(["text", "jsonl"])
        var input = input
        // Times are corrected before they are compared, and clocks are judged by the whole recording.
        (input.from, input.to) = (nil, nil)
        let session = try ScanSession(input, judges: false)
        try session.refuse(destinations)
        let experiments = try ExperimentFiles.read(timeline.experiment)
        var filter = TimelineFilter()
        filter.window = try window(experiments)
        filter.level = timeline.level.flatMap { Level(name: $0) }
        filter.ids = timeline.id.compactMap { IDSearch($0) }
        if let pattern = self.input.service {
            let glob = Glob(pattern)
            filter.service = { $0.isEmpty || glob.matches($0) }
        }
        let start = try session.readsStandardInput ? StandardInput.makeRereadable(spillFolder: input.spillDir) : 0
        let progress = ProgressLine(output, total: 2 * session.walk.inputs.reduce(0) { $0 + $1.size })
        let (result, evidence) = try session.run(progress: progress, correlates: !timeline.noClockAdjust)
        try session.writeRejects(to: input.rejects)

        let isScreen = destinations.contains { $0.file == nil && $0.format == "text" } && Console.isOutputTerminal
        let limit = timeline.limit ?? (isScreen ? 500 : 0)
        var entries = evidence.health?.timelineEntries() ?? []
        for experiment in ExperimentFiles.read(result, paths: session.walk.inputs.map(\.path), beside: experiments) {
            entries += experiment.timelineEntries()
        }
        // What happens to one id takes moments: the changes of a whole recording would bury it.
        if !timeline.id.isEmpty, filter.window == nil { entries = [] }
        var options = TimelineCollector.Options()
        options.filter = filter
        options.memory = session.memory
        options.spillFolder = input.spillDir
        options.jobs = session.jobs
        options.limit = limit > 0 ? limit : nil
        options.messageLimit = destinations.contains { $0.format == "jsonl" } ? 4096 : 512
        options.adjustsClocks = !timeline.noClockAdjust
        let masks = try session.secretMasks()
        let sources = TimelineSources(result, correlation: evidence.correlation).worthReading(filter)
        let collector = TimelineCollector(
            options, after: result, evidence: evidence, sources: sources, services: entries.map(\.service),
            mask: { masks.mask() })
        StandardInput.rewind(to: start)
        session.reread(sources, messages: evidence.messages, progress: progress) { [collector.observer()] }
        progress?.clear()

        let problems = result.summaries().reduce(0) { $0 + $1.ledger.problems.count }
        do {
            let order = TimelineOrder(
                try collector.stream(with: entries),
                silences: TimelineSilences(result.profile, isOn: filter.level == nil && filter.ids.isEmpty))
            try write(
                order, to: destinations, limit: limit, paths: session.walk.inputs.map(\.path), problems: problems)
        } catch let error as SpillError {
            throw CommandFailure(status: .usage, message: error.description)
        }
        if result.profile.cells.isEmpty, entries.isEmpty {
            throw CommandFailure(
                status: .inconclusive, message: "no records in \(CountText.of(session.walk.inputs.count, "input"))")
        }
        try input.refuseDamage(problems)
    }

    /// Streams every entry to every report.
    private func write(
        _ order: TimelineOrder, to destinations: [OutputOptions.Destination], limit: Int, paths: [String],
        problems: Int
    ) throws {
        var reports: [(reporter: any TimelineReporter, stream: ReportStream)] = []
        for destination in destinations {
            let isScreen = destination.file == nil
            var options = TimelineTextReporter.Options(
                width: isScreen ? output.width : 120, color: isScreen && output.usesColor, paths: paths)
            options.countsFromFirst = !timeline.id.isEmpty
            let reporter: any TimelineReporter =
                destination.format == "jsonl" ? TimelineJSONReporter(paths: paths) : TimelineTextReporter(options)
            reports.append((reporter, try ReportStream(destination)))
        }
        var shown = 0
        while limit == 0 || shown < limit, let item = try order.next() {
            shown += 1
            for index in reports.indices {
                reports[index].reporter.add(item)
                try reports[index].stream.write(reports[index].reporter.take())
            }
            if reports.allSatisfy({ !$0.stream.isOpen }) { return }
        }
        let isWhole = shown == order.total
        let end = TimelineEnd(
            leftOut: order.total - shown, untimed: order.untimed, silences: isWhole ? order.lastSilences : [],
            problems: problems)
        if let loss = end.loss, !output.quiet, !destinations.contains(where: { $0.format == "text" }) { Console.error(loss) }
        for index in reports.indices {
            reports[index].reporter.finish(end)
            try reports[index].stream.write(reports[index].reporter.take())
            try reports[index].stream.finish()
        }
        if shown == 0 { throw CommandFailure(status: .inconclusive, message: emptyMessage(order)) }
    }

    private func emptyMessage(_ order: TimelineOrder) -> String {
        if order.untimed > 0 {
            return "\(CountText.of(order.untimed, "record")) would be shown, and none says its time"
        }
        if !timeline.id.isEmpty {
            return "no record holds the id\n  help: civic trace ID PATH... tells whether some id is close to it"
        }
        return
            "nothing lies on the timeline that was asked for\n  help: civic inspect PATH... says which times, levels and services each input holds"
    }

    /// What --from and --to, --around and --experiment leave.
    private func window(_ experiments: [Experiment]) throws(CommandFailure) -> ClosedRange<Int64>? {
        var window = try ScanSession.window(input.from, input.to)
        func narrow(_ low: Int64, _ high: Int64, _ option: String) throws(CommandFailure) {
            let (from, to) = (max(low, window?.lowerBound ?? .min), min(high, window?.upperBound ?? .max))
            guard from <= to else {
                throw CommandFailure(status: .usage, message: "\(option) lies outside of the other limits of the timeline")
            }
            window = from...to
        }
        if let around = timeline.around {
            guard let middle = try ScanSession.window(around, nil, option: "--around")?.lowerBound else { return window }
            try narrow(middle &- timeline.margin, middle &+ timeline.margin, "--around")
        }
        let spans = experiments.compactMap(\.span)
        if let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max() {
            try narrow(first.nanoseconds &- timeline.margin, last.nanoseconds &+ timeline.margin, "--experiment")
        }
        return window
    }
}
