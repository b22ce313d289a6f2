public import CivicCorrelation
import CivicModel
public import CivicScore

/// The report of `civic audit` for a person: the verdict first, then what to do, then the evidence.
public struct AuditTextReporter: Sendable {
    /// Columns of the terminal.
    public var width: Int
    public var color: Bool
    /// Every finding with all its evidence, instead of the ten dearest with three addresses each.
    public var all: Bool
    /// What the report was limited to; every rule that was applied to these services is shown then.
    public var service: String?

    private static let findingLimit = 10
    private static let evidenceLimit = 3
    private static let lossLimit = 20

    public init(width: Int, color: Bool, all: Bool = false, service: String? = nil) {
        (self.width, self.color, self.all, self.service) = (width, color, all, service)
    }

    /// - Parameters:
    ///   - health: the answers behind `report.health`, where they were kept.
    ///   - correlation: what became of events; nil when no record carried an id.
    ///   - check: what the gate made of it; nil: nobody asked.
    public func report(
        _ report: AuditReport, health: HealthHistory? = nil, correlation: Correlation? = nil, check: CheckReport? = nil
    ) -> String {
        var page = TextPage(width: width, color: color)
        let services = report.card.services
        let folder = CommonFolder(of: report.sources.map(\.path).filter { $0 != "-" })
        header(report, folder, correlation?.clocks ?? [], to: &page)
        if !services.isEmpty {
            page.line()
            ScoreTable(unresolved: Self.unresolved(report.sources)).write(report.card, services: services, to: &page)
            findings(report.card.findings, folder, to: &page)
        } else if let service {
            page.line()
            page.paragraph("no service is called \(SafeText.name(service))", indent: 0)
        }
        if service != nil { for card in services { rules(of: card, to: &page) } }
        if service == nil, let correlation {
            EventsText(
                correlation, services: Set(report.card.services.map(\.name)), paths: report.sources.map(\.path), folder: folder
            ).write(to: &page)
        }
        self.health(report, health, to: &page)
        losses(report.ledger, folder, to: &page)
        if let check { GateText(all: all).write(check, to: &page) }
        page.line()
        let comparable = report.standard ? "standard rules" : "changed rules, so not comparable with the standard score"
        page.paragraph("civic \(report.toolVersion), \(comparable) (\(report.rulesDigest))", indent: 0)
        return page.text
    }

    // MARK: - Head

    private func header(
        _ report: AuditReport, _ folder: CommonFolder, _ clocks: [ServiceClock], to page: inout TextPage
    ) {
        let ledger = report.ledger
        // Snapshots are records of the ledger too; here each is counted once, as what it is.
        var facts = [CountText.of(report.card.services.reduce(0) { $0 + $1.records }, "record")]
        let snapshots = report.health.reduce(0) { $0 + $1.statuses.values.reduce(0, +) }
        if snapshots > 0 { facts.append(CountText.of(snapshots, "health snapshot")) }
        facts.append(CountText.of(report.card.services.count, "service"))
        let span = RecordingSpan(sources(report), clocks: clocks)
        if let whole = span.whole { facts.append(Self.text(whole)) }
        page.paragraph(facts.joined(separator: ", "), indent: 0)
        // Not the log of what plays an experiment, which is no service.
        let judged = Set(report.card.services.map(\.name))
        let assumed = Set(sources(report).filter { $0.timeBasis == .assumedZone }.flatMap { $0.services.map(\.name) })
            .filter { $0.isEmpty || judged.contains($0) }.sorted()
        if !assumed.isEmpty {
            let more = assumed.count > 4 ? ["\(NumberText.count(assumed.count - 3)) more"] : []
            let names = CountText.list(assumed.prefix(assumed.count > 4 ? 3 : 4).map(ScoreTable.name) + more)
            page.paragraph("times in \(names) name no zone: --assume-timezone says which (UTC unless given)", indent: 0)
        }
        for (service, zone) in span.misplaced where judged.contains(service) {
            page.paragraph("times in \(ScoreTable.name(service)) lie beside all others if they are \(zone)", indent: 0)
        }
        if let losses = Self.losses(ledger, sources: report.sources) { page.paragraph("\(losses) (see Losses)", indent: 0) }
        if !folder.path.isEmpty {
            page.paragraph("paths below start at \(SafeText.printableEnd(folder.path, columns: 4 * page.width))", indent: 0)
        }
        if ledger.records == 0, snapshots == 0 {
            page.paragraph("no record was read: there is nothing to judge", indent: 0)
        }
    }

    /// The sources of the services that are shown.
    private func sources(_ report: AuditReport) -> [SourceSummary] {
        guard service != nil else { return report.sources }
        let shown = Set(report.card.services.map(\.name))
        return report.sources.filter { $0.services.contains { shown.contains($0.name) } }
    }

    /// Codes of problems after which everything was read all the same, or that nobody meant to be read.
    private static let harmless: Set<String> = ["utf-16", "directory-loop", "special-file"]

    /// Codes of problems for which nothing of a file was read.
    private static let unopened: Set<String> = ["unreadable", "unsupported-compression", "no-text"]

    /// `1 of 43 files is damaged, 1 could not be read`; nil when nothing was lost.
    private static func losses(_ ledger: Ledger, sources: [SourceSummary]) -> String? {
        let unread = Set(ledger.problems.filter { unopened.contains($0.code) }.map(\.path))
        let lossy = ledger.problems.filter { !unopened.contains($0.code) && !harmless.contains($0.code) }
        let damaged = Set(lossy.map(\.path)).subtracting(unread)
        var facts: [String] = []
        let files = CountText.of(max(ledger.sources, damaged.count, unread.count), "file")
        if !damaged.isEmpty {
            facts.append("\(NumberText.count(damaged.count)) of \(files) \(damaged.count == 1 ? "is" : "are") damaged")
        }
        if !unread.isEmpty {
            facts.append("\(NumberText.count(unread.count))\(facts.isEmpty ? " of \(files)" : "") could not be read")
        }
        // What is no text has no lines that anybody would understand.
        let rejected = sources.reduce(ledger.rejected) { unread.contains($1.path) ? $0 - $1.ledger.rejected : $0 }
        if rejected > 0 { facts.append("\(CountText.of(rejected, "line")) could not be understood") }
        return facts.isEmpty ? nil : facts.joined(separator: ", ")
    }

    /// `2026-11-22 10:29:34 to 10:41:50 UTC`.
    private static func text(_ span: ClosedRange<Instant>) -> String {
        let (from, to) = (span.lowerBound.spaced(digits: 0), span.upperBound.spaced(digits: 0))
        return "\(from) to \(from.prefix(10) == to.prefix(10) ? String(to.dropFirst(11)) : to) UTC"
    }

    /// Names that no field, path, program or configuration gave.
    private static func unresolved(_ sources: [SourceSummary]) -> Set<String> {
        let shares = sources.flatMap(\.services)
        let named = Set(shares.filter { $0.origin != .none }.map(\.name))
        return Set(shares.map(\.name)).subtracting(named).union([""])
    }

    // MARK: - Findings

    private func findings(_ findings: [Finding], _ folder: CommonFolder, to page: inout TextPage) {
        page.line()
        guard !findings.isEmpty else {
            page.line("Nothing to fix: every rule that applies is kept.")
            return
        }
        let shown = findings.prefix(all || service != nil ? findings.count : Self.findingLimit)
        // Columns: number, service, rule, severity, points.
        let number = String(shown.count).count + 1
        let name = min(24, shown.map { DisplayWidth.of(ScoreTable.name($0.service)) }.max() ?? 0)
        let line = min(page.width, 100)
        let rule = max(12, line - number - name - 4 - 8 - 8)
        page.line(page.ink.bold("Fix first") + DisplayWidth.pad("points", to: line - 9, right: true))
        for (i, finding) in shown.enumerated() {
            let info = finding.score.outcome.rule
            let points = NumberText.fixed(finding.score.price, decimals: 1) ?? "?"
            page.line(
                DisplayWidth.pad("\(i + 1)", to: number, right: true) + "  "
                    + DisplayWidth.pad(DisplayWidth.cut(ScoreTable.name(finding.service), to: name), to: name) + "  "
                    + page.ink.bold(
                        DisplayWidth.pad(
                            DisplayWidth.cut("\(info.id) \(SafeText.name(info.name))", to: rule - 1), to: rule))
                    + DisplayWidth.pad(info.severity.rawValue, to: 8)
                    + DisplayWidth.pad(
                        info.impact == .unscored ? "–" : points == "0.0" ? "<0.1" : "+" + points, to: 8, right: true))
            details(of: finding, folder, to: &page)
        }
        let rest = findings.dropFirst(shown.count)
        if let next = rest.first {
            let hint = "\(NumberText.count(rest.count)) more: civic audit --all, or --service \(ScoreTable.name(next.service))"
            page.line(DisplayWidth.pad("…", to: number, right: true) + "  " + hint)
        }
    }

    private func details(of finding: Finding, _ folder: CommonFolder, to page: inout TextPage) {
        let outcome = finding.score.outcome
        page.paragraph(SafeText.printable(finding.message, columns: 10 * page.width), indent: 4)
        if finding.score.verdict == .provisional {
            page.paragraph("provisional: \(Self.doubt(finding.score))", indent: 4)
        }
        if finding.score.caps, let cap = outcome.rule.cap {
            page.paragraph("caps the score at \(ScoreTable.whole(cap.at)) until it is fixed", indent: 4)
        }
        let evidence = outcome.evidence.sorted()
        var last = ""
        for item in evidence.prefix(all ? evidence.count : Self.evidenceLimit) {
            let path = folder.shortened(item.path)
            // The same text again says nothing new; its address does.
            page.evidence(
                item.line > 0 ? "\(path):\(item.line)" : path, item.sample == last ? "" : item.sample, indent: 6)
            last = item.sample
        }
        page.paragraph("help: " + SafeText.printable(outcome.rule.fix, columns: 10 * page.width), indent: 4)
    }

    /// Why a verdict is only provisional.
    static func doubt(_ score: RuleScore) -> String {
        let (outcome, allowance) = (score.outcome, score.outcome.rule.allowance)
        if outcome.population < allowance.minimum {
            return
                "\(CountText.of(outcome.population, outcome.rule.unit)), a verdict needs \(NumberText.count(allowance.minimum))"
        }
        return "the true share may be \(NumberText.percent(score.ratioLow)) to \(NumberText.percent(score.ratioHigh)), "
            + "and \(NumberText.percent(allowance.ok)) is allowed"
    }

    // MARK: - The rest

    /// Every rule of one service with its counts.
    private func rules(of card: ServiceCard, to page: inout TextPage) {
        page.line()
        var columns = ["rule", "verdict", "broken", "of", "ratio", "points"].map { TextTable.Column(heading: $0) }
        for i in 2...5 { columns[i].right = true }
        let wide = page.width >= 90
        for rule in card.rules {
            let outcome = rule.outcome
            let counts = rule.verdict != .notApplicable
            let verdict = rule.verdict == .notApplicable ? "not applicable" : rule.verdict.rawValue
            let name = wide ? outcome.rule.id + " " + SafeText.name(outcome.rule.name) : outcome.rule.id
            let points = NumberText.fixed(rule.pointsLost, decimals: 1) ?? "?"
            let cells = [
                name, outcome.suppressed > 0 ? "\(verdict) (\(NumberText.count(outcome.suppressed)) suppressed)" : verdict,
                counts ? NumberText.count(outcome.violations) : "", counts ? NumberText.count(outcome.population) : "",
                counts ? NumberText.percent(rule.ratio) : "",
                rule.pointsLost > 0 ? points == "0.0" ? "<0.1" : "+" + points : "",
            ]
            for (i, cell) in cells.enumerated() { columns[i].cells.append(cell) }
        }
        let table = TextTable(columns: columns)
        page.line(page.ink.bold("Rules of \(DisplayWidth.cut(ScoreTable.name(card.name), to: page.width - 9))"))
        page.line(table.heading)
        for row in card.rules.indices { page.line(table.row(row)) }
    }

    private func health(_ report: AuditReport, _ history: HealthHistory?, to page: inout TextPage) {
        guard !report.health.isEmpty else { return }
        page.line()
        let isJudged = report.card.services.contains { $0.dimensions.contains { $0.dimension == .health && $0.assessed } }
        page.line(page.ink.bold("Health") + (isJudged ? "" : " (counted, not part of the score)"))
        let sorted = report.health.sorted { $0.service < $1.service }
        var columns = [
            TextTable.Column(heading: ""), TextTable.Column(heading: "", right: true), TextTable.Column(heading: ""),
        ]
        for (service, statuses) in sorted {
            let states = HealthStates.inOrder(statuses).compactMap { name in
                statuses[name].flatMap { $0 > 0 ? "\(NumberText.count($0)) \(SafeText.name(name))" : nil }
            }
            columns[0].cells.append(DisplayWidth.cut(ScoreTable.name(service), to: 24))
            columns[1].cells.append(CountText.of(statuses.values.reduce(0, +), "snapshot"))
            columns[2].cells.append(states.joined(separator: ", "))
        }
        let table = TextTable(columns: columns)
        for row in sorted.indices { page.line("  " + table.row(row)) }
        guard let history, !history.series.isEmpty else { return }
        page.line()
        HealthSeriesText(all: all).write(history, services: Set(report.health.map(\.service)), to: &page)
    }

    private func losses(_ ledger: Ledger, _ folder: CommonFolder, to page: inout TextPage) {
        guard !ledger.problems.isEmpty || ledger.rejected > 0 else { return }
        page.line()
        page.line(page.ink.bold("Losses"))
        let problems = ledger.problems.sorted(by: InputProblem.precedes)
        let shown = problems.prefix(all ? problems.count : Self.lossLimit)
        for problem in shown { page.loss(folder.shortened(problem.address), problem.detail, indent: 2) }
        if problems.count > shown.count {
            page.line("  … \(NumberText.count(problems.count - shown.count)) more: civic audit --all, or civic inspect")
        }
        if ledger.rejected > 0 {
            page.paragraph(
                "\(CountText.of(ledger.rejected, "line")) could not be read as records; --rejects FILE keeps them", indent: 2)
        }
    }
}
