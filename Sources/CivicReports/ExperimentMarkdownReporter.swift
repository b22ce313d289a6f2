import CivicCorrelation
import CivicModel
import CivicScore

/// The game-day report of `civic experiment --format markdown`: what a team pastes into its learning review.
public struct ExperimentMarkdownReporter: Sendable {
    public init() {}

    public func report(_ report: ExperimentReport) -> String {
        var text = ""
        if report.reviews.count > 1 {
            text += "# Game day\n\n" + overview(report) + "\n"
        }
        for review in report.reviews { text += self.review(review, report, level: report.reviews.count > 1 ? "##" : "#") }
        return text
    }

    private func overview(_ report: ExperimentReport) -> String {
        var text = "| Experiment | Ended | Fault | Noticed by | Silent |\n| --- | --- | --- | --- | --- |\n"
        for review in report.reviews {
            for fault in review.faults {
                let seen = unique(fault.witnesses.map(\.service))
                text +=
                    "| \(MarkdownText.plain(review.experiment.title)) | \(MarkdownText.plain(review.verdict)) | \(MarkdownText.plain(fault.title)) | "
                    + "\(seen.isEmpty ? "**nobody**" : MarkdownText.plain(seen.joined(separator: ", "))) | "
                    + "\(MarkdownText.plain(fault.silent.filter { !$0.isStarved }.map(\.service).joined(separator: ", "))) |\n"
            }
            if review.faults.isEmpty {
                text +=
                    "| \(MarkdownText.plain(review.experiment.title)) | \(MarkdownText.plain(review.verdict)) | \(review.experiment.isUnknown ? "not known" : "none") | | |\n"
            }
        }
        return text
    }

    private func review(_ review: ExperimentReview, _ report: ExperimentReport, level: String) -> String {
        let experiment = review.experiment
        var text = "\(level) \(MarkdownText.plain(experiment.title))\n\n"
        text += "Ended: \(MarkdownText.plain(review.verdict))."
        if let start = experiment.start {
            text +=
                " Played \(start.formatted(digits: 0))" + (experiment.end.map { " to \($0.formatted(digits: 0))" } ?? "") + "."
        }
        text += "\n\n"
        for remark in experiment.remarks + review.remarks { text += "- \(MarkdownText.plain(remark))\n" }
        if !(experiment.remarks + review.remarks).isEmpty { text += "\n" }
        text += timeline(review)
        if review.faults.isEmpty, !review.isElsewhere {
            text += review.withoutFault.prefix(1).uppercased() + review.withoutFault.dropFirst() + ".\n\n"
        }
        for fault in review.faults { text += self.fault(fault, report, level: level + "#") }
        return text
    }

    /// What was done and first seen, by time.
    private func timeline(_ review: ExperimentReview) -> String {
        var entries: [(time: Instant, who: String, what: String)] = []
        for step in review.experiment.steps {
            var what = "\(step.phase.rawValue): \(step.type) \(step.name)"
            if step.status == nil { what += ", the run ended inside it" } else if step.status == "failed" { what += ", failed" }
            if step.toleranceMet == false { what += ", out of tolerance" }
            entries.append((step.start, "experiment", what))
        }
        for fault in review.faults {
            if let end = fault.fault.end { entries.append((end, "experiment", "end of \(fault.fault.name)")) }
            for witness in fault.witnesses {
                entries.append((witness.first, witness.service, "\(witness.by.rawValue): \(witness.message)"))
            }
            for recovery in fault.recovery {
                entries.append((recovery.first, recovery.service, "\(recovery.by.rawValue): \(recovery.message)"))
            }
        }
        guard !entries.isEmpty else { return "" }
        entries.sort { ($0.time, $0.who, $0.what) < ($1.time, $1.who, $1.what) }
        let shown = 60
        var text = "**What was done, and what was seen**\n\n| Time (UTC) | Who | What |\n| --- | --- | --- |\n"
        for entry in entries.prefix(shown) {
            text += "| \(SpanText.clock(entry.time)) | \(MarkdownText.plain(entry.who)) | \(MarkdownText.plain(entry.what)) |\n"
        }
        if entries.count > shown { text += "\n\(entries.count - shown) more entries are left out.\n" }
        return text + "\n"
    }

    private func fault(_ fault: FaultReview, _ report: ExperimentReport, level: String) -> String {
        var text = "\(level) Fault: \(MarkdownText.plain(fault.title))\n\n"
        text += "From \(SpanText.clock(fault.fault.start))"
        if let end = fault.fault.end {
            text += " to \(SpanText.clock(end)) (\(SpanText.of(end.nanoseconds &- fault.fault.start.nanoseconds)))"
        }
        text += "; \(MarkdownText.plain(fault.targetWords))"
        if !fault.fault.endOrigin.isEmpty { text += "; ended: \(MarkdownText.plain(fault.fault.endOrigin))" }
        text += ".\n\n"
        for remark in fault.remarks + fault.clockJumpSentences { text += "\(MarkdownText.plain(remark))\n\n" }
        if fault.isNoticed {
            text += "| Who noticed | How | After | What was said | Where |\n| --- | --- | --- | --- | --- |\n"
            for witness in fault.witnesses {
                let how =
                    witness.by == .health ? "health" : witness.level.map { $0 == .none ? "log" : "log, \($0.name)" } ?? "log"
                text +=
                    "| \(MarkdownText.plain(witness.service)) | \(how) | \(SpanText.signed(witness.after)) | "
                    + "\(NumberText.count(witness.count)) x \(MarkdownText.code(witness.message)) | \(MarkdownText.code(report.address(witness.place))) |\n"
            }
            text += "\n"
        } else {
            text +=
                fault.hasEffect
                ? "**Nobody noticed this fault**: no log line is about it, and no health endpoint changed.\n\n"
                : "**No effect of this fault is seen**: no log line is about it, no health endpoint changed, and no service paused.\n\n"
        }
        if !fault.silent.isEmpty {
            text += "Who stayed silent although hit:\n\n"
            for silent in fault.silent {
                text += "- \(MarkdownText.plain(silent.service)): handled nothing for \(SpanText.of(silent.gap))"
                text += silent.isStarved ? ", and was sent nothing\n" : "\n"
            }
            text += "\n"
        }
        if !fault.mishaps.isEmpty {
            text += "Events lost or handled twice:\n\n"
            for mishap in fault.mishaps {
                text += "- \(MarkdownText.plain(MishapText.sentence(mishap)))"
                if let example = mishap.examples.first {
                    text += ", such as \(MarkdownText.code(example.id)) at \(MarkdownText.code(report.address(example.place)))"
                }
                text += "\n"
            }
            text += "\n"
        }
        if !fault.blast.isEmpty {
            text += "Chains that went wrong:\n\n"
            for blast in fault.blast { text += "- \(MarkdownText.plain(BlastText.sentence(blast)))\n" }
            text += "\n"
        }
        if !fault.unaffected.isEmpty { text += "Not affected: \(MarkdownText.plain(CountText.list(fault.unaffected))).\n\n" }
        if !fault.unjudged.isEmpty {
            text += "Too quiet to say: \(MarkdownText.plain(CountText.list(fault.unjudged))).\n\n"
        }
        if !fault.lessons.isEmpty {
            text += "What to fix:\n\n"
            for lesson in fault.lessons { text += "- [ ] \(MarkdownText.plain(lesson))\n" }
            text += "\n"
        }
        return text
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

/// Text of others inside Markdown: it must neither act as markup nor as HTML.
enum MarkdownText {
    private static let markup: Set<Character> = [
        "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "~", "&", "!", "@", "$",
    ]

    static func plain(_ text: String) -> String {
        var safe = ""
        for character in SafeText.printable(text, columns: 600) {
            if markup.contains(character) { safe.append("\\") }
            safe.append(character)
        }
        return safe
    }

    /// A span of code; what would end it, or the cell that it stands in, is replaced.
    static func code(_ text: String) -> String {
        let safe = SafeText.printable(text, columns: 300).map { character -> String in
            switch character {
            case "`": "'"
            case "|": "\\|"
            default: String(character)
            }
        }.joined()
        return safe.isEmpty ? "" : "`\(safe)`"
    }
}
