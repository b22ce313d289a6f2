import CivicCorrelation
import CivicModel
import CivicScore

/// The part of an audit's text that tells what became of events, and which clocks are off.
struct EventsText {
    private let correlation: Correlation
    /// Services that are judged, by name. What plays an experiment writes a log, too, whose clock is nobody's concern.
    private let services: Set<String>
    /// A few hops and clocks fit on a screen; `--format json` has all.
    private static let hopLimit = 12
    private static let stuckLimit = 6

    init(_ correlation: Correlation, services: Set<String>) { (self.correlation, self.services) = (correlation, services) }

    func write(to page: inout TextPage) {
        guard correlation.events > 0 else { return }
        page.line()
        page.line(page.ink.bold("Events"))
        let retries = correlation.retried > 0 ? " (\(NumberText.count(correlation.retried)) of them tried again)" : ""
        var facts = [
            CountText.of(correlation.events, "event") + " in " + CountText.of(correlation.chains, "chain"),
            "\(NumberText.count(correlation.lost)) lost",
            "\(NumberText.count(correlation.duplicated)) handled more than once" + retries,
        ]
        let open = correlation.stuck.reduce(0) { $0 + $1.count }
        if open > 0 { facts.append("\(NumberText.count(open)) stuck") }
        if correlation.censored > 0 {
            facts.append("\(NumberText.count(correlation.censored)) left open by the end of the recording or by damaged files")
        }
        if correlation.orphans > 0 { facts.append("\(CountText.of(correlation.orphans, "cause")) that no record is about") }
        if correlation.outOfOrder > 0 { facts.append("\(NumberText.count(correlation.outOfOrder)) before their cause") }
        page.paragraph(facts.joined(separator: ", "), indent: 2)
        stuck(to: &page)
        hops(to: &page)
        clocks(to: &page)
    }

    /// The stages at which most stopped, one line each.
    private func stuck(to page: inout TextPage) {
        let stages = correlation.stuck.sorted {
            ($1.count, $0.service, $0.stage, $0.type) < ($0.count, $1.service, $1.stage, $1.type)
        }
        for stuck in stages.prefix(Self.stuckLimit) {
            let said = stuck.stage.isEmpty ? stuck.type : stuck.stage
            var text = "\(NumberText.count(stuck.count)) stopped after `\(SafeText.name(stuck.service)): "
            text += SafeText.printable(said, columns: 60) + "`"
            if let youngest = stuck.youngest, let oldest = stuck.oldest {
                text += ", \(Self.ages(youngest, oldest)) before the end"
            }
            page.paragraph(text, indent: 2)
        }
        if stages.count > Self.stuckLimit { page.line("  … \(stages.count - Self.stuckLimit) more: --format json") }
    }

    /// `4 to 12 min`, in the unit that suits the longer one.
    static func ages(_ youngest: Int64, _ oldest: Int64) -> String {
        let units: [(name: String, nanoseconds: Int64)] = [("h", 3_600_000_000_000), ("min", 60_000_000_000)]
        let unit = units.first { oldest >= 2 * $0.nanoseconds } ?? ("s", 1_000_000_000)
        let (low, high) = (youngest / unit.nanoseconds, oldest / unit.nanoseconds)
        return low == high ? "\(high) \(unit.name)" : "\(low) to \(high) \(unit.name)"
    }

    private func hops(to page: inout TextPage) {
        let hops = correlation.hops.filter { $0.from != $0.to && $0.count >= 10 }.sorted {
            ($1.count, $0.from, $0.to) < ($0.count, $1.from, $1.to)
        }
        guard !hops.isEmpty else { return }
        var columns = ["hop", "events", "p50", "p99"].map { TextTable.Column(heading: $0) }
        for i in 1...3 { columns[i].right = true }
        for hop in hops.prefix(Self.hopLimit) {
            let cells = [
                "\(SafeText.name(hop.from)) to \(SafeText.name(hop.to))", NumberText.count(hop.count), duration(hop.p50),
                duration(hop.p99),
            ]
            for (i, cell) in cells.enumerated() { columns[i].cells.append(cell) }
        }
        let table = TextTable(columns: columns)
        page.line("  " + page.ink.dim(table.heading))
        for row in 0..<min(hops.count, Self.hopLimit) { page.line("  " + table.row(row)) }
        if hops.count > Self.hopLimit { page.line("  … \(hops.count - Self.hopLimit) more: --format json") }
    }

    private func duration(_ seconds: Double?) -> String {
        guard let seconds else { return "-" }
        return seconds < 1
            ? (NumberText.fixed(seconds * 1_000, decimals: 1) ?? "-") + " ms"
            : (NumberText.fixed(seconds, decimals: 2) ?? "-") + " s"
    }

    private func clocks(to page: inout TextPage) {
        for clock in correlation.clocks {
            let name = SafeText.name(clock.service)
            if let low = clock.low, let high = clock.high, low > 0 || high < 0 {
                var text = "clock of \(name): \(signed(clock.offset ?? 0)) s (\(signed(low)) to \(signed(high)))"
                if let zone = zone(clock.offset ?? 0) { text += ", as if its times were \(zone) and did not say so" }
                page.paragraph(text, indent: 2)
            }
            for step in clock.steps {
                page.paragraph(
                    "clock of \(name) jumped by \(signed(step.change)) s (\(signed(step.low)) to \(signed(step.high))) between \(step.after.spaced(digits: 0)) and "
                        + "\(step.before.spaced(digits: 0))", indent: 2)
            }
            for contradiction in clock.contradictions.prefix(1) where clock.quality == .contradictory {
                page.paragraph("clock of \(name): \(SafeText.printable(contradiction))", indent: 2)
            }
        }
        let unknown = correlation.clocks.filter { $0.offset == nil && $0.steps.isEmpty && services.contains($0.service) }
            .map { SafeText.name($0.service) }
        if !unknown.isEmpty, unknown.count < correlation.clocks.count {
            page.paragraph("clocks not identifiable: \(CountText.list(unknown))", indent: 2)
        }
    }

    /// `UTC+1` where the offset is a whole number of quarters of an hour, as far as it is known.
    private func zone(_ offset: Int64) -> String? {
        let quarter: Int64 = 900_000_000_000
        let steps = (offset + (offset < 0 ? -quarter / 2 : quarter / 2)) / quarter
        guard steps != 0, abs(steps) <= 56, abs(offset - steps * quarter) < 2_000_000_000 else { return nil }
        let minutes = abs(steps) * 15
        let rest = minutes % 60 == 0 ? "" : ":\(minutes % 60)"
        return "UTC\(steps < 0 ? "-" : "+")\(minutes / 60)\(rest)"
    }

    private func signed(_ nanoseconds: Int64) -> String {
        (nanoseconds > 0 ? "+" : "") + (NumberText.fixed(Double(nanoseconds) / 1e9, decimals: 3) ?? "")
    }
}
