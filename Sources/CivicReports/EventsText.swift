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
    private static let lossLimit = 3
    private static let exampleLimit = 3

    /// Of the run's inputs, by number.
    private let paths: [String]
    private let folder: CommonFolder

    init(_ correlation: Correlation, services: Set<String>, paths: [String] = [], folder: CommonFolder = CommonFolder(of: [])) {
        (self.correlation, self.services, self.paths, self.folder) = (correlation, services, paths, folder)
    }

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
            facts.append("\(NumberText.count(correlation.censored)) left open")
        }
        if correlation.orphans > 0 { facts.append("\(CountText.of(correlation.orphans, "cause")) that no record is about") }
        if correlation.outOfOrder > 0 { facts.append("\(NumberText.count(correlation.outOfOrder)) before their cause") }
        page.paragraph(facts.joined(separator: ", "), indent: 2)
        reasons(to: &page)
        lost(to: &page)
        repeated(to: &page)
        stuck(to: &page)
        if correlation.hasNames { page.line("  civic trace ID PATH... tells what became of one") }
        hops(to: &page)
        clocks(to: &page)
    }

    /// Why some of these numbers are as large as they are, as far as the records tell.
    private func reasons(to page: inout TextPage) {
        if correlation.censored > 0 {
            var why: [String] = []
            let (damaged, late) = (correlation.openByDamage, correlation.openByStart)
            let (byDamage, byStart) = (damaged.values.reduce(0, +), late.values.reduce(0, +))
            func list(_ counts: [String: Int]) -> String { CountText.list(counts.keys.sorted().map { SafeText.name($0) }) }
            if byDamage > 0 { why.append("\(NumberText.count(byDamage)) by damaged files (\(list(damaged)))") }
            if byStart > 0 { why.append("\(NumberText.count(byStart)) by records that begin late (\(list(late)))") }
            let rest = correlation.censored - byDamage - byStart
            if rest > 0 { why.append("\(NumberText.count(rest)) by the end of the recording") }
            page.paragraph("left open: \(why.joined(separator: ", "))", indent: 4, first: "  ")
        }
        let named = correlation.orphansNamed.filter { $0.value * 100 >= correlation.orphans }
        if !named.isEmpty {
            page.paragraph(
                "causes that no record is about are named by \(Self.names(named)): who published them logs other ids or none",
                indent: 4, first: "  ")
        }
        let silent = correlation.withoutEvents.filter { services.contains($0) }
        if !silent.isEmpty {
            page.paragraph(
                "no record of \(CountText.list(silent.map { SafeText.name($0) })) names an event: their part is followed by flows (orders, traces …)",
                indent: 4, first: "  ")
        }
    }

    /// Most first.
    private static func names(_ counts: [String: Int]) -> String {
        CountText.list(
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                "\(SafeText.name($0.key)) (\(NumberText.count($0.value)))"
            })
    }

    /// Where events were lost, with a few that one can go on with.
    private func lost(to page: inout TextPage) {
        let losses = correlation.sortedChecks.filter { $0.key.check == .delivery && $0.count.violations > 0 }
            .sorted { ($1.count.violations, $0.key.service) < ($0.count.violations, $1.key.service) }
        for (key, count) in losses.prefix(Self.lossLimit) {
            page.paragraph(
                "\(NumberText.count(count.violations)) lost on the way to \(SafeText.name(key.service)), such as", indent: 2)
            examples(count.examples.prefix(Self.exampleLimit), to: &page)
        }
        if losses.count > Self.lossLimit { page.line("  … \(losses.count - Self.lossLimit) more services: --format json") }
    }

    private func repeated(to page: inout TextPage) {
        let repeated = correlation.sortedChecks.filter { $0.key.check == .redelivery && $0.count.violations > 0 }
            .sorted { ($1.count.violations, $0.key.service) < ($0.count.violations, $1.key.service) }
        for (key, count) in repeated.prefix(Self.lossLimit) {
            page.paragraph(
                "\(NumberText.count(count.violations)) handled again by \(SafeText.name(key.service)), such as", indent: 2)
            examples(count.examples.prefix(Self.exampleLimit), to: &page)
        }
    }

    /// Addresses, with the ids that stand there.
    private func examples(_ incidents: ArraySlice<Correlation.Incident>, to page: inout TextPage) {
        for incident in incidents {
            let path = paths.indices.contains(incident.source) ? folder.shortened(paths[incident.source]) : ""
            let address = SafeText.printableEnd("\(path):\(incident.line)", columns: page.width - 4)
            let id = incident.isWritten ? SafeText.printable(incident.id, columns: 80) : ""
            if id.isEmpty || 4 + DisplayWidth.of(id) + 2 + DisplayWidth.of(address) <= page.width {
                page.line("    " + (id.isEmpty ? "" : id + "  ") + address)
            } else {
                page.line("    " + id)
                page.line("      " + address)
            }
        }
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
            examples(stuck.incidents.filter(\.isWritten).prefix(1), to: &page)
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
                "\(SafeText.name(hop.from)) to \(SafeText.name(hop.to))", NumberText.count(hop.count),
                duration(hop.p50, of: hop),
                duration(hop.p99, of: hop),
            ]
            for (i, cell) in cells.enumerated() { columns[i].cells.append(cell) }
        }
        let table = TextTable(columns: columns)
        page.line("  " + page.ink.dim(table.heading))
        for row in 0..<min(hops.count, Self.hopLimit) { page.line("  " + table.row(row)) }
        if hops.count > Self.hopLimit { page.line("  … \(hops.count - Self.hopLimit) more: --format json") }
    }

    private func duration(_ seconds: Double?, of hop: Correlation.Hop) -> String {
        guard let seconds else { return "-" }
        // Times in whole seconds tell no more than that.
        let most = seconds + hop.more
        if max(hop.less, hop.more) > 0.01, seconds < max(hop.less, hop.more) {
            return "<" + (most < 1 ? "\(Int(most * 1_000) + 1) ms" : "\(Int(most.rounded(.up))) s")
        }
        return seconds < 1
            ? (NumberText.fixed(seconds * 1_000, decimals: 1) ?? "-") + " ms"
            : (NumberText.fixed(seconds, decimals: 2) ?? "-") + " s"
    }

    private func clocks(to page: inout TextPage) {
        for clock in correlation.clocks {
            let name = SafeText.name(clock.service)
            if let drift = clock.drift, clock.isOff, let (first, last) = clock.ends {
                page.paragraph(runaway(clock, drift, first, last), indent: 2)
            } else if let low = clock.low, let high = clock.high, clock.isOff {
                var text = "clock of \(name): \(signed(clock.offset ?? 0)) s (\(signed(low)) to \(signed(high)))"
                if let zone = zone(clock.offset ?? 0) { text += ", as if its times were \(zone) and did not say so" }
                page.paragraph(text, indent: 2)
            }
            for step in clock.steps {
                page.paragraph(
                    "clock of \(name) jumped by \(signed(step.change)) s (\(signed(step.low)) to \(signed(step.high))) between \(step.after.spaced(digits: 0)) and "
                        + "\(step.before.spaced(digits: 0))" + rivals(step.rivals, "by \(signed(-step.change)) s"), indent: 2)
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

    /// A clock that drifts, by what it shows at both ends.
    private func runaway(
        _ clock: ServiceClock, _ drift: Double, _ first: ServiceClock.Segment, _ last: ServiceClock.Segment
    ) -> String {
        func end(_ end: ServiceClock.Segment, _ time: Instant) -> String {
            "\(signed(end.offset)) s (\(signed(end.low)) to \(signed(end.high))) at \(time.spaced(digits: 0))"
        }
        let pace = NumberText.fixed(abs(drift), decimals: 0) ?? ""
        let text =
            "clock of \(SafeText.name(clock.service)) runs \(pace) ppm \(drift > 0 ? "fast" : "slow"): \(end(first, first.from)), \(end(last, last.to))"
        return text + rivals(clock.rivals, drift > 0 ? "slow" : "fast")
    }

    /// Who may be off the other way instead.
    private func rivals(_ names: [String], _ how: String) -> String {
        if names.isEmpty { return "" }
        let others = CountText.list(names.map { SafeText.name($0) })
        return "; or \(names.count == 1 ? "that" : "those") of \(others) \(how), nothing tells which"
    }

    /// `UTC+1` where the offset is a whole number of quarters of an hour, as far as it is known.
    private func zone(_ offset: Int64) -> String? {
        let quarter: Int64 = 900_000_000_000
        let steps = (offset + (offset < 0 ? -quarter / 2 : quarter / 2)) / quarter
        guard steps != 0, abs(steps) <= 56, abs(offset - steps * quarter) < 2_000_000_000 else { return nil }
        return ZoneName.of(quarters: steps)
    }

    private func signed(_ nanoseconds: Int64) -> String {
        (nanoseconds > 0 ? "+" : "") + (NumberText.fixed(Double(nanoseconds) / 1e9, decimals: 3) ?? "")
    }
}
