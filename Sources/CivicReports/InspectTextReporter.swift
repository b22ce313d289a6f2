public import CivicModel
import CivicScore

/// The report of `civic inspect` for a person: what was understood of each source, sorted by path.
public struct InspectTextReporter: Sendable {
    /// Columns of the terminal.
    public var width: Int
    public var color: Bool

    public init(width: Int, color: Bool) { (self.width, self.color) = (width, color) }

    public func report(sources: [SourceSummary], ledger: Ledger) -> String {
        var page = TextPage(width: width, color: color)
        var facts = [CountText.of(ledger.sources, "source"), CountText.of(ledger.bytes, "byte")]
        if ledger.decompressedBytes != ledger.bytes {
            facts[1] += " (\(NumberText.count(ledger.decompressedBytes)) decompressed)"
        }
        facts += [CountText.of(ledger.lines, "line"), CountText.of(ledger.records, "record")]
        page.paragraph(facts.joined(separator: ", "), indent: 0)
        for source in sources.sorted(by: { $0.path < $1.path }) {
            page.line()
            self.source(source, to: &page)
        }
        return page.text
    }

    private func source(_ source: SourceSummary, to page: inout TextPage) {
        page.line(page.ink.bold(SafeText.printableEnd(source.path, columns: page.width)))
        var kind = [source.kind.rawValue]
        if source.compression != "none" { kind.append(SafeText.name(source.compression)) }
        if source.kind == .logs { kind.append(source.structured ? "structured" : "free text") }
        kind.append(CountText.of(source.ledger.bytes, "byte"))
        field("kind", kind.joined(separator: ", "), to: &page)
        field(
            "format", source.formats.map { "\(SafeText.name($0.id)) (\(CountText.of($0.records, "record")))" }, to: &page)
        let ledger = source.ledger
        var lines = "\(NumberText.count(ledger.lines)) = \(CountText.of(ledger.records, "record"))"
        lines += " + \(NumberText.count(ledger.rejected)) rejected + \(NumberText.count(ledger.blank)) blank"
        lines += " + \(CountText.of(ledger.continuations, "continuation"))"
        if ledger.extraRecords > 0 { lines += " - \(CountText.of(ledger.extraRecords, "record")) that shared a line" }
        field("lines", lines, to: &page)
        if let first = source.firstTime, let last = source.lastTime {
            let span = "\(first.instant.spaced(digits: first.digits)) to \(last.instant.spaced(digits: last.digits)) UTC"
            field("time", "\(span), \(source.timeBasis.name)", to: &page)
        } else if source.kind == .logs {
            field("time", "none", to: &page)
        }
        field(
            "levels",
            Level.allCases.compactMap { level in
                source.levels[level].flatMap { $0 > 0 ? "\(level.name) \(NumberText.count($0))" : nil }
            }, to: &page)
        field(
            "service",
            source.services.map {
                "\(ScoreTable.name($0.name)) (\(CountText.of($0.records, "record")), from \($0.origin.name))"
            }, to: &page)
        field(
            "fields",
            Role.allCases.compactMap { role in
                source.roles[role].flatMap { fields in
                    fields.isEmpty ? nil : "\(role.name): " + fields.map { SafeText.name($0) }.joined(separator: " ")
                }
            }, separator: "; ", to: &page)
        if let health = source.health {
            let states = HealthStates.inOrder(health.statuses).compactMap { name in
                health.statuses[name].flatMap { $0 > 0 ? "\(NumberText.count($0)) \(SafeText.name(name))" : nil }
            }
            var text = "\(SafeText.name(health.format)), \(CountText.of(health.snapshots, "snapshot"))"
            if !states.isEmpty { text += " (\(states.joined(separator: ", ")))" }
            field("health", text + ", \(CountText.of(health.components, "component"))", to: &page)
        }
        for problem in source.ledger.problems.sorted(by: InputProblem.precedes) {
            let place = problem.line > 0 ? "line \(NumberText.count(problem.line))" : "byte \(NumberText.count(problem.byte))"
            field(
                "loss",
                "\(SafeText.name(problem.code)) at \(place): \(SafeText.printable(problem.detail, columns: 10 * page.width))",
                to: &page)
        }
    }

    private func field(_ name: String, _ values: [String], separator: String = ", ", to page: inout TextPage) {
        if !values.isEmpty { field(name, values.joined(separator: separator), to: &page) }
    }

    private func field(_ name: String, _ value: String, to page: inout TextPage) {
        page.paragraph(value, indent: 11, first: "  " + DisplayWidth.pad(name, to: 9))
    }
}
