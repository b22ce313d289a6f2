import ArgumentParser
import CivicCorrelation
import CivicModel
import CivicProfile
import CivicReports
import CivicRules

/// `civic trace ID PATH...`: one id through every service.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Follow one id through every service, as a tree of causes and effects.",
        discussion: """
            The id may be that of an event, a cause, a trace, a span or a request, under any name, in any notation, also inside \
            of text; its first characters are enough when no other id begins like it.
            """)

    @Argument(help: ArgumentHelp("The id, or how it begins (\(IDSearch.shortest) characters or more).", valueName: "id"))
    var id: String

    @OptionGroup var input: InputOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Leave times as they are written, whatever is known of the clocks.")
    var noClockAdjust = false

    /// Records that a tree may have.
    private static let mostRecords = 20_000

    func validate() throws {
        guard let search = IDSearch(id) else { throw ValidationError("\"\(id)\" is no id") }
        if search.length < IDSearch.shortest {
            throw ValidationError("an id is looked for by at least \(IDSearch.shortest) of its characters, not by \"\(id)\"")
        }
    }

    func run() throws {
        let destinations = try output.destinations(["text", "json"])
        guard let search = IDSearch(id) else { return }
        var input = input
        (input.from, input.to) = (nil, nil)
        let session = try ScanSession(input, judges: false)
        try session.refuse(destinations)
        var filter = TimelineFilter()
        filter.window = try ScanSession.window(self.input.from, self.input.to)
        if let pattern = input.service {
            let glob = Glob(pattern)
            filter.service = { glob.matches($0) }
        }
        let start = try session.readsStandardInput ? StandardInput.makeRereadable(spillFolder: input.spillDir) : 0
        let progress = ProgressLine(output, total: 3 * session.walk.inputs.reduce(0) { $0 + $1.size })
        let scout = TraceScout(search, memory: session.memory / 4, jobs: session.jobs)
        let (result, evidence) = try session.run(progress: progress) { [scout.observer()] }
        try session.writeRejects(to: input.rejects)
        let findings = scout.findings
        let candidates = findings.candidates
        guard let match = candidates.first, candidates.count == 1 else {
            progress?.clear()
            if candidates.isEmpty {
                StandardInput.rewind(to: start)
                throw CommandFailure(status: .inconclusive, message: nothingFound(session, result, evidence, progress))
            }
            throw CommandFailure(status: .inconclusive, message: severalFound(candidates, isCut: findings.isCut))
        }
        if match.isHub {
            progress?.clear()
            throw CommandFailure(status: .inconclusive, message: tooManyFlows(match))
        }

        let masks = try session.secretMasks()
        let sources = result.sources.indices.filter { $0 < session.walk.inputs.count && result.sources[$0].kind == .logs }
        var plan = TracePlan(match, findings: findings)
        var items: [TimelineItem] = []
        var isCut = false
        var readings = 0
        repeat {
            var options = TimelineCollector.Options()
            options.filter = plan.filter(filter)
            (options.memory, options.spillFolder, options.jobs) = (session.memory, input.spillDir, session.jobs)
            (options.limit, options.messageLimit) = (Self.mostRecords, 1024)
            options.adjustsClocks = !noClockAdjust
            let collector = TimelineCollector(
                options, after: result, evidence: evidence, sources: sources, mask: { masks.mask() })
            StandardInput.rewind(to: start)
            session.reread(sources, messages: evidence.messages, progress: progress) { [collector.observer()] }
            do {
                let order = TimelineOrder(
                    try collector.stream(with: []), silences: TimelineSilences(result.profile, isOn: false))
                items = []
                while items.count < Self.mostRecords, let item = try order.next() { items.append(item) }
                isCut = order.total > items.count
            } catch {
                throw CommandFailure(status: .usage, message: "\(error)")
            }
            readings += 1
        } while plan.learn(from: items) && readings < TracePlan.mostReadings && !isCut
        progress?.clear()

        // What was not asked for is not missing.
        let isPartial = isCut || filter.window != nil || filter.service != nil
        let paths = session.walk.inputs.map(\.path)
        let report = TraceReport(
            query: id, match: match, tree: plan.tree(items, correlation: isPartial ? nil : evidence.correlation),
            isCut: isCut || plan.isCut || readings == TracePlan.mostReadings)
        for destination in destinations {
            let isScreen = destination.file == nil
            let text =
                destination.format == "json"
                ? TraceJSONReporter(paths: paths).report(report)
                : TraceTextReporter(
                    width: isScreen ? output.width : 120, color: isScreen && output.usesColor, paths: paths
                ).report(report)
            try output.write(text, to: destination)
        }
    }

    private func severalFound(_ candidates: [TraceMatch], isCut: Bool) -> String {
        let count = isCut ? "more than \(candidates.count)" : "\(candidates.count)"
        var lines = ["\(count) ids fit \"\(SafeText.printable(id, columns: 80))\""]
        for match in candidates.prefix(20) {
            let services = match.services.filter { !$0.isEmpty }.sorted().prefix(6).joined(separator: ", ")
            lines.append(
                "  \(SafeText.printable(match.text, columns: 80))   \(CountText.of(match.records, "record")), "
                    + SafeText.printable(services, columns: 100))
        }
        if candidates.count > 20 { lines.append("  …") }
        return lines.joined(separator: "\n") + "\n  help: type more of the one that is meant"
    }

    private func tooManyFlows(_ match: TraceMatch) -> String {
        let text = SafeText.printable(match.text, columns: 80)
        return "\"\(text)\" stands in \(CountText.of(match.records, "record")) of more flows than one tree can show\n"
            + "  help: civic timeline --id \(text) PATH... lists them; the id of an event or a trace leads to one of them"
    }

    /// What an id was looked for in, and whose records hold none of that kind.
    private func lookedThrough(_ result: LogScan.Result, _ evidence: SystemEvidence) -> String {
        let names = ServiceNames(result.profile)
        let services = Set(result.profile.cells.keys.map { names.name($0.service, $0.origin, source: $0.source) })
        let sources = result.sources.count { $0.kind == .logs }
        var text =
            "  looked through: \(CountText.of(result.profile.cells.values.reduce(0) { $0 + $1.records }, "record"))"
            + " of \(CountText.of(services.count, "service")) in \(CountText.of(sources, "file")) of logs"
        let silent = (evidence.correlation?.withoutEvents ?? []).map { SafeText.printable($0, columns: 80) }
        if !silent.isEmpty {
            text +=
                "\n  help: records of \(silent.joined(separator: ", ")) name no events: trace an event of theirs by its order or trace"
            if names.stores.isEmpty {
                text += ", or name an export of the event store as well"
            }
        }
        return text
    }

    /// Looks for ids that are close to what was typed.
    private func nothingFound(
        _ session: ScanSession, _ result: LogScan.Result, _ evidence: SystemEvidence, _ progress: ProgressLine?
    ) -> String {
        let none = "no record holds an id like \"\(SafeText.printable(id, columns: 80))\""
        guard !result.profile.cells.isEmpty else {
            return "no records in \(CountText.of(session.walk.inputs.count, "input"))"
        }
        let nearest = NearestIDs(id, evidence: evidence)
        session.reread(Array(session.walk.inputs.indices), messages: evidence.messages, progress: progress) {
            [nearest.observer()]
        }
        progress?.clear()
        let found = nearest.found
        guard !found.isEmpty else { return none + ", nor one that is close\n" + lookedThrough(result, evidence) }
        return none + "\n  help: the closest are\n"
            + found.map { "    " + SafeText.printable($0, columns: 80) }.joined(separator: "\n")
    }
}
