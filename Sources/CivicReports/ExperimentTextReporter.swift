import CivicCorrelation
import CivicModel
import CivicScore

/// The report of `civic experiment` for people: per fault, who noticed, who stayed silent, and what to learn from it.
public struct ExperimentTextReporter: Sendable {
    /// Ids that are named of the events that something befell.
    private static let exampleLimit = 2

    private let width: Int
    private let color: Bool

    public init(width: Int, color: Bool) { (self.width, self.color) = (width, color) }

    public func report(_ report: ExperimentReport) -> String {
        var page = TextPage(width: width, color: color)
        for (i, review) in report.reviews.enumerated() {
            if i > 0 { page.line() }
            self.review(review, report, &page)
        }
        if !report.problems.isEmpty {
            page.line()
            page.line(page.ink.bold("Losses"))
            for problem in report.problems.sorted(by: InputProblem.precedes) {
                page.loss(problem.address, problem.detail, indent: 2)
            }
        }
        return page.text
    }

    private func review(_ review: ExperimentReview, _ report: ExperimentReport, _ page: inout TextPage) {
        let title = SafeText.printable(review.experiment.title, columns: 200)
        let verdict = SafeText.printable(review.verdict, columns: 120)
        let room = page.width - DisplayWidth.of(title) - DisplayWidth.of(verdict)
        if room >= 2 {
            page.line(page.ink.bold(title) + String(repeating: " ", count: room) + verdict)
        } else {
            page.line(page.ink.bold(title))
            page.line("  " + verdict)
        }
        for remark in review.experiment.remarks + review.remarks {
            page.paragraph(SafeText.printable(remark, columns: 600), indent: 2)
        }
        if review.faults.isEmpty, !review.isElsewhere {
            page.line(review.withoutFault)
        }
        for fault in review.faults {
            self.fault(fault, report, &page)
        }
    }

    private func fault(_ review: FaultReview, _ report: ExperimentReport, _ page: inout TextPage) {
        var window = SpanText.clock(review.fault.start)
        if let end = review.fault.end {
            window += " to \(SpanText.clock(end)) (\(SpanText.of(end.nanoseconds &- review.fault.start.nanoseconds)))"
        } else {
            window += ", no end"
        }
        page.line()
        page.line("fault    " + page.ink.bold(SafeText.printable(review.title, columns: 120)) + "     " + window)
        var origin = review.targetWords
        if !review.fault.endOrigin.isEmpty { origin += "; ended: \(review.fault.endOrigin)" }
        page.line("         " + page.ink.dim(SafeText.printable(origin, columns: page.width - 9)))
        for remark in review.remarks + review.clockJumpSentences {
            page.paragraph(SafeText.printable(remark, columns: 400), indent: 9)
        }
        if !review.isNoticed {
            page.line()
            page.line(
                page.ink.bold(
                    review.hasEffect
                        ? "NOBODY NOTICED: no log line is about it, and no health endpoint changed"
                        : "NO EFFECT SEEN: no log line is about it, no health endpoint changed, and no service paused"))
        }
        page.line()
        table(review, report, &page)
        let first = review.witnesses.prefix(6).map { ($0, report.address($0.place)) }
        if !first.isEmpty {
            page.line()
            page.line("First signs")
            for (witness, address) in first {
                page.evidence(
                    address, "\(SpanText.signed(witness.after))  \(witness.service): \(witness.message)", indent: 2)
            }
            if review.witnesses.count > first.count { page.line("  … \(review.witnesses.count - first.count) more") }
        }
        let lessons = review.lessons
        if !lessons.isEmpty {
            page.line()
            page.paragraph(
                "Read in a learning review: " + SafeText.printable(lessons.joined(separator: "; "), columns: 2000) + ".",
                indent: 0)
        }
    }

    // MARK: - The table of services

    private struct Row {
        var service: String
        var log = ""
        var health = ""
        var after = ""
    }

    private func table(_ review: FaultReview, _ report: ExperimentReport, _ page: inout TextPage) {
        let logs = Dictionary(review.witnesses.filter { $0.by == .log }.map { ($0.service, $0) }) { a, _ in a }
        let healths = Dictionary(review.witnesses.filter { $0.by == .health }.map { ($0.service, $0) }) { a, _ in a }
        let gaps = Dictionary(review.gaps.map { ($0.service, $0.nanoseconds) }) { a, _ in a }
        let silent = Dictionary(review.silent.map { ($0.service, $0) }) { a, _ in a }
        var order: [String] = []
        for service in review.witnesses.map(\.service) + review.services + review.silent.map(\.service)
        where !order.contains(service) { order.append(service) }
        let asked = Set(review.asked)
        func rows(messageColumns: Int) -> [Row] {
            order.map { service in
                var row = Row(service: SafeText.printable(service, columns: 24))
                if let witness = logs[service] {
                    let level = witness.level.map { $0 == .none ? "" : $0.name } ?? ""
                    row.log = SpanText.signed(witness.after)
                    row.log += "  " + DisplayWidth.pad(level, to: 5) + "  \(NumberText.count(witness.count)) x "
                    row.log += SafeText.printable(witness.message, columns: messageColumns)
                } else if let silent = silent[service] {
                    row.log =
                        silent.isStarved
                        ? "idle for \(SpanText.of(silent.gap)): nothing was sent to it"
                        : "SILENT: handled nothing for \(SpanText.of(silent.gap))"
                } else if let gap = gaps[service] {
                    row.log = "says nothing; handled nothing for \(SpanText.of(gap))"
                } else {
                    row.log = "says nothing"
                }
                if let witness = healths[service] {
                    row.health = "\(SpanText.signed(witness.after))  \(SafeText.printable(witness.message, columns: 28))"
                } else if review.steady.contains(service) {
                    row.health = "says the same throughout"
                } else if !asked.contains(service) {
                    row.health = "no endpoint recorded"
                }
                let recoveries = review.recovery.filter { $0.service == service }
                if let recovery = recoveries.first(where: { $0.by == .health }) {
                    row.after = "healthy \(SpanText.signed(recovery.after))"
                } else if let recovery = recoveries.first {
                    row.after =
                        "\(SafeText.printable(recovery.message, columns: min(24, messageColumns))) \(SpanText.signed(recovery.after))"
                }
                return row
            }
        }
        if !order.isEmpty {
            func table(_ rows: [Row]) -> TextTable {
                TextTable(columns: [
                    .init(heading: "", cells: rows.map(\.service)),
                    .init(heading: "in its log", gap: 3, cells: rows.map(\.log)),
                    .init(heading: "in its health", gap: 3, cells: rows.map(\.health)),
                    .init(heading: "after the fault", gap: 3, cells: rows.map(\.after)),
                ])
            }
            let fitting = [40, 28, 20, 14].lazy.map { table(rows(messageColumns: $0)) }.first { $0.width <= page.width }
            if let fitting {
                page.line(fitting.heading)
                for i in order.indices { page.line(fitting.row(i)) }
            } else {
                // Too narrow for columns: a block a service.
                for row in rows(messageColumns: 60) {
                    page.line(page.ink.bold(row.service))
                    if !row.log.isEmpty { page.paragraph("log: " + row.log, indent: 4) }
                    if !row.health.isEmpty { page.paragraph("health: " + row.health, indent: 4) }
                    if !row.after.isEmpty { page.paragraph("after the fault: " + row.after, indent: 4) }
                }
            }
        }
        func list(_ names: [String]) -> String { SafeText.printable(CountText.list(names), columns: 1000) }
        if !review.unaffected.isEmpty { page.paragraph("not affected: " + list(review.unaffected), indent: 0) }
        if !review.unjudged.isEmpty {
            page.paragraph("too quiet to say whether affected: " + list(review.unjudged), indent: 0)
        }
        if !review.mishaps.isEmpty {
            page.line()
            page.line("Events lost or handled twice")
            for mishap in review.mishaps {
                page.paragraph(SafeText.printable(MishapText.sentence(mishap), columns: 400), indent: 2)
                for example in mishap.examples.prefix(Self.exampleLimit) {
                    page.evidence(report.address(example.place), "such as \(example.id)", indent: 4)
                }
            }
        }
        if !review.blast.isEmpty {
            page.line()
            page.line("Chains that went wrong")
            for blast in review.blast {
                page.paragraph(SafeText.printable(BlastText.sentence(blast), columns: 400), indent: 2)
            }
        }
    }
}
